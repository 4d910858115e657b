"""Expectation and variance: what dropout does to activations of real images, against the formulas.

Images run through random ReLU networks. Behind the first hidden layer the mean over many masks is compared
with the test-time pass, once for the sums that the next layer computes and once behind that layer's ReLU;
and along the depth the second moment in training is compared with that at test time.

A result holds, for each form and rate (``inverted.p20`` to ``classic.p80``), over seeds of network and masks,
each as mean, low, high (95%) and by seed: ``mean.sums`` and ``mean.rectified``, by how much the mean over
masks exceeds the test-time pass, as a fraction; ``variance``, that of the sums over what the formula says;
and ``growth.sums`` and ``growth.rectified``, by how much training gains on test in each layer, times 1 - p.
``along`` holds the ratio of the two second moments behind each layer of the ReLU network, a geometric mean.
Then the contrasts, for the inverted form, and the verdict on the claim.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..figures import SERIES, Figure, Spot, Table, draw_series, label, new_drawing, render, style
from ..reference import (
    Activation,
    Form,
    classic_multiplier,
    draw_multipliers,
    draw_network,
    inverted_multiplier,
    moments,
    second_moments,
)
from ..results import Result, rate_key
from .contrasts import answer, judge_effects
from .experiment import Sample
from .intervals import seed_effect
from .provenance import as_json
from .stacks import Sizes, Train
from .summaries import over_seeds
from .verdict_table import verdict_table

NAME = "expectation-variance"
QUESTION = "Does dropout keep the mean, and what does it do to the second moment, on activations of images?"

CONDITIONS = {
    "sums": "for the sums of the next layer, and along a linear network",
    "rectified": "behind the next layer's ReLU, and along a ReLU network",
}
ACTIVATIONS: dict[str, Activation] = {"sums": "identity", "rectified": "relu"}
MULTIPLIER = {"inverted": inverted_multiplier, "classic": classic_multiplier}
FORMS: tuple[Form, ...] = ("inverted", "classic")

MEAN_TOLERANCE = 0.01  # of the mean
GROWTH_TOLERANCE = 0.05  # of the factor a layer
CLAIMS = {"1.5": ("p20_keeps_mean", "p50_keeps_mean", "p80_keeps_mean")}


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        rates: probabilities of *dropping* a unit.
        seeds: of networks and masks; the rates and forms share the networks of a seed.
        images: how many go through each network, the first of the test set.
        width: units of each hidden layer.
        depth: hidden layers, dropout after each.
        looked_at: units of the second layer whose mean over masks is taken.
        masks: how many for each image.
        mean_tolerance: how near the mean over masks must come to the test-time pass, as a fraction of it.
        growth_tolerance: how near the growth a layer must come to 1 / (1 - p), likewise.
        sizes: where the images come from.
    """

    rates: tuple[float, ...] = (0.2, 0.5, 0.8)
    seeds: tuple[int, ...] = tuple(range(1, 11))
    images: int = 200
    width: int = 256
    depth: int = 8
    looked_at: int = 64
    masks: int = 200
    mean_tolerance: float = MEAN_TOLERANCE
    growth_tolerance: float = GROWTH_TOLERANCE
    sizes: Sizes = field(default_factory=lambda: Sizes(train=1000, validation=1000, test=2000, seed=0))


SETTINGS = Settings()


class Found(NamedTuple):
    """What one seed gives; the fields are those of a result."""

    mean: dict[str, float]
    variance: float
    growth: dict[str, float]
    along: NDArray[np.float64]


def stacks_planned(settings: Settings) -> int:
    """None: nothing is trained."""
    return 0


def measure(settings: Settings, train: Train) -> Result:
    """Measure every form and rate on every seed, compare, judge."""
    x = _images(settings)
    found = {
        (form, p): [_measured(settings, x, form, p, seed) for seed in settings.seeds]
        for form in FORMS
        for p in settings.rates
    }
    contrasts = dict(_contrasts(settings, found))
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        **{
            form: {rate_key(p): {"p": p, **_summary(found[form, p])} for p in settings.rates}
            for form in FORMS
        },
        "contrasts": contrasts,
        "claims": {claim: answer(parts, contrasts, list(CONDITIONS)) for claim, parts in CLAIMS.items()},
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The first seed of the inverted form at p = 0.5."""
    found = _measured(settings, _images(settings), "inverted", 0.5, settings.seeds[0])
    place = f"inverted.{rate_key(0.5)}"
    return {
        **{f"{place}.mean.{name}.by_seed": [value] for name, value in found.mean.items()},
        f"{place}.variance.by_seed": [found.variance],
        **{f"{place}.growth.{name}.by_seed": [value] for name, value in found.growth.items()},
    }


def _images(settings: Settings) -> NDArray[np.float64]:
    return settings.sizes.load().test.inputs()[: settings.images].astype(np.float64)


def _measured(settings: Settings, x: NDArray[np.float64], form: Form, p: float, seed: int) -> Found:
    of_network, of_masks, of_depth = np.random.default_rng(seed).spawn(3)
    first, second = draw_network((x.shape[1], settings.width, settings.looked_at), of_network).weights
    h = np.maximum(x @ first, 0)  # (images, width)
    mean, variance = _over_masks(settings, h, second, form, p, of_masks)
    along = {
        name: _ratios(settings, x, form, p, of_depth, activation) for name, activation in ACTIVATIONS.items()
    }
    growth = {name: float(ratios[-1] ** (1 / settings.depth) * (1 - p)) for name, ratios in along.items()}
    return Found(mean, variance, growth, along["rectified"])


def _over_masks(
    settings: Settings,
    h: NDArray[np.float64],
    w: NDArray[np.floating],
    form: Form,
    p: float,
    rng: np.random.Generator,
) -> tuple[dict[str, float], float]:
    """How far means over masks exceed the test-time pass, and the sums' variance over the formula's."""
    total, squares, rectified = (np.zeros((len(h), w.shape[1])) for _ in range(3))
    for _ in range(settings.masks):
        z = (h * MULTIPLIER[form](h.shape, p, rng)) @ w  # (images, looked_at)
        total += z
        squares += z**2
        rectified += np.maximum(z, 0)
    z_test = (h * MULTIPLIER[form](h.shape, p, rng, training=False)) @ w
    mean = total / settings.masks
    variance = (squares / settings.masks - mean**2) * settings.masks / (settings.masks - 1)
    expected = moments(h, p, form=form)[1] @ w**2  # variances of independent terms add up
    excess = {
        "sums": (mean * z_test).sum() / (z_test**2).sum() - 1,  # signs differ: the slope, not the ratio
        "rectified": rectified.sum() / settings.masks / np.maximum(z_test, 0).sum() - 1,
    }
    return {name: float(value) for name, value in excess.items()}, float(variance.sum() / expected.sum())


def _ratios(
    settings: Settings,
    x: NDArray[np.float64],
    form: Form,
    p: float,
    rng: np.random.Generator,
    activation: Activation,
) -> NDArray[np.float64]:
    """Second moment in training over that at test time, behind each hidden layer, (depth,)."""
    network = draw_network((x.shape[1], *[settings.width] * settings.depth, 1), rng, activation=activation)
    rates = [0.0, *[p] * settings.depth, 0.0]
    masks = draw_multipliers(network, rates, (len(x),), rng, form=form)
    at_test_time = draw_multipliers(network, rates, (len(x),), rng, form=form, training=False)
    training = second_moments(network, x, [*masks])
    return np.asarray((training / second_moments(network, x, [*at_test_time]))[1:])


def _contrasts(
    settings: Settings, found: Mapping[tuple[Form, float], list[Found]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each is what is left of a tolerance: above 0 where formula and images agree that well."""
    for p in settings.rates:
        of_rate = found["inverted", p]
        kept = {
            name: seed_effect([settings.mean_tolerance - abs(one.mean[name]) for one in of_rate])
            for name in CONDITIONS
        }
        says = f"at p = {p:g} training keeps the mean, to within {settings.mean_tolerance:.0%}"
        yield f"{rate_key(p)}_keeps_mean", judge_effects(says, kept, metric="percent", margin=0.0)
    for p in settings.rates:
        of_rate = found["inverted", p]
        grown = {
            name: seed_effect([settings.growth_tolerance - abs(one.growth[name] - 1) for one in of_rate])
            for name in CONDITIONS
        }
        says = (
            f"at p = {p:g} the second moment gains 1/(1-p) a layer, to within {settings.growth_tolerance:.0%}"
        )
        yield f"{rate_key(p)}_multiplies", judge_effects(says, grown, metric="percent", margin=0.0)


def _summary(found: list[Found]) -> dict[str, Any]:
    return {
        "mean": {name: over_seeds([one.mean[name] for one in found]) for name in CONDITIONS},
        "variance": over_seeds([one.variance for one in found]),
        "growth": {name: over_seeds([one.growth[name] for one in found]) for name in CONDITIONS},
        "along": np.exp(np.mean([np.log(one.along) for one in found], axis=0)).tolist(),
    }


def figure(result: Result) -> Figure:
    """Above, by how much the mean over masks exceeds the test-time pass; below, the ratio along the depth."""
    with style():
        drawing, (means, along) = new_drawing(height=470, rows=2)
        means.set_title("Mean in training over the test-time pass (%)")
        spots = {"sums": Spot(0.62, above=True), "rectified": Spot(0.5, above=True, side="right")}
        names = {"sums": "sums of the next layer", "rectified": "behind its ReLU"}
        rows = list(result["inverted"].values())
        p = [row["p"] for row in rows]
        for look, name in zip(SERIES, CONDITIONS, strict=False):
            found = [row["mean"][name] for row in rows]
            mean, low, high = ([100 * (1 + cell[end]) for cell in found] for end in ("mean", "low", "high"))
            draw_series(means, look, p, mean, low, high)
            label(means, names[name], look, p, mean, spots[name])
        means.set_xticks(p, [f"{rate:g}" for rate in p])
        means.set_xlabel("drop probability p")
        along.set_title("Second moment, training over test")
        for look, row in zip(SERIES, rows, strict=False):
            layers = np.arange(1, len(row["along"]) + 1)
            along.plot(layers, row["along"], look.marker, color=look.color)
            along.plot(layers, (1 - row["p"]) ** -layers, color=look.color, linestyle=look.linestyle)
            place = (layers[-1], row["along"][-1])
            along.annotate(
                f"p = {row['p']:g}", place, xytext=(8, 0), textcoords="offset points", va="center",
                color=look.color,
            )  # fmt: skip
        along.set_yscale("log")
        along.set_xticks(layers)
        along.set_xlim(0.7, len(rows[0]["along"]) + 1.6)
        along.set_xlabel("hidden layer (lines: the formula)")
        return render(drawing, NAME, caption=caption(result), alternative=_alternative(result))


def table(result: Result) -> Table:
    """Beside what the formulas say, each rate in a column; both forms share their draws and these numbers."""
    rates = list(result["inverted"].values())

    def above_one(found: Mapping[str, float]) -> str:
        return _cell({end: 1 + found[end] for end in ("mean", "low", "high")})

    rows = (
        ("mean of the next layer's sums", *(above_one(row["mean"]["sums"]) for row in rates)),
        ("mean behind the next layer's ReLU", *(above_one(row["mean"]["rectified"]) for row in rates)),
        ("variance of the next layer's sums", *(_cell(row["variance"]) for row in rates)),
        ("second moment, its growth a layer", *(_cell(row["growth"]["rectified"]) for row in rates)),
    )
    words = (
        "Seen over expected, in the inverted form and in the classic one alike: 1 where images and formula "
        "agree; 95% intervals over seeds in parentheses."
    )
    return Table(words, ("seen over expected", *(f"p = {row['p']:g}" for row in rates)), rows)


def verdicts(result: Result) -> Table:
    """Each contrast with what is left of its tolerance, and its verdict under both conditions."""
    return verdict_table(result, {"sums": "sums, linear network", "rectified": "behind ReLUs"})


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    return (
        f"Inverted dropout on activations of {settings['images']} Fashion-MNIST test images in random "
        f"networks of {settings['depth']} hidden layers of {settings['width']} units; above, means over "
        f"{settings['masks']} masks an image behind the first layer; means of {len(settings['seeds'])} seeds "
        "with 95% intervals."
    )


def _alternative(result: Result) -> str:
    """The figure in words: each panel's numbers in the order of the rates."""

    def spoken(name: str) -> str:
        rows = result["inverted"].values()
        return ", ".join(f"{1 + row['mean'][name]['mean']:.1%} at p = {row['p']:g}" for row in rows)

    along = ", ".join(
        f"{row['along'][-1]:,.1f} at p = {row['p']:g} (formula {(1 - row['p']) ** -len(row['along']):,.1f})"
        for row in result["inverted"].values()
    )
    return (
        "Two panels. Mean in training as a share of the test-time pass, for the sums of the next layer: "
        f"{spoken('sums')}; behind its ReLU: {spoken('rectified')}. "
        f"Second moment in training over that at test time, behind the last hidden layer: {along}."
    )


def _cell(found: Mapping[str, float]) -> str:
    return f"{found['mean']:.3f}\n({found['low']:.3f}\u2013{found['high']:.3f})"
