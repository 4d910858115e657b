"""Uncertainty: how wide Monte-Carlo dropout's band is, with and without data, as data grow and as p changes.

A network's *band* is the standard deviation of its answers over masks, its *error* the distance of its
test-time answer to the true curve, its *spread* the distance of that answer to the mean answer of networks
trained with other seeds, i.e. on other points of the same kind, from other weights, with other masks.

A result holds, for each network and cell (``n20`` to ``n320`` points at the usual rate; ``p30`` and ``p50``,
``wide``: otherwise as the usual one): root mean squares over a region (``data``, ``gap``, ``outside``) of
band, error and spread, each as mean over seeds, low and high (95%) and as a list by seed; the share of the
region where the error is below two bands; and, for the usual cell, band and error along x, means over seeds.
Then the contrasts, in doublings: +1 is twice as wide, +2 four times.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..figures import SERIES, Figure, Series, Spot, Table, draw_means, label, new_drawing, render, style
from ..palette import LIGHT
from ..reference import forward_pass, mean_and_std, monte_carlo
from ..results import Result
from .contrasts import judge_effects
from .curves import DATA, GAP, NOISE, Recipe, Shape, curve, draw_points, fit, in_the_data, in_the_gap
from .experiment import Sample
from .intervals import seed_effect
from .provenance import as_json
from .stacks import Train
from .verdict_table import verdict_table

NAME = "uncertainty"
QUESTION = "Is Monte-Carlo dropout wide where little is known, and narrow where much is?"
CLAIMS: dict[str, tuple[str, ...]] = {}  # no claim of the notes speaks of uncertainty

CONDITIONS = {
    "relu": "one hidden layer, ReLU",
    "deep": "two hidden layers, ReLU",
    "sigmoid": "one hidden layer, sigmoid",
}

MARGIN = 0.5  # doublings: less than a factor of 1.4 does not matter
METRIC = "doublings"

GRID = np.linspace(-3, 3, 121)
REGIONS = {"data": in_the_data(GRID), "gap": in_the_gap(GRID), "outside": np.abs(GRID) >= 2}
WHERE = {"data": "where the points lie", "gap": "in the gap", "outside": "outside"}


class Cell(NamedTuple):
    """One way to make a network.

    Attributes:
        points: how many it is fitted to.
        p: probability of *dropping* a hidden unit.
        widening: what the width of the hidden layers is multiplied by.
    """

    points: int = 80
    p: float = 0.1
    widening: int = 1


CELLS = {
    "n20": Cell(points=20),
    "n80": Cell(),
    "n320": Cell(points=320),
    "p30": Cell(p=0.3),
    "p50": Cell(p=0.5),
    "wide": Cell(widening=4),
}
USUAL = "n80"


@dataclass(frozen=True)
class Comparison:
    """How much wider one root mean square is than another, signed so that the statement says "more".

    Attributes:
        says: the statement in words.
        more: (measure, cell, region) of what should be larger.
        less: and of what should be smaller.
        at_least: by how many doublings more than nothing.
    """

    says: str
    more: tuple[str, str, str]
    less: tuple[str, str, str]
    at_least: float = 0.0


COMPARISONS = {
    "data_narrow_the_spread": Comparison(
        "16 times the points: networks trained afresh agree better where the points lie",
        more=("spread", "n20", "data"),
        less=("spread", "n320", "data"),
    ),
    "data_narrow_the_band": Comparison(
        "16 times the points: the band narrows where the points lie",
        more=("band", "n20", "data"),
        less=("band", "n320", "data"),
    ),
    "wider_in_the_gap": Comparison(
        "the band is wider in the gap than where the points lie",
        more=("band", USUAL, "gap"),
        less=("band", USUAL, "data"),
    ),
    "wrong_in_the_gap": Comparison(
        "in the gap the error is more than two bands",
        more=("error", USUAL, "gap"),
        less=("band", USUAL, "gap"),
        at_least=1.0,
    ),
    "wider_outside": Comparison(
        "the band is wider outside, beyond the last points, than where the points lie",
        more=("band", USUAL, "outside"),
        less=("band", USUAL, "data"),
    ),
    "wider_at_a_higher_rate": Comparison(
        "same points, p = 0.5 instead of 0.1: the band widens where the points lie",
        more=("band", "p50", "data"),
        less=("band", USUAL, "data"),
    ),
    "narrower_in_a_wider_network": Comparison(
        "same points, four times the units: the band narrows where the points lie",
        more=("band", USUAL, "data"),
        less=("band", "wide", "data"),
    ),
}


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        shapes: the network of each condition.
        cells: ways to make it.
        seeds: of points, first weights and masks; equal seeds share the first points.
        passes: forward passes that a band is the standard deviation of.
        recipe: how networks are fitted.
        comparisons: what is compared.
        margin: in doublings.
    """

    shapes: Mapping[str, Shape] = field(
        default_factory=lambda: {
            "relu": Shape((40,), "relu"),
            "deep": Shape((40, 40), "relu"),
            "sigmoid": Shape((40,), "sigmoid"),
        }
    )
    cells: Mapping[str, Cell] = field(default_factory=lambda: CELLS)
    seeds: tuple[int, ...] = (11, 12, 13, 14, 15, 16, 17, 18, 19, 20)
    passes: int = 400
    recipe: Recipe = field(default_factory=Recipe)
    comparisons: Mapping[str, Comparison] = field(default_factory=lambda: COMPARISONS)
    margin: float = MARGIN


SETTINGS = Settings()


class Found(NamedTuple):
    """What one network says along ``GRID``, (121,) each.

    Attributes:
        answer: at test time.
        band: standard deviation of its answers over masks.
    """

    answer: NDArray[np.float64]
    band: NDArray[np.float64]


def stacks_planned(settings: Settings) -> int:
    """None: the networks are the reference's own, a second each."""
    return 0


def measure(settings: Settings, train: Train) -> Result:
    """Fit every network with every seed, measure, compare, judge."""
    networks = {name: _condition(shape, settings) for name, shape in settings.shapes.items()}
    contrasts = {
        name: judge_effects(
            comparison.says,
            {condition: seed_effect(_doublings(comparison, cells)) for condition, cells in networks.items()},
            metric=METRIC,
            margin=settings.margin,
        )
        for name, comparison in settings.comparisons.items()
    }
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        "x": GRID.tolist(),
        "networks": networks,
        "contrasts": contrasts,
        "claims": {},
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """Band and error of the first seed's usual network of each kind."""
    again = {}
    for name, shape in settings.shapes.items():
        found = _find(shape, settings.cells[USUAL], settings.seeds[0], settings)
        place = f"networks.{name}.{USUAL}.data"
        again[f"{place}.band.by_seed"] = [_rms(found.band, "data")]
        again[f"{place}.error.by_seed"] = [_rms(_error(found), "data")]
    return again


def _condition(shape: Shape, settings: Settings) -> dict[str, Any]:
    """What came of each cell with networks of one shape."""
    return {
        name: _cell(cell, [_find(shape, cell, seed, settings) for seed in settings.seeds], name == USUAL)
        for name, cell in settings.cells.items()
    }


def _find(shape: Shape, cell: Cell, seed: int, settings: Settings) -> Found:
    """Draw points, fit a network, let it answer with and without dropout."""
    shape = replace(shape, hidden=tuple(cell.widening * units for units in shape.hidden))
    of_points, of_passes = np.random.default_rng([seed, 0]).spawn(2)
    network = fit(*draw_points(cell.points, of_points), shape, cell.p, settings.recipe, seed)
    x = GRID[:, None]
    answers = monte_carlo(network, x, shape.rates(cell.p), settings.passes, of_passes)
    _, band = mean_and_std(answers)
    return Found(forward_pass(network, x).output[:, 0].astype(float), band[:, 0].astype(float))


def _cell(cell: Cell, found: list[Found], usual: bool) -> dict[str, Any]:
    """Region by region what these networks, one a seed, came to."""
    answers = np.array([of_seed.answer for of_seed in found])
    strangeness = np.sqrt(len(found) / (len(found) - 1))  # each is a part of the mean that it is held against
    spreads = np.abs(answers - answers.mean(axis=0)) * strangeness
    measured = {
        "band": [of_seed.band for of_seed in found],
        "error": [_error(of_seed) for of_seed in found],
        "spread": list(spreads),
    }
    return {
        **cell._asdict(),
        **{
            region: {
                **{
                    name: _summary([_rms(curve, region) for curve in curves])
                    for name, curves in measured.items()
                },
                "covered": _summary([_covered(of_seed, region) for of_seed in found]),
            }
            for region in REGIONS
        },
        **({"along_x": {name: _along_x(measured[name]) for name in ("band", "error")}} if usual else {}),
    }


def _error(found: Found) -> NDArray[np.float64]:
    return np.abs(found.answer - curve(GRID))


def _covered(found: Found, region: str) -> float:
    """The share of the region where the true curve is less than two bands away."""
    return float(np.mean((_error(found) < 2 * found.band)[REGIONS[region]]))


def _rms(values: NDArray[np.float64], region: str) -> float:
    return float(np.sqrt(np.mean(values[REGIONS[region]] ** 2)))


def _along_x(curves: list[NDArray[np.float64]]) -> list[float]:
    """Root mean square over seeds at every x."""
    return np.sqrt(np.mean(np.square(curves), axis=0)).tolist()  # type: ignore[no-any-return]


def _summary(by_seed: list[float]) -> dict[str, Any]:
    mean, low, high = seed_effect(by_seed).interval()
    return {"mean": mean, "low": low, "high": high, "by_seed": by_seed}


def _doublings(comparison: Comparison, cells: Mapping[str, Any]) -> NDArray[np.float64]:
    """For each seed by how much more there is of what the comparison says there is more of."""

    def log2(what: tuple[str, str, str]) -> NDArray[np.float64]:
        measure, cell, region = what
        return np.asarray(np.log2(cells[cell][region][measure]["by_seed"]))

    return log2(comparison.more) - log2(comparison.less) - comparison.at_least


def figure(result: Result) -> Figure:
    """Against the number of points: band and spread. Along x: the bands, and the error."""
    band, spread, sigmoid, _ = SERIES
    with style():
        drawing, (by_points, along_x) = new_drawing(height=520, rows=2)
        by_points.set_title("Where the points lie, by their number")
        _by_points(by_points, result, "band", band, "band", Spot(80, above=True))
        _by_points(by_points, result, "spread", spread, "spread of networks", Spot(80, above=True))
        by_points.set_xscale("log")
        by_points.minorticks_off()
        by_points.set_xticks([20, 80, 320], ["20", "80", "320 points"])
        by_points.set_ylim(0, None)

        along_x.set_title("Along x, 80 points (logarithmic)")
        along_x.set_yscale("log")
        along_x.set_yticks([0.1, 1], ["0.1", "1"])
        along_x.set_ylim(0.01, 10)
        along_x.axvspan(*GAP, color=LIGHT["surface"])
        _along(along_x, result, ("relu", "band"), band, "band, ReLU", Spot(-0.1, above=False, side="center"))
        _along(
            along_x,
            result,
            ("sigmoid", "band"),
            sigmoid,
            "band,\nsigmoid",
            Spot(3.2, above=False, side="right"),
        )
        _along(
            along_x, result, ("relu", "error"), spread, "error, ReLU", Spot(0.45, above=True, side="center")
        )
        along_x.annotate("gap", (sum(GAP) / 2, 0.012), ha="center", va="bottom", color=LIGHT["muted"])
        along_x.set_xlabel("x")
        return render(drawing, NAME, caption=caption(result), alternative=_alternative(result))


def table(result: Result) -> Table:
    """Region by region, for each network: band, error, and where the truth lies within two bands."""

    def rows(name: str, cell: str) -> list[tuple[str, ...]]:
        found = [result["networks"][name][cell][region] for region in REGIONS]
        band = f"band at p = {result['networks'][name][cell]['p']:g}: {CONDITIONS[name]}"
        return [
            (band, *("{}\n({})".format(*_shown(region["band"])) for region in found)),
            ("its error", *("{}\n({})".format(*_shown(region["error"])) for region in found)),
            ("truth within two bands", *(f"{region['covered']['mean']:.0%}" for region in found)),
        ]

    return Table(
        "80 points. Root mean squares over each region, means of "
        f"{len(result['settings']['seeds'])} seeds with 95% intervals over seeds; and the share of the "
        "region where the truth lies within two bands.",
        ("network", *WHERE.values()),
        (*(row for name in CONDITIONS for row in rows(name, USUAL)), *rows("relu", "p50")),
    )


def verdicts(result: Result) -> Table:
    """Each statement with its effect (+1 doubling is twice as much, +2 four times) for every network."""
    return verdict_table(result, result["conditions"])


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    units = settings["shapes"]["relu"]["hidden"][0]
    return (
        f"A sine with noise of standard deviation {NOISE:g}, known within \u00b1{DATA[1]:g} except in "
        f"the gap; {units} hidden units, p = {settings['cells'][USUAL][1]:g} after the hidden layer; "
        f"band: standard deviation of {settings['passes']} passes; {len(settings['seeds'])} seeds, "
        "each with its own points; 95% intervals over seeds."
    )


def _by_points(axes: Any, result: Result, what: str, look: Series, text: str, at: Spot) -> None:
    """``what`` where the points lie against their number, with its intervals and its name."""
    cells = [result["networks"]["relu"][cell] for cell in ("n20", "n80", "n320")]
    points = [cell["points"] for cell in cells]
    mean = draw_means(axes, look, points, [cell["data"][what] for cell in cells])
    label(axes, text, look, points, mean, at)


def _along(axes: Any, result: Result, what: tuple[str, str], look: Series, text: str, at: Spot) -> None:
    """``what``, a network and measure, along x, with its name."""
    network, measure = what
    values = result["networks"][network][USUAL]["along_x"][measure]
    axes.plot(result["x"], values, color=look.color, linestyle=look.linestyle)
    label(axes, text, look, result["x"], values, at)


def _alternative(result: Result) -> str:
    """The figure in words."""
    cells = result["networks"]["relu"]

    def spoken(what: str) -> str:
        of_points = [(cells[cell]["points"], cells[cell]["data"][what]) for cell in ("n20", "n80", "n320")]
        return ", ".join("{} ({}) at {} points".format(*_shown(found), n) for n, found in of_points)

    def by_region(network: str, what: str) -> str:
        usual = result["networks"][network][USUAL]
        return ", ".join(f"{_shown(usual[r][what])[0]} {WHERE[r]}" for r in REGIONS)

    return (
        "Two panels. Where the points lie, one hidden ReLU layer: "
        f"the band is {spoken('band')}; the spread of networks trained afresh is {spoken('spread')}. "
        f"Along x with {cells[USUAL]['points']} points: ReLU's band is {by_region('relu', 'band')}; "
        f"the sigmoid's is {by_region('sigmoid', 'band')}; ReLU's error is {by_region('relu', 'error')}."
    )


def _shown(found: Mapping[str, float]) -> tuple[str, str]:
    """A mean and its interval, as one prints them."""
    return f"{found['mean']:.2f}", f"{found['low']:.2f}\u2013{found['high']:.2f}"
