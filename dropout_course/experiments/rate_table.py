"""The rate table: what p = 0, 0.2, 0.5 and 0.8 do to a network that could memorise its training set.

A result holds, for each condition and rate (``tuned`` and ``shared``; ``p0`` to ``p80``): the learning rate;
for each set (train, validation, test) accuracy, nll (nats) and ece after the last epoch, each as mean, low
and high (95%), the first two by seed, too; and the learning curves, means over seeds. Accuracies and
calibration errors are fractions. Then the contrasts, each with its interval and verdict under each condition,
and the verdict on each claim.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..figures import SERIES, Figure, Series, Spot, Table, draw_means, label, new_drawing, render, style
from ..results import Result, rate_key
from ..training import Recipe
from .captions import set_up_in_words
from .contrasts import ACCURACY_MARGIN, NLL_MARGIN, Contrast, answer, cell_in_words, judge, mean_in_words
from .experiment import Sample
from .provenance import as_json
from .stacks import Sizes, Stack, Train, hidden_run
from .summaries import seen_again, summary
from .tuning import Grid, best, tried, tune
from .verdict_table import verdict_table

NAME = "rate-table"
QUESTION = "What does the dropout rate do to a network that could memorise its training set?"

CONDITIONS = {
    "tuned": "each rate with the learning rate that was best for it",
    "shared": "all rates with the learning rate that was best without dropout",
}

THE_NOTE_SAYS = {"p0": {"train": 0.999}, "p50": {"validation": 0.845}}
"""Accuracies that claim 3.6 gives, of other clothing images: only their direction can be compared."""


def _better(high: float, low: float, on: str = "test") -> Contrast:
    says = f"p = {high:g} beats p = {low:g} on {on} accuracy"
    return Contrast(says, ((1, on, high), (-1, on, low)), ACCURACY_MARGIN)


def _narrower(high: float, low: float) -> Contrast:
    """The gap between train and test accuracy closes as the rate rises."""
    terms = ((1, "train", low), (-1, "test", low), (-1, "train", high), (1, "test", high))
    says = f"p = {high:g} overfits less than p = {low:g}: train less test accuracy is smaller"
    return Contrast(says, terms, ACCURACY_MARGIN)


def _likelier(high: float, low: float) -> Contrast:
    terms = ((1, "test", low), (-1, "test", high))
    return Contrast(f"p = {high:g} beats p = {low:g} on test NLL", terms, NLL_MARGIN, metric="nll")


CONTRASTS = {
    "p0_memorises": Contrast(
        "without dropout the network reaches 99.9% train accuracy, to within half a point",
        ((1, "train", 0.0),),
        margin=0.0,
        constant=-(0.999 - ACCURACY_MARGIN),
    ),
    "p20_narrows_gap": _narrower(0.2, 0.0),
    "p50_narrows_gap": _narrower(0.5, 0.2),
    "p80_narrows_gap": _narrower(0.8, 0.5),
    "p20_beats_p0": _better(0.2, 0.0),
    "p50_beats_p0": _better(0.5, 0.0),
    "p50_beats_p20": _better(0.5, 0.2),
    "p50_beats_p80": _better(0.5, 0.8),
    "p50_fits_better_than_p80": _better(0.5, 0.8, on="train"),
    "p80_struggles": Contrast(
        "p = 0.8 struggles to learn: its train accuracy stays more than five points below that of p = 0",
        ((1, "train", 0.0), (-1, "train", 0.8)),
        margin=0.05,
    ),
    "p50_likelier_than_p0": _likelier(0.5, 0.0),
    "p50_likelier_than_p20": _likelier(0.5, 0.2),
}

CLAIMS = {
    "0.6": (
        "p20_narrows_gap",
        "p50_narrows_gap",
        "p80_narrows_gap",
        "p50_fits_better_than_p80",
        "p50_beats_p80",
    ),
    "3.6": (
        "p0_memorises",
        "p20_narrows_gap",
        "p50_beats_p0",
        "p50_beats_p20",
        "p50_beats_p80",
        "p80_struggles",
    ),
    "3.7": ("p50_beats_p0",),
    "4.5": ("p20_beats_p0", "p80_struggles"),
}
"""What each claim says of the four rates: it stands, under a condition, if all these contrasts do."""


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        rates: drop probabilities after each hidden layer; the input is not dropped.
        seeds: of the models that are judged; equal seeds are paired across rates.
        tuning_seeds: of the models whose validation accuracy chooses the learning rate; none of the above.
        learning_rates: the grid to choose from.
        recipe: the network and its training.
        sizes: the images.
        contrasts: what is compared, with its margin.
    """

    rates: tuple[float, ...] = (0.0, 0.2, 0.5, 0.8)
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5)
    tuning_seeds: tuple[int, ...] = (101, 102, 103)
    learning_rates: tuple[float, ...] = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16)
    recipe: Recipe = field(default_factory=lambda: Recipe(hidden=(256, 256), epochs=60, batch_size=100))
    sizes: Sizes = field(default_factory=lambda: Sizes(train=3000, validation=1000, test=2000, seed=0))
    contrasts: Mapping[str, Contrast] = field(default_factory=lambda: CONTRASTS)


SETTINGS = Settings()


def stacks_planned(settings: Settings) -> int:
    """How many stacks a run trains at most: tuning, then both conditions, which share p = 0."""
    return len(settings.rates) * len(settings.tuning_seeds) + 2 * len(settings.rates) - 1


def measure(settings: Settings, train: Train) -> Result:
    """Choose the learning rates, train what is judged, compare, judge."""
    grid = Grid(settings.learning_rates, settings.tuning_seeds)
    tuning = tune(settings.rates, hidden_run, grid, settings.recipe, settings.sizes, train)
    own = best(tuning)
    chosen = {"tuned": own, "shared": dict.fromkeys(settings.rates, own[0.0])}
    outcomes = train(_final_stacks(settings, chosen.values()))
    found = {
        condition: {
            p: [outcomes[hidden_run(p, rate, seed)] for seed in settings.seeds] for p, rate in of.items()
        }
        for condition, of in chosen.items()
    }
    contrasts = {name: judge(contrast, found) for name, contrast in settings.contrasts.items()}
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        "the_note_says": THE_NOTE_SAYS,
        "tuning": tried(tuning),
        **{
            condition: {
                rate_key(p): {"p": p, "learning_rate": rates[p], **summary(found[condition][p])}
                for p in settings.rates
            }
            for condition, rates in chosen.items()
        },
        "contrasts": contrasts,
        "claims": {claim: answer(parts, contrasts, list(CONDITIONS)) for claim, parts in CLAIMS.items()},
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The first seed at p = 0.5, alone."""
    run = hidden_run(0.5, result["tuned"]["p50"]["learning_rate"], settings.seeds[0])
    outcomes = train([Stack((run,), settings.recipe, settings.sizes, measure=("test",))])
    return seen_again("tuned.p50", [outcomes[run]])


def _final_stacks(settings: Settings, chosen: Iterable[Mapping[float, float]]) -> list[Stack]:
    """One stack for each pair of rate and learning rate, none twice."""
    pairs = dict.fromkeys(pair for rates in chosen for pair in rates.items())
    return [
        Stack(tuple(hidden_run(p, rate, seed) for seed in settings.seeds), settings.recipe, settings.sizes)
        for p, rate in pairs
    ]


def figure(result: Result) -> Figure:
    """Against the rate: accuracy and NLL on train and test, and what one learning rate for all would show."""
    train, test, own, shared = SERIES
    with style():
        drawing, (accuracy, nll, conditions) = new_drawing(height=600, rows=3)
        accuracy.set_title("Accuracy (%)")
        _line(accuracy, result, ("tuned", "train", "accuracy"), train, "train", Spot(0.35, above=True))
        _line(accuracy, result, ("tuned", "test", "accuracy"), test, "test", Spot(0.05, above=False))
        nll.set_title("NLL (nats): lower is better")
        _line(nll, result, ("tuned", "train", "nll"), train, "train", Spot(0.35, above=False))
        _line(nll, result, ("tuned", "test", "nll"), test, "test", Spot(0.05, above=True))
        conditions.set_title("Test accuracy (%) by learning rate")
        spots = (Spot(0.3, above=True), Spot(0.65, above=False, side="right"))
        _line(conditions, result, ("tuned", "test", "accuracy"), own, "tuned for each rate", spots[0])
        _line(conditions, result, ("shared", "test", "accuracy"), shared, "the same for all", spots[1])
        conditions.set_xlabel("drop probability p")
        return render(drawing, NAME, caption=caption(result), alternative=_alternative(result))


def table(result: Result) -> Table:
    """The rates and what they came to, each with its own learning rate."""
    rows = result["tuned"].values()

    def cells(row: Result) -> tuple[str, ...]:
        found = (cell_in_words(row["test"][metric], metric) for metric in ("accuracy", "nll", "ece"))
        return f"{row['p']:g}", *found

    learning_rates = ", ".join(f"{row['learning_rate']:g}" for row in rows)
    words = (
        "The runs of the figure on test images; 95% intervals in parentheses. "
        f"Learning rates, from top to bottom: {learning_rates}."
    )
    return Table(words, ("p", "accuracy", "NLL", "ECE"), tuple(map(cells, rows)))


def verdicts(result: Result) -> Table:
    """Each contrast with its effect, its interval and its verdict under both conditions."""
    headings = {"tuned": "learning rate tuned for each rate", "shared": "the same learning rate for all"}
    return verdict_table(result, headings)


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    return (
        f"{set_up_in_words(settings)}, {settings['recipe']['epochs']} epochs; "
        f"means of {len(settings['seeds'])} seeds with 95% intervals over seeds and images; "
        f"learning rate chosen on {settings['sizes']['validation']:,} validation images "
        f"with {len(settings['tuning_seeds'])} other seeds."
    )


def _line(axes: Any, result: Result, what: tuple[str, str, str], look: Series, text: str, at: Spot) -> None:
    """``what``, a condition, set and metric, against the rate, with its intervals and its name."""
    condition, name, metric = what
    rows = list(result[condition].values())
    scale = 100 if metric == "accuracy" else 1
    p = [row["p"] for row in rows]
    mean = draw_means(axes, look, p, [row[name][metric] for row in rows], scale)
    label(axes, text, look, p, mean, at)
    axes.set_xticks(p, [f"{rate:g}" for rate in p])
    axes.margins(y=0.12)


def _alternative(result: Result) -> str:
    """The figure in words: each panel's numbers in the order of the rates."""

    def spoken(condition: str, name: str, metric: str) -> str:
        cells = [(row["p"], row[name][metric]) for row in result[condition].values()]
        return ", ".join("{} ({}) at p = {:g}".format(*mean_in_words(found, metric), p) for p, found in cells)

    return (
        "Three panels against the drop probability. "
        f"Train accuracy: {spoken('tuned', 'train', 'accuracy')}. "
        f"Test accuracy: {spoken('tuned', 'test', 'accuracy')}. "
        f"Train NLL: {spoken('tuned', 'train', 'nll')}. "
        f"Test NLL: {spoken('tuned', 'test', 'nll')}. "
        f"Test accuracy if all rates share one learning rate: {spoken('shared', 'test', 'accuracy')}."
    )
