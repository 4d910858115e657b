"""Width: what dropout gains in a network of 16 to 1024 hidden units that overfits few images.

Every pair of width and rate has the learning rate that was best for it, with true labels and with noisy ones,
of which there is more to learn by heart. One hidden layer, so that all that changes is its width.

A result holds, for each kind of labels, width and rate (``clean.w16.p0`` to ``noisy.w1024.p50``): the
learning rate, and for each set (train, validation, test) accuracy, nll (nats) and ece after the last epoch,
each as mean, low and high (95%), the first two by seed, too. Then the rate that was best for the narrow
network, the contrasts, each with its interval and verdict under each condition, and the verdict on the claim.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..figures import SERIES, Figure, Spot, Table, draw_means, label, new_drawing, render, style
from ..results import Result, rate_key
from ..training import SETS, Outcome, Recipe, Run
from .contrasts import (
    ACCURACY_MARGIN,
    NLL_MARGIN,
    Contrast,
    answer,
    cell_in_words,
    gain,
    judge,
    mean_in_words,
)
from .experiment import Sample
from .provenance import as_json
from .stacks import Sizes, Stack, Train, hidden_run
from .summaries import seen_again, summary
from .tuning import Grid, best, tried, tune
from .verdict_table import verdict_table

NAME = "width"
QUESTION = "Does dropout gain more in a wide network than in a narrow one?"

LABELS = {"clean": "true labels", "noisy": "four labels in ten drawn anew"}
RATES = {"light": 0.2, "heavy": 0.5}
CONDITIONS = {
    f"{labels}_{weight}": f"{says}, p = {p:g} against no dropout"
    for labels, says in LABELS.items()
    for weight, p in RATES.items()
}


TINY, NARROW, MIDDLE, WIDE = 16, 64, 256, 1024


def _helps(width: int) -> Contrast:
    return Contrast(f"{width} units: dropout improves accuracy", gain(width, "accuracy"), ACCURACY_MARGIN)


def _helps_more(wide: int, narrow: int, metric: str = "accuracy") -> Contrast:
    says = f"dropout improves {metric} more with {wide} units than with {narrow}"
    terms = (*gain(wide, metric), *gain(narrow, metric, sign=-1))
    margin = ACCURACY_MARGIN if metric == "accuracy" else NLL_MARGIN
    return Contrast(says.replace("nll", "NLL"), terms, margin, metric)


CONTRASTS = {
    **{f"w{width}_gains": _helps(width) for width in (TINY, NARROW, MIDDLE, WIDE)},
    "narrow_gains_more_than_tiny": _helps_more(NARROW, TINY),
    "middle_gains_more_than_narrow": _helps_more(MIDDLE, NARROW),
    "wide_gains_more_than_middle": _helps_more(WIDE, MIDDLE),
    "wide_gains_more": _helps_more(WIDE, NARROW),
    "wide_likelier_by_more": _helps_more(WIDE, NARROW, "nll"),
    "wide_beats_narrow": Contrast(
        f"{WIDE} units with dropout are more accurate than {NARROW} at their best rate",
        ((1, "test", (WIDE, True)), (-1, "test", "best")),
        ACCURACY_MARGIN,
    ),
}

CLAIMS = {"4.6": ("w1024_gains", "wide_gains_more", "wide_beats_narrow")}
"""Dropout helps the wide network, and more than the narrow one; and so the wide one is the one to take."""


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        widths: numbers of hidden units.
        rates: drop probabilities after the hidden layer; the input is not dropped.
        noise: the share of training labels that are drawn anew.
        seeds: of the models that are judged; equal seeds are paired across widths and rates. With true labels
            there are more of them, since less is to be seen there.
        grids: of learning rates, for each width and rate by itself; a pilot asked for smaller ones where
            labels are noisy.
        recipe: the training; its hidden layer is that of each width.
        sizes: the images, few enough that every width but the smallest learns true labels nearly by heart.
        contrasts: what is compared, with its margin.
    """

    widths: tuple[int, ...] = (TINY, NARROW, MIDDLE, WIDE)
    rates: tuple[float, ...] = (0.0, 0.2, 0.5)
    noise: Mapping[str, float] = field(default_factory=lambda: {"clean": 0.0, "noisy": 0.4})
    seeds: Mapping[str, tuple[int, ...]] = field(
        default_factory=lambda: {"clean": tuple(range(1, 11)), "noisy": tuple(range(1, 7))}
    )
    grids: Mapping[str, Grid] = field(
        default_factory=lambda: {
            "clean": Grid((0.01, 0.02, 0.04, 0.08, 0.16), seeds=(101, 102)),
            "noisy": Grid((0.0025, 0.005, 0.01, 0.02, 0.04, 0.08), seeds=(101, 102)),
        }
    )
    recipe: Recipe = field(default_factory=lambda: Recipe(hidden=(), epochs=20, batch_size=50))
    sizes: Sizes = field(default_factory=lambda: Sizes(train=500, validation=1000, test=2000, seed=0))
    contrasts: Mapping[str, Contrast] = field(default_factory=lambda: CONTRASTS)

    def of_width(self, width: int) -> Recipe:
        """The recipe for a network of ``width`` hidden units."""
        return replace(self.recipe, hidden=(width,))


SETTINGS = Settings()

Cells = Mapping[tuple[int, float], list[Outcome]]
"""The outcomes of all seeds, by width and rate."""
Tuning = Mapping[int, Mapping[float, Mapping[float, float]]]
"""Validation accuracy by width, rate and learning rate."""


def stacks_planned(settings: Settings) -> int:
    """One for each kind of labels, width, rate and tuning seed; then one for each but the seed."""
    kinds = len(settings.widths) * len(settings.rates)
    return sum(kinds * (len(grid.seeds) + 1) for grid in settings.grids.values())


def measure(settings: Settings, train: Train) -> Result:
    """Choose the learning rates, train what is judged, compare, judge."""
    tuning: dict[str, Tuning] = {labels: _tune(settings, labels, train) for labels in settings.noise}
    cells = {labels: _judged(settings, labels, of, train) for labels, of in tuning.items()}
    narrow = {labels: _best_rate(of[NARROW]) for labels, of in tuning.items()}
    groups = {
        f"{labels}_{weight}": _groups(cells[labels], settings.widths, p, narrow[labels])
        for labels in settings.noise
        for weight, p in RATES.items()
    }
    contrasts = {name: judge(contrast, groups) for name, contrast in settings.contrasts.items()}
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        "tuning": {
            labels: {f"w{width}": tried(of_width) for width, of_width in of.items()}
            for labels, of in tuning.items()
        },
        **{labels: _came_to(settings.grids[labels], cells[labels], of) for labels, of in tuning.items()},
        "best_rate_when_narrow": narrow,
        "contrasts": contrasts,
        "claims": {claim: answer(parts, contrasts, list(CONDITIONS)) for claim, parts in CLAIMS.items()},
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The first seed of 256 units at p = 0.5 with true labels, alone."""
    place = f"clean.w{MIDDLE}.p50"
    rate = result["clean"][f"w{MIDDLE}"]["p50"]["learning_rate"]
    run = _run(settings, "clean", 0.5, rate, settings.seeds["clean"][0])
    outcomes = train([Stack((run,), settings.of_width(MIDDLE), settings.sizes, measure=("test",))])
    return seen_again(place, [outcomes[run]])


def _run(settings: Settings, labels: str, p: float, learning_rate: float, seed: int) -> Run:
    return hidden_run(p, learning_rate, seed, layers=1, label_noise=settings.noise[labels])


def _tune(settings: Settings, labels: str, train: Train) -> dict[int, dict[float, dict[float, float]]]:
    """For each width and rate the mean validation accuracy at each learning rate."""
    grid = settings.grids[labels]

    def run(p: float, learning_rate: float, seed: int) -> Run:
        return _run(settings, labels, p, learning_rate, seed)

    return {
        width: tune(settings.rates, run, grid, settings.of_width(width), settings.sizes, train)
        for width in settings.widths
    }


def _best_rate(tuning: Mapping[float, Mapping[float, float]]) -> float:
    """The drop rate that validation images choose."""
    return max(tuning, key=lambda p: max(tuning[p].values()))


def _judged(settings: Settings, labels: str, tuning: Tuning, train: Train) -> Cells:
    cells = {}
    for width, of_width in tuning.items():
        for p, learning_rate in best(of_width).items():
            runs = tuple(_run(settings, labels, p, learning_rate, seed) for seed in settings.seeds[labels])
            outcomes = train([Stack(runs, settings.of_width(width), settings.sizes)])
            cells[width, p] = [outcomes[run] for run in runs]
    return cells


def _groups(cells: Cells, widths: tuple[int, ...], p: float, narrow: float) -> dict[Any, list[Outcome]]:
    """By width, and whether there is dropout, at the rate ``p``; and ``"best"``, the narrow one."""
    groups: dict[Any, list[Outcome]] = {
        (width, drops): cells[width, p if drops else 0.0] for width in widths for drops in (False, True)
    }
    return groups | {"best": cells[NARROW, narrow]}


def _came_to(grid: Grid, cells: Cells, tuning: Tuning) -> dict[str, Any]:
    edges = {min(grid.learning_rates), max(grid.learning_rates)}

    def cell(width: int, p: float, learning_rate: float) -> dict[str, Any]:
        found = summary(cells[width, p])
        chosen = {"p": p, "learning_rate": learning_rate, "at_edge": learning_rate in edges}
        return chosen | {name: found[name] for name in SETS}

    return {
        f"w{width}": {rate_key(p): cell(width, p, rate) for p, rate in best(of_width).items()}
        for width, of_width in tuning.items()
    }


def figure(result: Result) -> Figure:
    """Test accuracy against the width, a line for each rate: true labels above, noisy ones below."""
    with style():
        drawing, panels = new_drawing(height=430, rows=2)
        for axes, labels in zip(panels, LABELS, strict=True):
            axes.set_title(f"Test accuracy (%): {LABELS[labels]}")
            _lines(axes, result, labels)
        panels[1].set_xlabel("hidden units")
        return render(drawing, NAME, caption=caption(result), alternative=_alternative(result))


def table(result: Result) -> Table:
    """Each width and rate with true labels, and what it came to."""
    return _table(result, "clean")


def noisy_table(result: Result) -> Table:
    """The same with noisy labels."""
    return _table(result, "noisy")


def verdicts(result: Result) -> Table:
    """Each contrast with its effect, its interval and its verdict under every condition."""
    short = {"clean": "true labels", "noisy": "noisy labels"}
    return verdict_table(
        result,
        {f"{labels}_{weight}": f"{short[labels]}, {p:g}" for labels in short for weight, p in RATES.items()},
    )


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    sizes, recipe = settings["sizes"], settings["recipe"]
    choosing = len(settings["grids"]["clean"]["seeds"])
    clean, noisy = (len(settings["seeds"][labels]) for labels in LABELS)
    return (
        f"Fashion-MNIST, {sizes['train']:,} training and {sizes['test']:,} test images; one hidden layer, "
        f"dropout after it, {recipe['epochs']} epochs; means of {clean} seeds (noisy labels: {noisy}) with "
        f"95% intervals over seeds and images; learning rate chosen for each width and rate on "
        f"{sizes['validation']:,} validation images with {choosing} other seeds."
    )


def _table(result: Result, labels: str) -> Table:
    header = ("units, p", "train accuracy", "test accuracy", "test NLL")
    columns = (("train", "accuracy"), ("test", "accuracy"), ("test", "nll"))

    def cells(width: int, row: Result) -> tuple[str, ...]:
        shown = (cell_in_words(row[name][metric], metric) for name, metric in columns)
        return f"{width}, {row['p']:g}\nlr {row['learning_rate']:g}", *shown

    widths = result["settings"]["widths"]
    rows = tuple(cells(width, row) for width in widths for row in result[labels][f"w{width}"].values())
    words = f"{LABELS[labels].capitalize()}; 95% intervals in parentheses; lr: the learning rate."
    return Table(words, header, rows)


def _lines(axes: Any, result: Result, labels: str) -> None:
    widths: list[int] = result["settings"]["widths"]
    for look, p in zip(SERIES, result["settings"]["rates"], strict=False):
        found = [result[labels][f"w{width}"][rate_key(p)]["test"]["accuracy"] for width in widths]
        mean = draw_means(axes, look, widths, found, 100)
        label(axes, f"p = {p:g}", look, widths, mean, Spot(widths[0], above=not p))  # they meet on the right
    axes.set_xscale("log", base=4)
    axes.set_xticks(widths, [str(width) for width in widths])
    axes.minorticks_off()
    axes.set_xlim(widths[0] * 0.8, widths[-1] * 1.25)
    axes.margins(y=0.12)


def _alternative(result: Result) -> str:
    """The figure in words: each panel's numbers by rate, in the order of the widths."""
    widths = result["settings"]["widths"]

    def spoken(labels: str) -> str:
        def cell(width: int, p: float) -> str:
            found = result[labels][f"w{width}"][rate_key(p)]["test"]["accuracy"]
            return "{} ({})".format(*mean_in_words(found, "accuracy"))

        return "; ".join(
            f"p = {p:g}: " + ", ".join(cell(width, p) for width in widths)
            for p in result["settings"]["rates"]
        )

    return f"Test accuracy with {', '.join(map(str, widths))} hidden units. " + " ".join(
        f"{says.capitalize()}: {spoken(labels)}." for labels, says in LABELS.items()
    )
