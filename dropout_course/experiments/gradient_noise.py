"""Gradient noise: how much more do gradients vary at a higher rate?

What varies is the gradient of one example, over examples and masks; a batch of B has 1/B of that variance.
It is measured at three places: at the same untrained weights for every rate, and at the weights that each
rate has reached, with the learning rate that was best for it, early and late in training.

A result holds, for each place and rate (``start``, ``underway``, ``late``; ``p0`` to ``p80``): the variance
of an example's gradient (the trace of its covariance), how many times that of p = 0 it is, the share of it
that the masks make, the mean square of an example's gradient, and the squared length of the mean gradient;
all are means over seeds, the variance also by seed. Then the contrasts, in doublings of the variance, with
interval and verdict at each place; and the verdict on the claim.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data import Images
from ..figures import SERIES, Figure, Table, new_drawing, render, style
from ..reference import Network, draw_network
from ..results import Result, rate_key
from ..training import Recipe, Run
from .captions import layers_in_words
from .contrasts import answer, judge_effects
from .example_gradients import example_gradients
from .experiment import Sample
from .intervals import Effect, mean_effect
from .provenance import as_json
from .stacks import Sizes, Stack, Train
from .verdict_table import verdict_table

NAME = "gradient-noise"
QUESTION = "How much more do gradients vary at a higher rate?"

CONDITIONS = {
    "start": "at the same untrained weights",
    "underway": "at each rate's own weights after 10 epochs",
    "late": "at each rate's own weights at the end of training",
}

MARGIN = 0.2  # doublings: 15% more variance

CONTRASTS = {
    "p20_varies_more_than_p0": (0.2, 0.0),
    "p50_varies_more_than_p20": (0.5, 0.2),
    "p80_varies_more_than_p50": (0.8, 0.5),
}

CLAIMS = {"0.1": tuple(CONTRASTS)}


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        learning_rates: for each drop probability after the hidden layers, the learning rate that the rate
            table found best for it, with this network and these images.
        seeds: of the models; equal seeds are paired across rates.
        hidden: units in each hidden layer.
        recipes: how the weights are trained whose gradients are looked at, by place.
        sizes: the images; the gradients are those of the training set.
        contrasts: which rate is said to vary more than which.
        margin: the smallest effect that would matter, in doublings of the variance.
    """

    learning_rates: Mapping[float, float] = field(
        default_factory=lambda: {0.0: 0.04, 0.2: 0.04, 0.5: 0.02, 0.8: 0.01}
    )
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5)
    hidden: tuple[int, ...] = (256, 256)
    recipes: Mapping[str, Recipe] = field(
        default_factory=lambda: {
            "underway": Recipe(hidden=(256, 256), epochs=10, batch_size=100, schedule="constant"),
            "late": Recipe(hidden=(256, 256), epochs=60, batch_size=100),
        }
    )
    sizes: Sizes = field(default_factory=lambda: Sizes(train=3000, validation=1000, test=2000, seed=0))
    contrasts: Mapping[str, tuple[float, float]] = field(default_factory=lambda: CONTRASTS)
    margin: float = MARGIN

    @property
    def rates(self) -> tuple[float, ...]:
        """The drop probabilities."""
        return tuple(self.learning_rates)


SETTINGS = Settings()


@dataclass(frozen=True)
class Noise:
    """Gradients of one network under one rate.

    Attributes:
        distances: squared distance of each image's gradient from the mean gradient, (images,).
        by_masks: the share of the variance that is left when the image is known.
        mean_square: mean squared length of an image's gradient.
        square_of_mean: squared length of the mean gradient, without the bias of estimating it.
    """

    distances: NDArray[np.floating[Any]]
    by_masks: float
    mean_square: float
    square_of_mean: float

    @property
    def variance(self) -> float:
        """Trace of the covariance of an image's gradient."""
        return float(self.distances.mean())


def stacks_planned(settings: Settings) -> int:
    """A stack for each rate and trained place."""
    return len(settings.rates) * len(settings.recipes)


def measure(settings: Settings, train: Train) -> Result:
    """Train, look at the gradients, compare, judge."""
    images = settings.sizes.load().train
    found = {
        place: {
            p: [
                noise(network, images, p, seed) for network, seed in zip(of_rate, settings.seeds, strict=True)
            ]
            for p, of_rate in networks.items()
        }
        for place, networks in _networks(settings, train).items()
    }
    contrasts = {
        name: judge_effects(
            f"gradients vary more at p = {high:g} than at p = {low:g}",
            {place: doublings(of_place[high], of_place[low]) for place, of_place in found.items()},
            metric="doublings",
            margin=settings.margin,
        )
        for name, (high, low) in settings.contrasts.items()
    }
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        **{
            place: {rate_key(p): _summary(of_rate, of_place[0.0]) for p, of_rate in of_place.items()}
            for place, of_place in found.items()
        },
        "contrasts": contrasts,
        "claims": {claim: answer(parts, contrasts, list(CONDITIONS)) for claim, parts in CLAIMS.items()},
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The first seed at the untrained weights."""
    images = settings.sizes.load().train
    seed = settings.seeds[0]
    return {
        f"start.{rate_key(p)}.variance.by_seed": [noise(_untrained(settings, seed), images, p, seed).variance]
        for p in settings.rates
    }


def noise(network: Network, images: Images, p: float, seed: int) -> Noise:
    """What the gradients of ``images`` under two draws of masks say; equal seeds share their draws."""
    rng = np.random.default_rng([seed, 1])
    first, second = (example_gradients(network, images, p, rng) for _ in range(2))
    distances, square = first.squared_distances(), first.products(first)
    between_draws = (square + second.products(second)) / 2 - first.products(second)
    mean_square = float(square.mean())
    variance = float(distances.mean())
    return Noise(distances, float(between_draws.mean()) / variance, mean_square, mean_square - variance)


def doublings(high: Sequence[Noise], low: Sequence[Noise]) -> Effect:
    """How many times the variance doubles from ``low`` to ``high``, over seeds and images.

    log2 of a mean is linearised image by image: log2 V + (v_i / V - 1) / ln 2, whose mean is log2 V
    """

    def linear(group: Sequence[Noise]) -> NDArray[np.float64]:
        rows = [np.log2(n.variance) + (n.distances / n.variance - 1) / np.log(2) for n in group]
        return np.stack(rows)  # (seeds, images)

    return mean_effect([linear(high) - linear(low)])


def _networks(settings: Settings, train: Train) -> dict[str, dict[float, list[Network]]]:
    """By place and rate, a network for each seed."""
    untrained = [_untrained(settings, seed) for seed in settings.seeds]
    trained = {
        place: {p: _trained(settings, p, recipe, train) for p in settings.rates}
        for place, recipe in settings.recipes.items()
    }
    return {"start": dict.fromkeys(settings.rates, untrained), **trained}


def _untrained(settings: Settings, seed: int) -> Network:
    return draw_network((784, *settings.hidden, 10), np.random.default_rng(seed))


def _trained(settings: Settings, p: float, recipe: Recipe, train: Train) -> list[Network]:
    rates = (0.0, *[p] * len(settings.hidden))
    runs = tuple(Run(rates, settings.learning_rates[p], seed) for seed in settings.seeds)
    outcomes = train([Stack(runs, recipe, settings.sizes, measure=("train",), networks=True)])
    networks = [outcomes[run].network for run in runs]
    assert all(networks), "the stack asked for its networks"
    return [network for network in networks if network]


def _summary(group: Sequence[Noise], without: Sequence[Noise]) -> dict[str, Any]:
    by_seed = [noise.variance for noise in group]
    log_ratio = doublings(group, without)
    return {
        "variance": {"mean": float(np.mean(by_seed)), "by_seed": by_seed},
        "times_p0": dict(zip(("mean", "low", "high"), np.exp2(log_ratio.interval()).tolist(), strict=True)),
        "by_masks": float(np.mean([noise.by_masks for noise in group])),
        "mean_square": float(np.mean([noise.mean_square for noise in group])),
        "square_of_mean": float(np.mean([noise.square_of_mean for noise in group])),
    }


def expected_times(p: float, layers: int) -> float:
    """How many times ``layers`` of dropout multiply a gradient's mean square, by counting alone.

    (1 / (1 - p))^layers: a gradient passes each once, and E[m^2] = 1 / (1 - p)

    It holds for random weights, as long as the error at the output stays as large as it was.
    """
    return float((1 - p) ** -layers)


def figure(result: Result) -> Figure:
    """Against the rate, on a logarithmic scale: how many times the variance of p = 0."""
    rates = [_rate(name) for name in result["start"]]
    with style():
        drawing, (axes,) = new_drawing(height=330)
        axes.set_title("Variance of a gradient, p = 0 is 1")
        for (place, words), look, lift in zip(PLACES.items(), SERIES[1:], (6, 0, -6), strict=True):
            times = [row["times_p0"] for row in result[place].values()]
            mean = [found["mean"] for found in times]
            axes.vlines(rates, [t["low"] for t in times], [t["high"] for t in times], colors=look.color)
            axes.plot(rates, mean, color=look.color, marker=look.marker, linestyle=look.linestyle)
            axes.annotate(
                words,
                (rates[-1], mean[-1]),
                xytext=(7, lift),
                textcoords="offset points",
                va="center",
                color=look.color,
            )
        smooth = np.linspace(0, rates[-1], 50)
        counted = [expected_times(p, len(result["settings"]["hidden"])) for p in smooth]
        axes.plot(smooth, counted, color=SERIES[0].color, linewidth=1)
        axes.annotate(
            "1 / (1 − p)²",
            (0.5, expected_times(0.5, 2)),
            xytext=(4, -5),
            textcoords="offset points",
            va="top",
            color=SERIES[0].color,
        )
        axes.set_yscale("log")
        axes.set_yticks(TICKS, map(str, TICKS))
        axes.minorticks_off()
        axes.set_xticks(rates, [f"{p:g}" for p in rates])
        axes.set_xlim(-0.03, 1.0)
        axes.set_xlabel("drop probability p")
        return render(drawing, NAME, caption=caption(result), alternative=_alternative(result))


PLACES = {"start": "untrained", "underway": "epoch 10", "late": "trained"}
TICKS = (1, 3, 10, 30)


def table(result: Result) -> Table:
    """Each rate at each place: the variance against p = 0, and the share of it that masks make."""

    def cell(row: Result) -> str:
        return f"×{_three(row['times_p0']['mean'])}\n{row['by_masks']:.0%}"

    rows = [
        (f"{_rate(name):g}", *(cell(result[place][name]) for place in PLACES)) for name in result["start"]
    ]
    words = (
        "Variance of an example's gradient as a multiple of that at p = 0; below it, how much the masks make."
    )
    return Table(words, ("p", *PLACES.values()), tuple(rows))


def verdicts(result: Result) -> Table:
    """Each contrast with its effect, its interval and its verdict at each place."""
    return verdict_table(result, PLACES)


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    layers = layers_in_words(settings["hidden"])
    return (
        f"Fashion-MNIST, gradients of {settings['sizes']['train']:,} training images, a mask each; network "
        f"{layers}, dropout after each hidden layer, each rate with its own learning rate; means of "
        f"{len(settings['seeds'])} seeds with 95% intervals over seeds and images."
    )


def _alternative(result: Result) -> str:
    def spoken(place: str) -> str:
        rows = result[place].items()
        return ", ".join(f"{_three(row['times_p0']['mean'])} at p = {_rate(name):g}" for name, row in rows)

    told = "; ".join(f"{words}: {spoken(place)}" for place, words in PLACES.items())
    return f"Variance of an example's gradient as a multiple of that at p = 0. {told}."


def _rate(name: str) -> float:
    return float(name.removeprefix("p")) / 100


def _three(value: float) -> str:
    """To three digits, without an exponent."""
    return f"{float(f'{value:.3g}'):,g}"
