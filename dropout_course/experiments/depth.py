"""Depth: what dropout gains in a network of one to six hidden layers that overfits few images.

Every pair of depth and rate has the learning rate that was best for it. One rate after each hidden layer
means more noise in a deeper network, so that light and heavy dropout are named conditions. The contrasts
compare one layer with four; two, three, five and six are read beside them and judge nothing. In a pilot with
a seed of its own, five and six layers at p = 0.5 wanted the smallest learning rates of a grid that began at
0.0025, so the grid has two smaller ones.

A result holds, for each depth and rate (``d1`` to ``d6``; ``p0`` to ``p50``): the learning rate, and for each
set (train, validation, test) accuracy, nll (nats) and ece after the last epoch, each as mean, low and high
(95%), the first two by seed, too. Then the contrasts, each with its interval and verdict under each
condition, and the verdict on the claim.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from ..figures import SERIES, Figure, Spot, Table, draw_means, label, new_drawing, render, style
from ..results import Result, rate_key
from ..training import SETS, Outcome, Recipe
from .contrasts import ACCURACY_MARGIN, NLL_MARGIN, Contrast, answer, cell_in_words, gain, judge
from .experiment import Sample
from .provenance import as_json
from .stacks import Sizes, Stack, Train, hidden_run
from .summaries import seen_again, summary
from .tuning import Grid, best, tried, tune
from .verdict_table import verdict_table

NAME = "depth"
QUESTION = "Does dropout gain more in a deep network than in a shallow one?"

CONDITIONS = {
    "light": "p = 0.2 after each hidden layer, against no dropout",
    "heavy": "p = 0.5 after each hidden layer, against no dropout",
}
RATES = {"light": 0.2, "heavy": 0.5}


def _helps(depth: int, metric: str, margin: float) -> Contrast:
    says = f"with {depth} hidden layer{'s' if depth > 1 else ''} dropout improves test {metric}"
    return Contrast(says.replace("nll", "NLL"), gain(depth, metric), margin, metric)


def _helps_more(deep: int, shallow: int, metric: str, margin: float) -> Contrast:
    says = f"dropout improves test {metric} more with {deep} hidden layers than with {shallow}"
    terms = (*gain(deep, metric), *gain(shallow, metric, sign=-1))
    return Contrast(says.replace("nll", "NLL"), terms, margin, metric)


CONTRASTS = {
    "deep_overfits": Contrast(
        "without dropout the deep network overfits: train less test accuracy is more than five points",
        ((1, "train", (4, False)), (-1, "test", (4, False))),
        margin=0.0,
        constant=-0.05,
    ),
    "shallow_gains": _helps(1, "accuracy", ACCURACY_MARGIN),
    "deep_gains": _helps(4, "accuracy", ACCURACY_MARGIN),
    "deep_gains_more": _helps_more(4, 1, "accuracy", ACCURACY_MARGIN),
    "shallow_likelier": _helps(1, "nll", NLL_MARGIN),
    "deep_likelier": _helps(4, "nll", NLL_MARGIN),
    "deep_likelier_by_more": _helps_more(4, 1, "nll", NLL_MARGIN),
}

CLAIMS = {"2.14": ("deep_overfits", "deep_gains", "deep_gains_more")}
"""Where overfitting is a concern dropout helps a deep network, on accuracy, and more than a shallow one."""


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        depths: numbers of hidden layers.
        rates: drop probabilities after each hidden layer; the input is not dropped.
        seeds: of the models that are judged; equal seeds are paired across rates.
        grid: of learning rates, for each depth and rate by itself.
        width: units in each hidden layer.
        recipe: the training; its hidden layers are those of each depth.
        sizes: the images, few enough that every depth overfits.
        contrasts: what is compared, with its margin.
    """

    depths: tuple[int, ...] = (1, 2, 3, 4, 5, 6)
    rates: tuple[float, ...] = (0.0, 0.2, 0.5)
    seeds: tuple[int, ...] = tuple(range(1, 11))
    grid: Grid = field(
        default_factory=lambda: Grid(
            (0.000625, 0.00125, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16), seeds=(101, 102)
        )
    )
    width: int = 128
    recipe: Recipe = field(default_factory=lambda: Recipe(hidden=(), epochs=60, batch_size=50))
    sizes: Sizes = field(default_factory=lambda: Sizes(train=1000, validation=1000, test=2000, seed=0))
    contrasts: Mapping[str, Contrast] = field(default_factory=lambda: CONTRASTS)

    def of_depth(self, depth: int) -> Recipe:
        """The recipe for a network of ``depth`` hidden layers."""
        return replace(self.recipe, hidden=(self.width,) * depth)


SETTINGS = Settings()

Cells = Mapping[tuple[int, float], list[Outcome]]
"""The outcomes of all seeds, by depth and rate."""


def stacks_planned(settings: Settings) -> int:
    """One for each depth, rate and tuning seed; then one for each depth and rate."""
    return len(settings.depths) * len(settings.rates) * (len(settings.grid.seeds) + 1)


def measure(settings: Settings, train: Train) -> Result:
    """Choose the learning rates, train what is judged, compare, judge."""
    tuning = {depth: _tune(settings, depth, train) for depth in settings.depths}
    chosen = {depth: best(of_depth) for depth, of_depth in tuning.items()}
    cells = {
        (depth, p): _judged(settings, depth, p, rate, train)
        for depth, of_depth in chosen.items()
        for p, rate in of_depth.items()
    }
    found = {condition: _groups(cells, settings.depths, p) for condition, p in RATES.items()}
    contrasts = {name: judge(contrast, found) for name, contrast in settings.contrasts.items()}
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        "tuning": {f"d{depth}": tried(of_depth) for depth, of_depth in tuning.items()},
        **{
            f"d{depth}": {
                rate_key(p): {"p": p, "learning_rate": chosen[depth][p], **_final(cells[depth, p])}
                for p in settings.rates
            }
            for depth in settings.depths
        },
        "contrasts": contrasts,
        "claims": {claim: answer(parts, contrasts, list(CONDITIONS)) for claim, parts in CLAIMS.items()},
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The first seed of the deepest network at p = 0.5, alone."""
    depth, p = settings.depths[-1], 0.5
    place = f"d{depth}.{rate_key(p)}"
    learning_rate = result[f"d{depth}"][rate_key(p)]["learning_rate"]
    run = hidden_run(p, learning_rate, settings.seeds[0], layers=depth)
    outcomes = train([Stack((run,), settings.of_depth(depth), settings.sizes, measure=("test",))])
    return seen_again(place, [outcomes[run]])


def _tune(settings: Settings, depth: int, train: Train) -> dict[float, dict[float, float]]:
    """For each rate the mean validation accuracy at each learning rate."""
    run = partial(hidden_run, layers=depth)
    return tune(settings.rates, run, settings.grid, settings.of_depth(depth), settings.sizes, train)


def _judged(settings: Settings, depth: int, p: float, learning_rate: float, train: Train) -> list[Outcome]:
    runs = tuple(hidden_run(p, learning_rate, seed, layers=depth) for seed in settings.seeds)
    outcomes = train([Stack(runs, settings.of_depth(depth), settings.sizes)])
    return [outcomes[run] for run in runs]


def _groups(cells: Cells, depths: tuple[int, ...], p: float) -> dict[tuple[int, bool], list[Outcome]]:
    """By depth, and whether there is dropout, which then has the rate ``p``."""
    return {(depth, drops): cells[depth, p if drops else 0.0] for depth in depths for drops in (False, True)}


def _final(outcomes: list[Outcome]) -> dict[str, Any]:
    found = summary(outcomes)
    return {name: found[name] for name in SETS}


def figure(result: Result) -> Figure:
    """Against the depth: test accuracy and test NLL at each rate."""
    with style():
        drawing, panels = new_drawing(height=430, rows=2)
        panels[0].set_title("Test accuracy (%)")
        panels[1].set_title("Test NLL (nats): lower is better")
        for axes, metric in zip(panels, ("accuracy", "nll"), strict=True):
            _lines(axes, result, metric)
        panels[1].set_xlabel("hidden layers")
        return render(drawing, NAME, caption=caption(result), alternative=_alternative(result))


def table(result: Result) -> Table:
    """Each depth and rate and what it came to."""
    header = ("layers, p", "learning rate", "train accuracy", "test accuracy", "test NLL")
    columns = (("train", "accuracy"), ("test", "accuracy"), ("test", "nll"))

    def cells(depth: int, row: Result) -> tuple[str, ...]:
        found = (cell_in_words(row[name][metric], metric) for name, metric in columns)
        return f"{depth}, {row['p']:g}", f"{row['learning_rate']:g}", *found

    rows = tuple(cells(depth, row) for depth in _depths(result) for row in result[f"d{depth}"].values())
    return Table("The runs of the figure; 95% intervals in parentheses.", header, rows)


def verdicts(result: Result) -> Table:
    """Each contrast with its effect, its interval and its verdict under both conditions."""
    return verdict_table(result, {"light": "p = 0.2", "heavy": "p = 0.5"})


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    sizes, recipe, grid = settings["sizes"], settings["recipe"], settings["grid"]
    return (
        f"Fashion-MNIST, {sizes['train']:,} training and {sizes['test']:,} test images; hidden layers of "
        f"{settings['width']} units, dropout after each, {recipe['epochs']} epochs; means of "
        f"{len(settings['seeds'])} seeds with 95% intervals over seeds and images; learning rate chosen "
        f"for each depth and rate on {sizes['validation']:,} validation images with {len(grid['seeds'])} "
        "other seeds."
    )


def _depths(result: Result) -> list[int]:
    depths: list[int] = result["settings"]["depths"]
    return depths


def _lines(axes: Any, result: Result, metric: str) -> None:
    """``metric`` on the test set against the depth, a line for each rate, with its name at the right end."""
    depths, scale = _depths(result), 100 if metric == "accuracy" else 1
    keys = list(result["d1"])
    for look, key in zip(SERIES, keys, strict=False):
        rows = [result[f"d{depth}"][key] for depth in depths]
        found = [row["test"][metric] for row in rows]
        mean = draw_means(axes, look, depths, found, scale)
        above = key != "p20"  # which ends below no dropout, in both panels
        label(axes, f"p = {rows[0]['p']:g}", look, depths, mean, Spot(depths[-1], above=above))
    axes.set_xticks(depths)
    axes.set_xlim(depths[0] - 0.2, depths[-1] + 0.8)
    axes.margins(y=0.12)


def _alternative(result: Result) -> str:
    """The figure in words: each panel's numbers by rate, in the order of the depths."""

    def spoken(metric: str) -> str:
        return "; ".join(
            f"p = {result['d1'][key]['p']:g}: "
            + ", ".join(
                cell_in_words(result[f"d{depth}"][key]["test"][metric], metric).replace("\n", " ")
                for depth in _depths(result)
            )
            for key in result["d1"]
        )

    depths = ", ".join(map(str, _depths(result)))
    return (
        f"Two panels against the number of hidden layers, {depths}. "
        f"Test accuracy at {spoken('accuracy')}. Test NLL at {spoken('nll')}."
    )
