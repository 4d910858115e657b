"""The rate table: what p = 0, 0.2, 0.5 and 0.8 do to a network that could memorise its training set.

A result holds, for each condition and rate (``tuned`` and ``shared``; ``p0`` to ``p80``): the learning rate;
for each set (train, validation, test) accuracy, nll (nats) and ece after the last epoch, each as mean, low
and high (95%); and the learning curves, means over seeds. Accuracies and calibration errors are fractions.
Then the contrasts, each with its interval and verdict under each condition, and the verdict on each claim.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from ..results import Result
from ..training import Recipe, Run
from .contrasts import Contrast, answer, judge
from .provenance import as_json
from .stacks import Sizes, Stack, Train
from .summaries import summary

NAME = "rate-table"
QUESTION = "What does the dropout rate do to a network that could memorise its training set?"

CONDITIONS = {
    "tuned": "each rate with the learning rate that was best for it",
    "shared": "all rates with the learning rate that was best without dropout",
}

THE_NOTE_SAYS = {"p0": {"train": 0.999}, "p50": {"validation": 0.845}}
"""Accuracies that claim 3.6 gives, of other clothing images: only their direction can be compared."""

ACCURACY_MARGIN = 0.005  # half a point
NLL_MARGIN = 0.02  # nats


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
    tuning = _tune(settings, train)
    best = {p: max(accuracies, key=accuracies.__getitem__) for p, accuracies in tuning.items()}
    chosen = {"tuned": best, "shared": dict.fromkeys(settings.rates, best[0.0])}
    outcomes = train(_final_stacks(settings, chosen.values()))
    found = {
        condition: {p: [outcomes[_run(p, rates[p], seed)] for seed in settings.seeds] for p in settings.rates}
        for condition, rates in chosen.items()
    }
    contrasts = {name: judge(contrast, found) for name, contrast in settings.contrasts.items()}
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        "the_note_says": THE_NOTE_SAYS,
        "tuning": {
            key(p): [{"learning_rate": rate, "accuracy": accuracy} for rate, accuracy in of_rate.items()]
            for p, of_rate in tuning.items()
        },
        **{
            condition: {
                key(p): {"p": p, "learning_rate": rates[p], **summary(found[condition][p])}
                for p in settings.rates
            }
            for condition, rates in chosen.items()
        },
        "contrasts": contrasts,
        "claims": {claim: answer(parts, contrasts, list(CONDITIONS)) for claim, parts in CLAIMS.items()},
    }


def key(p: float) -> str:
    """The name of a rate in a result: p50 for 0.5."""
    return f"p{100 * p:g}"


def _run(p: float, learning_rate: float, seed: int) -> Run:
    return Run(rates=(0.0, p, p), learning_rate=learning_rate, seed=seed)


def _tune(settings: Settings, train: Train) -> dict[float, dict[float, float]]:
    """For each rate the mean validation accuracy at each learning rate."""
    stacks = [
        Stack(
            runs=tuple(_run(p, rate, seed) for rate in settings.learning_rates),
            recipe=settings.recipe,
            sizes=settings.sizes,
            measure=("validation",),
        )
        for p in settings.rates
        for seed in settings.tuning_seeds
    ]
    outcomes = train(stacks)

    def accuracy(p: float, rate: float) -> float:
        found = [outcomes[_run(p, rate, seed)].final["validation"].correct for seed in settings.tuning_seeds]
        return float(np.mean(found))

    return {p: {rate: accuracy(p, rate) for rate in settings.learning_rates} for p in settings.rates}


def _final_stacks(settings: Settings, chosen: Iterable[Mapping[float, float]]) -> list[Stack]:
    """One stack for each pair of rate and learning rate, none twice."""
    pairs = dict.fromkeys(pair for rates in chosen for pair in rates.items())
    return [
        Stack(tuple(_run(p, rate, seed) for seed in settings.seeds), settings.recipe, settings.sizes)
        for p, rate in pairs
    ]
