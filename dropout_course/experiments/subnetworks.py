"""Subnetworks: does dropout train an ensemble of many smaller networks, and is it as good as one?

One network trained with dropout is compared with small networks that are trained separately, each as wide as
a subnetwork is on average, and with the same network trained without dropout.

A result holds, for ``whole`` (the dropout network in one pass), ``plain`` (the network without dropout),
``subnetworks`` and ``plain_subnetworks`` (of the two) and ``separate`` (small networks), by how many of them
answer together (``k1`` for one alone): test accuracy (a fraction) and nll (nats), each as mean, low and high
(95%) and by seed. Then what training the small networks costs, in trainings of the dropout network; the
contrasts, each with its interval and verdict under each condition; and the verdict on the claim.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..figures import SERIES, Figure, Spot, Table, draw_means, label, new_drawing, render, style
from ..reference import Network
from ..results import Result
from ..training import Outcome, Recipe, Run
from .contrasts import ACCURACY_MARGIN, NLL_MARGIN, Contrast, Group, answer, judge, mean_in_words, values
from .experiment import Sample
from .intervals import mean_effect
from .provenance import as_json
from .rate_table import SETTINGS as RATE_TABLE
from .stacks import Sizes, Stack, Train
from .subnetwork_answers import Answers, network_answers, subnetwork_answers, together
from .tuning import Grid, best, tune
from .verdict_table import verdict_table

NAME = "subnetworks"
QUESTION = "Does dropout train an ensemble of many smaller networks, and is it as good as one?"

CONDITIONS = {
    "two": "against 2 small networks, which cost about as much to train as the one with dropout",
    "eight": "against 8 small networks, which cost more than three times as much",
}
TOGETHER = {"two": 2, "eight": 8}

PIXELS, CLASSES = 784, 10
NOTHING_DROPS = (0.0, 0.0, 0.0)


def _more(says: str, better: str, worse: str, constant: float = 0.0) -> Contrast:
    """On test accuracy; with a ``constant`` of the margin's size: as good to within the margin."""
    terms = ((1, "test", better), (-1, "test", worse))
    return Contrast(says, terms, 0.0 if constant else ACCURACY_MARGIN, constant=constant)


def _likelier(says: str, better: str, worse: str, constant: float = 0.0) -> Contrast:
    terms = ((1, "test", worse), (-1, "test", better))
    return Contrast(says, terms, 0.0 if constant else NLL_MARGIN, metric="nll", constant=constant)


CONTRASTS = {
    "subnetworks_work": _more(
        "a subnetwork of the dropout network beats the same subnetwork of a network trained without dropout",
        "subnetwork",
        "plain_subnetwork",
    ),
    "subnetworks_like_small": _more(
        "a subnetwork is as accurate as a small network trained separately, to within half a point",
        "subnetwork",
        "separate",
        ACCURACY_MARGIN,
    ),
    "together_more_accurate": _more(
        "subnetworks that answer together are more accurate than one of them",
        "subnetworks_together",
        "subnetwork",
    ),
    "together_likelier": _likelier(
        "subnetworks that answer together have a lower test NLL than one of them",
        "subnetworks_together",
        "subnetwork",
    ),
    "as_accurate_as_separate": _more(
        "the dropout network in one pass is as accurate as small networks together, to within half a point",
        "whole",
        "separate_together",
        ACCURACY_MARGIN,
    ),
    "as_likely_as_separate": _likelier(
        "its test NLL is as low as that of small networks together, to within 0.02 nats",
        "whole",
        "separate_together",
        NLL_MARGIN,
    ),
}

CLAIMS = {
    "1.3": (
        "subnetworks_work",
        "together_more_accurate",
        "together_likelier",
        "as_accurate_as_separate",
        "as_likely_as_separate",
    )
}
"""Claim 1.3 is read as: the members are trained, they are better together than alone, and the network that
holds them does what an ensemble of small networks does. It stands, under a condition, if all of these do."""


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        p: drop probability after each hidden layer; the input is not dropped.
        seeds: of the networks that are judged; equal seeds are paired.
        learning_rates: of the dropout network and the one without: those that the rate table chose for them,
            with other seeds, on the same images by the same recipe.
        grid: where the learning rate of the small networks is looked for.
        members: how many subnetworks are drawn of each network; one mask is one subnetwork, for all images.
        recipe: the network and its training.
        small: the same for a small network, as wide as a subnetwork on average.
        sizes: the images.
        contrasts: what is compared, with its margin.
    """

    p: float = 0.5
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
    learning_rates: Mapping[str, float] = field(default_factory=lambda: {"dropout": 0.02, "plain": 0.04})
    grid: Grid = field(default_factory=lambda: Grid((0.01, 0.02, 0.04, 0.08, 0.16), seeds=(101, 102, 103)))
    members: int = 32
    recipe: Recipe = RATE_TABLE.recipe
    small: Recipe = field(default_factory=lambda: Recipe(hidden=(128, 128), epochs=60, batch_size=100))
    sizes: Sizes = RATE_TABLE.sizes
    contrasts: Mapping[str, Contrast] = field(default_factory=lambda: CONTRASTS)


SETTINGS = Settings()


def stacks_planned(settings: Settings) -> int:
    """Tuning, two stacks of whole networks, and for each seed a stack of small ones."""
    return len(settings.grid.seeds) + 2 + len(settings.seeds)


def measure(settings: Settings, train: Train) -> Result:
    """Choose the small networks' learning rate, train, draw subnetworks, let them answer, judge."""
    tuning = tune(["small"], _small, settings.grid, settings.small, settings.sizes, train)["small"]
    chosen = best({"small": tuning})["small"]
    found = _answers(settings, chosen, train)
    under = {condition: _groups(found, k) for condition, k in TOGETHER.items()}
    contrasts = {name: judge(contrast, under) for name, contrast in settings.contrasts.items()}
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        "tuning": [{"learning_rate": rate, "accuracy": accuracy} for rate, accuracy in tuning.items()],
        "small_learning_rate": chosen,
        "cost": {
            name: k * _weights(settings.small) / _weights(settings.recipe) for name, k in TOGETHER.items()
        },
        **{name: {key(k): _summary(by_k[k]) for k in by_k} for name, by_k in found.items()},
        "contrasts": contrasts,
        "claims": {claim: answer(parts, contrasts, list(CONDITIONS)) for claim, parts in CLAIMS.items()},
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The dropout network of the first seed, alone, in one pass."""
    first = dataclasses.replace(settings, seeds=settings.seeds[:1])
    outcomes = list(train([_whole_stack(first, "dropout")]).values())
    return {
        f"whole.k1.{metric}.by_seed": found.mean(1).tolist() for metric, found in _values(outcomes).items()
    }


def key(k: int) -> str:
    """The name of so many members in a result: k8 for 8."""
    return f"k{k}"


def _small(_kind: str, learning_rate: float, seed: int) -> Run:
    return Run(NOTHING_DROPS, learning_rate, seed)


def _small_stack(settings: Settings, seed: int, learning_rate: float) -> Stack:
    """The small networks that belong to ``seed``; their own seeds are no other network's."""
    seeds = range(1000 * seed, 1000 * seed + max(TOGETHER.values()))
    runs = tuple(_small("small", learning_rate, own) for own in seeds)
    return Stack(runs, settings.small, settings.sizes, measure=("test",), networks=True)


def _whole_stack(settings: Settings, kind: str) -> Stack:
    """The whole networks, one for each seed, ``"dropout"`` or ``"plain"``."""
    rates = (0.0, settings.p, settings.p) if kind == "dropout" else NOTHING_DROPS
    runs = tuple(Run(rates, settings.learning_rates[kind], seed) for seed in settings.seeds)
    return Stack(runs, settings.recipe, settings.sizes, measure=("test",), networks=True)


def _answers(
    settings: Settings, small_learning_rate: float, train: Train
) -> dict[str, dict[int, list[Outcome]]]:
    """Train what is judged. By whose answers they are and how many answer together: an outcome a seed."""
    dropout, plain = (_whole_stack(settings, kind) for kind in ("dropout", "plain"))
    small = [_small_stack(settings, seed, small_learning_rate) for seed in settings.seeds]
    trained = train([dropout, plain, *small])
    images = settings.sizes.load().test

    def networks(stack: Stack) -> list[Network]:
        return [network for run in stack.runs if (network := trained[run].network)]

    def drawn(stack: Stack) -> list[Answers]:
        """Networks of one seed meet the same masks."""
        rngs = [np.random.default_rng(seed) for seed in settings.seeds]
        return [
            subnetwork_answers(network, images, settings.p, settings.members, rng)
            for network, rng in zip(networks(stack), rngs, strict=True)
        ]

    def by_k(answers: Sequence[Answers]) -> dict[int, list[Outcome]]:
        ks = [2**i for i in range(len(answers[0]).bit_length())]
        return {k: [together(of_seed, images.labels, k) for of_seed in answers] for k in ks}

    return {
        "whole": {1: [trained[run] for run in dropout.runs]},
        "plain": {1: [trained[run] for run in plain.runs]},
        "subnetworks": by_k(drawn(dropout)),
        "plain_subnetworks": by_k(drawn(plain)),
        "separate": by_k([network_answers(networks(stack), images) for stack in small]),
    }


def _groups(found: Mapping[str, Mapping[int, Sequence[Outcome]]], k: int) -> Group:
    """What the contrasts compare if ``k`` members answer together."""
    return {
        "whole": found["whole"][1],
        "subnetwork": found["subnetworks"][1],
        "plain_subnetwork": found["plain_subnetworks"][1],
        "separate": found["separate"][1],
        "subnetworks_together": found["subnetworks"][k],
        "separate_together": found["separate"][k],
    }


def _summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Test accuracy and NLL, each with its interval and by seed."""
    found = _values(outcomes)
    intervals = {metric: mean_effect([of_metric]).interval() for metric, of_metric in found.items()}
    return {
        metric: {"mean": i.estimate, "low": i.low, "high": i.high, "by_seed": found[metric].mean(1).tolist()}
        for metric, i in intervals.items()
    }


def _values(outcomes: Sequence[Outcome]) -> dict[str, NDArray[np.float64]]:
    """(seeds, images) of each metric on the test set."""
    return {metric: values(outcomes, "test", metric) for metric in ("accuracy", "nll")}


def _weights(recipe: Recipe) -> int:
    """How many weights a network has, and so how many products a pass takes."""
    return sum(a * b for a, b in pairwise((PIXELS, *recipe.hidden, CLASSES)))


def figure(result: Result) -> Figure:
    """Against how many answer together: are the members trained, and are they as good as small networks?"""
    with style():
        drawing, axes = new_drawing(height=620, rows=3)
        for panel, (title, metric, lines) in zip(axes, PANELS, strict=True):
            panel.set_title(title)
            panel.set_xscale("log", base=2)
            for name, spot in lines.items():
                _line(panel, result[name], name, metric, spot)
            ks = [_count(name) for name in result["subnetworks"]]
            panel.set_xticks(ks, [str(k) for k in ks])
            panel.minorticks_off()
            panel.margins(x=0.08, y=0.12)
        axes[-1].set_xlabel("how many answer together")
        return render(drawing, NAME, caption=caption(result), alternative=_alternative(result))


DRAWN = {
    "subnetworks": "subnetworks, dropout",
    "plain_subnetworks": "subnetworks, no dropout",
    "separate": "small networks",
    "whole": "whole dropout network",
}
PANELS = (
    (
        "Are the members trained? Test accuracy (%)",
        "accuracy",
        {"subnetworks": Spot(4, above=True), "plain_subnetworks": Spot(4, above=False)},
    ),
    (
        "As good as small networks? Test accuracy (%)",
        "accuracy",
        {
            "subnetworks": Spot(1, above=False),
            "separate": Spot(8, above=True),
            "whole": Spot(1, above=True),
        },
    ),
    (
        "Test NLL (nats): lower is better",
        "nll",
        {
            "subnetworks": Spot(8, above=False),
            "separate": Spot(8, above=True),
            "whole": Spot(1, above=False),
        },
    ),
)
"""The panels: title, metric, and which lines are drawn with the place of each one's name."""


def verdicts(result: Result) -> Table:
    """Each contrast with its effect, its interval and its verdict under both conditions."""
    return verdict_table(result, {"two": "2 answer together", "eight": "8 answer together"})


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    sizes, recipe, small = settings["sizes"], settings["recipe"], settings["small"]
    whole, thin = ("-".join(map(str, (PIXELS, *of["hidden"], CLASSES))) for of in (recipe, small))
    return (
        f"Fashion-MNIST, {sizes['train']:,} training and {sizes['test']:,} test images; network {whole}, "
        f"p = {settings['p']:g} after each hidden layer or no dropout; small networks {thin}, trained "
        f"separately without dropout; {recipe['epochs']} epochs; {settings['members']} subnetworks drawn of "
        f"each network; means of {len(settings['seeds'])} seeds with 95% intervals over seeds and images."
    )


def _line(axes: Any, by_k: Mapping[str, Any], name: str, metric: str, spot: Spot) -> None:
    """``metric`` against the number of members, with its intervals; a single point goes on as a thin line."""
    look = dict(zip(DRAWN, SERIES, strict=True))[name]
    scale = 100 if metric == "accuracy" else 1
    x = [float(_count(k)) for k in by_k]
    mean = draw_means(axes, look, x, [row[metric] for row in by_k.values()], scale)
    if len(x) == 1:
        axes.axhline(mean[0], color=look.color, linestyle=look.linestyle, linewidth=1)
    label(axes, DRAWN[name], look, x, mean, spot)


def _alternative(result: Result) -> str:
    """The figure in words: each panel's lines, their numbers in their order."""

    def spoken(name: str, metric: str) -> str:
        cells = [(*mean_in_words(row[metric], metric), _count(k)) for k, row in result[name].items()]
        return f"{DRAWN[name]}: " + ", ".join("{} ({}) for {}".format(*cell) for cell in cells)

    panels = [
        f"{title}. " + "; ".join(spoken(name, metric) for name in lines) for title, metric, lines in PANELS
    ]
    return f"Three panels against how many answer together. {'. '.join(panels)}."


def _count(name: str) -> int:
    """The number that ``key`` named."""
    return int(name.removeprefix("k"))
