"""The rate map: eleven dropout rates by seven learning rates, and what a rate is worth with its own.

The map is the tuning: validation images choose each rate's learning rate from it. Fresh seeds then judge
each rate with the learning rate that was chosen, on three tasks; and two rates with the learning rate that
suited no dropout. "Best" always means best on validation images, so that no winner is picked by what judges.

Claims 3.7 and 4.5 were tried by the rate table, too. By the protocol this experiment answers for them: it has
more rates, more seeds and more conditions. That was decided before it ran.

A result holds, for each task and rate (``arms.<task>.p0`` and so on): the learning rate, and whether it lies
at an edge of the grid; for each set (train, validation, test) accuracy, nll (nats) and ece after the last
epoch, each as mean, low and high (95%), the first two by seed, too; on the first task learning curves at some
epochs, means with intervals over seeds. ``map``: every cell of the first task, its validation and test
accuracy and nll. ``shared``: rates at the learning rate of p = 0. ``best``: the rates that validation images
named. Then the contrasts with interval and verdict under each condition, and the verdict on each claim.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias

import numpy as np

from ..figures import Figure
from ..results import Result, rate_key
from ..training import SETS, Outcome, Recipe, Run
from . import rate_map_figures
from .contrasts import Contrast, answer_readings, judge, under, values
from .experiment import Sample
from .intervals import mean_effect, seed_effect
from .provenance import as_json
from .stacks import Sizes, Stack, Train, hidden_run
from .summaries import JUDGED, final, seen_again

NAME = "rate-map"
QUESTION = "Which dropout rate, with which learning rate, and how much does it matter?"

MARGINS = {"accuracy": 0.005, "nll": 0.02}
NEAR = {"accuracy": 0.01, "nll": 0.04}  # as good as the best: within twice the margin
LITTLE = NEAR  # little effect: less than that
FIT_MARGIN = 0.05  # learns too little: more than five points of train accuracy are missing

ADVISED = (0.2, 0.3, 0.4, 0.5)  # claim 4.5
SENSIBLE = (0.1, *ADVISED)  # what the notes advise for hidden layers, taken together

BETTER = {"accuracy": 1, "nll": -1}
UNDER = {"accuracy": "accuracy", "nll": "NLL"}

Which: TypeAlias = Hashable
"""A group of models: a rate, with its own learning rate; ``("shared", rate)``, with that of p = 0; or a rate
that validation images named by a metric: ``("best", metric)`` of all, ``("advised", metric)`` of 0.2 to 0.5,
``("top", metric)`` and ``("bottom", metric)``, the best and the worst of 0.1 to 0.5, ``("carried", metric)``,
the best of the first task."""


def _beats(one: Which, other: Which, metric: str, says: str, on: str = "test") -> Contrast:
    terms = ((BETTER[metric], on, one), (-BETTER[metric], on, other))
    return Contrast(f"{says} on {on} {UNDER[metric]}", terms, MARGINS[metric], metric)


def _near(one: Which, other: Which, metric: str, says: str, within: float) -> Contrast:
    """``one`` loses less than ``within`` to ``other``."""
    terms = ((BETTER[metric], "test", one), (-BETTER[metric], "test", other))
    return Contrast(f"{says} on test {UNDER[metric]}", terms, 0.0, metric, constant=within)


def _of_metric(metric: str) -> dict[str, Contrast]:
    best, near = ("best", metric), NEAR[metric]
    within = "a point" if metric == "accuracy" else f"{near:g} nats"
    close = f"within {within} of the best rate"
    return {
        f"p50_beats_p0_{metric}": _beats(0.5, 0.0, metric, "p = 0.5 beats no dropout"),
        f"p20_beats_p0_{metric}": _beats(0.2, 0.0, metric, "p = 0.2 beats no dropout"),
        f"p50_near_best_{metric}": _near(0.5, best, metric, f"p = 0.5 comes {close}", near),
        f"p20_near_best_{metric}": _near(0.2, best, metric, f"p = 0.2 comes {close}", near),
        f"advised_near_best_{metric}": _near(
            ("advised", metric), best, metric, f"the best of 0.2 to 0.5 comes {close}", near
        ),
        f"p10_little_{metric}": _near(
            0.0, 0.1, metric, f"p = 0.1 gains less than {within} over no dropout", LITTLE[metric]
        ),
        f"p70_worse_{metric}": _beats(
            ("advised", metric), 0.7, metric, "p = 0.7 is worse than the best of 0.2 to 0.5"
        ),
        f"spread_{metric}": _beats(
            ("top", metric), ("bottom", metric), metric, "of 0.1 to 0.5 the best rate beats the worst"
        ),
        f"carried_{metric}": _beats(
            best, ("carried", metric), metric, "the best rate beats the one that was best on the first task"
        ),
    }


CONTRASTS = {
    **_of_metric("accuracy"),
    **_of_metric("nll"),
    "p70_fits_less": Contrast(
        "p = 0.7 learns too little: its train accuracy stays more than five points below that of p = 0.5",
        ((1, "train", 0.5), (-1, "train", 0.7)),
        FIT_MARGIN,
    ),
    "p50_needs_its_own": _beats(
        0.5, ("shared", 0.5), "accuracy", "at p = 0.5 its own learning rate beats that of no dropout"
    ),
    "p80_needs_its_own": _beats(
        0.8, ("shared", 0.8), "accuracy", "at p = 0.8 its own learning rate beats that of no dropout"
    ),
}


def _advice(metric: str) -> tuple[str, ...]:
    """What claim 4.5 comes to: the range, where to begin, too low, too high."""
    about = ("advised_near_best", "p20_near_best", "p10_little", "p70_worse")
    return (*(f"{name}_{metric}" for name in about), "p70_fits_less")


CLAIMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "2.8": {
        "the rates advised differ, on accuracy": ("spread_accuracy",),
        "the rates advised differ, on loss": ("spread_nll",),
        "the best rate does not carry over, on accuracy": ("carried_accuracy",),
        "the best rate does not carry over, on loss": ("carried_nll",),
    },
    "3.7": {
        "near the best rate, on accuracy": ("p50_near_best_accuracy",),
        "near the best rate, on loss": ("p50_near_best_nll",),
        "better than none, on accuracy": ("p50_beats_p0_accuracy",),
        "better than none, on loss": ("p50_beats_p0_nll",),
    },
    "4.5": {"on accuracy": _advice("accuracy"), "on loss": _advice("nll")},
}
"""Each claim stands, for one reading of it and under one condition, if all the contrasts named there do."""


@dataclass(frozen=True)
class Task:
    """What is learned.

    Attributes:
        says: it in words.
        rates: drop probabilities after each hidden layer; the input is not dropped.
        learning_rates: to choose from, for each rate by itself.
        sizes: the images.
        label_noise: the share of the training images that draw their label anew.
        tuning_seeds: of the models that choose; none of them judges.
        mapped: whether the models that choose are measured on test images, too: to be shown, not to choose.
    """

    LEAST_TUNING_SEEDS: ClassVar[int] = 2  # whatever is measured has an interval

    says: str
    rates: tuple[float, ...]
    learning_rates: tuple[float, ...]
    sizes: Sizes
    label_noise: float = 0.0
    tuning_seeds: tuple[int, ...] = (101, 102, 103, 104, 105)
    mapped: bool = False

    def run(self, p: float, learning_rate: float, seed: int) -> Run:
        """A model of the task."""
        return hidden_run(p, learning_rate, seed, label_noise=self.label_noise)


SOME_RATES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
ALL_RATES = (0.0, 0.05, *SOME_RATES[1:], 0.8, 0.9)
SOME_LEARNING_RATES = (0.001, 0.0025, 0.006, 0.015, 0.04, 0.1)

TASKS = {
    "plain": Task(
        "1,000 images",
        ALL_RATES,
        (*SOME_LEARNING_RATES, 0.25),
        Sizes(train=1000, validation=500, test=2000, seed=0),
        mapped=True,
    ),
    "noisy": Task(
        "1,000 images, a fifth of them with a label drawn anew",
        SOME_RATES,
        SOME_LEARNING_RATES,
        Sizes(train=1000, validation=500, test=2000, seed=0),
        label_noise=0.2,
    ),
    "few": Task(
        "500 images",
        SOME_RATES,
        (*SOME_LEARNING_RATES, 0.25),
        Sizes(train=500, validation=500, test=2000, seed=0),
    ),
}


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        tasks: the conditions; the first is the one whose map and curves are kept.
        shared: rates that are judged with the learning rate of p = 0, too, on the first task.
        seeds: of the models that are judged; equal seeds are paired across rates.
        recipe: the network and its training.
        epochs_kept: those at which the result holds the learning curves.
        contrasts: what is compared, with its margin.
        claims: the readings of each claim and what each rests on.
    """

    tasks: Mapping[str, Task] = field(default_factory=lambda: TASKS)
    shared: tuple[float, ...] = (0.5, 0.8)
    seeds: tuple[int, ...] = tuple(range(1, 11))
    recipe: Recipe = field(default_factory=lambda: Recipe(hidden=(128, 128), epochs=30, batch_size=50))
    epochs_kept: tuple[int, ...] = (1, *range(2, 31, 2))
    contrasts: Mapping[str, Contrast] = field(default_factory=lambda: CONTRASTS)
    claims: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=lambda: CLAIMS)

    @property
    def first(self) -> Task:
        """The task whose map and curves are kept."""
        return next(iter(self.tasks.values()))


SETTINGS = Settings()

Cell: TypeAlias = tuple[float, float]
"""A rate and a learning rate."""

Cells: TypeAlias = Mapping[Cell, Sequence[Outcome]]
"""The outcomes of all tuning seeds."""


def stacks_planned(settings: Settings) -> int:
    """One for each task and seed."""
    return sum(len(task.tuning_seeds) + len(settings.seeds) for task in settings.tasks.values())


def measure(settings: Settings, train: Train) -> Result:
    """Draw the map, choose learning rates from it, train what is judged, compare, judge."""
    cells = {name: try_cells(task, settings.recipe, train) for name, task in settings.tasks.items()}
    own = {name: own_learning_rates(tried) for name, tried in cells.items()}
    judged = {name: judge_rates(settings, name, own[name], train) for name in settings.tasks}
    named = {name: _named(own[name], cells[name]) for name in settings.tasks}
    groups = {name: _groups(judged[name], named[name], _carried(settings, name, cells, own)) for name in own}
    contrasts = {
        name: judge(contrast, under(contrast, groups)) for name, contrast in settings.contrasts.items()
    }
    first, *others = settings.tasks
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": {name: task.says for name, task in settings.tasks.items()},
        "map": _map(settings.first, cells[first]),
        "tuning": {name: _tuning(settings.tasks[name], cells[name]) for name in others},
        "arms": {name: _arms(settings, name, own[name], judged[name]) for name in own},
        "shared": {
            rate_key(p): _arm(p, own[first][0.0], settings.first, judged[first]["shared", p])
            for p in settings.shared
        },
        "best": {
            name: {f"{which}_{metric}": p for (which, metric), p in of_task.items()}
            for name, of_task in named.items()
        },
        "contrasts": contrasts,
        "claims": {
            claim: answer_readings(readings, contrasts, list(settings.tasks))
            for claim, readings in settings.claims.items()
        },
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The first seed of the first task at p = 0.5, alone."""
    name = next(iter(settings.tasks))
    learning_rate = result["arms"][name][rate_key(0.5)]["learning_rate"]
    run = settings.first.run(0.5, learning_rate, settings.seeds[0])
    outcomes = train([Stack((run,), settings.recipe, settings.first.sizes, measure=("test",))])
    return seen_again(f"arms.{name}.{rate_key(0.5)}", [outcomes[run]])


def try_cells(task: Task, recipe: Recipe, train: Train) -> Cells:
    """Every rate with every learning rate, a stack for each tuning seed."""
    cells = [(p, rate) for p in task.rates for rate in task.learning_rates]
    on = ("validation", "test") if task.mapped else ("validation",)
    outcomes = train(
        [
            Stack(tuple(task.run(*cell, seed) for cell in cells), recipe, task.sizes, on)
            for seed in task.tuning_seeds
        ]
    )
    return {cell: [outcomes[task.run(*cell, seed)] for seed in task.tuning_seeds] for cell in cells}


def own_learning_rates(cells: Cells) -> dict[float, float]:
    """For each rate the learning rate of the highest validation accuracy, the smallest of several."""
    own: dict[float, float] = {}
    for p, rate in cells:
        if p not in own or _score(cells[p, rate], "accuracy") > _score(cells[p, own[p]], "accuracy"):
            own[p] = rate
    return own


def judge_rates(
    settings: Settings, name: str, own: Mapping[float, float], train: Train
) -> dict[Which, list[Outcome]]:
    """The outcomes of all seeds: of each rate with its own learning rate, of some with that of p = 0."""
    task = settings.tasks[name]
    cells: dict[Which, Cell] = {p: (p, rate) for p, rate in own.items()}
    if task is settings.first:
        cells |= {("shared", p): (p, own[0.0]) for p in settings.shared}
    distinct = list(dict.fromkeys(cells.values()))
    outcomes = train(
        [
            Stack(tuple(task.run(*cell, seed) for cell in distinct), settings.recipe, task.sizes)
            for seed in settings.seeds
        ]
    )
    return {
        which: [outcomes[task.run(*cell, seed)] for seed in settings.seeds] for which, cell in cells.items()
    }


def _score(outcomes: Sequence[Outcome], metric: str) -> float:
    """On validation images, the higher the better; what diverged is worst."""
    found = BETTER[metric] * values(outcomes, "validation", metric).mean()
    return float(np.nan_to_num(found, nan=-np.inf))


def _named(own: Mapping[float, float], cells: Cells) -> dict[tuple[str, str], float]:
    """The rates that validation images name, each rate with its own learning rate."""

    def best(rates: Sequence[float], metric: str, sign: int = 1) -> float:
        return max(rates, key=lambda p: sign * _score(cells[p, own[p]], metric))

    found = {}
    for metric in JUDGED:
        found["best", metric] = best(list(own), metric)
        found["advised", metric] = best(ADVISED, metric)
        found["top", metric] = best(SENSIBLE, metric)
        found["bottom", metric] = best(SENSIBLE, metric, sign=-1)
    return found


def _carried(
    settings: Settings, name: str, cells: Mapping[str, Cells], own: Mapping[str, Mapping[float, float]]
) -> dict[tuple[str, str], float]:
    """The best rates of the first task, of those that this task has, too; none for the first itself."""
    first = next(iter(settings.tasks))
    if name == first:
        return {}
    common = {p: rate for p, rate in own[first].items() if p in own[name]}
    named = _named(common, cells[first])
    return {("carried", metric): named["best", metric] for metric in JUDGED}


def _groups(
    judged: Mapping[Which, Sequence[Outcome]], *named: Mapping[tuple[str, str], float]
) -> dict[Which, Sequence[Outcome]]:
    """What was judged, also by the names that validation images gave."""
    return {**judged, **{which: judged[p] for names in named for which, p in names.items()}}


def _arms(
    settings: Settings, name: str, own: Mapping[float, float], judged: Mapping[Which, Sequence[Outcome]]
) -> Result:
    """What each rate of a task came to; on the first task with its learning curves."""
    task = settings.tasks[name]
    arms = {rate_key(p): _arm(p, learning_rate, task, judged[p]) for p, learning_rate in own.items()}
    if task is settings.first:
        for p in own:
            arms[rate_key(p)]["curves"] = _curves(settings, judged[p])
    return arms


def _arm(p: float, learning_rate: float, task: Task, outcomes: Sequence[Outcome]) -> Result:
    grid = task.learning_rates
    return {
        "p": p,
        "learning_rate": learning_rate,
        "at_edge": learning_rate in (min(grid), max(grid)),
        **{name: final(outcomes, name) for name in SETS},
    }


def _curves(settings: Settings, outcomes: Sequence[Outcome]) -> Result:
    """At the epochs kept, for train and validation set: mean, low and high over seeds."""
    rows = [epoch - 1 for epoch in settings.epochs_kept]

    def curve(name: str, column: int) -> dict[str, list[float]]:
        by_seed = np.stack([outcome.curves[name][rows, column] for outcome in outcomes])  # (seeds, epochs)
        intervals = [seed_effect(of_epoch).interval() for of_epoch in by_seed.T]
        ends = zip(*intervals, strict=True)
        return {
            end: [round(x, 5) for x in of_end]
            for end, of_end in zip(("mean", "low", "high"), ends, strict=True)
        }

    return {
        name: {metric: curve(name, i) for i, metric in enumerate(JUDGED)} for name in ("train", "validation")
    }


def _map(task: Task, cells: Cells) -> Result:
    """Every cell: accuracy and NLL on validation and test images, the test accuracy with its interval."""

    def one(outcomes: Sequence[Outcome], name: str, metric: str) -> Result:
        of_images = values(outcomes, name, metric)
        interval = mean_effect([of_images]).interval()
        ends = {"mean": interval.estimate, "low": interval.low, "high": interval.high}
        return ends | {"by_seed": of_images.mean(1).tolist()}

    return {
        rate_key(p): [
            {
                "learning_rate": rate,
                **{
                    name: {metric: one(cells[p, rate], name, metric) for metric in JUDGED}
                    for name in ("validation", "test")
                },
            }
            for rate in task.learning_rates
        ]
        for p in task.rates
    }


def _tuning(task: Task, cells: Cells) -> Result:
    """For each rate what was tried, with its validation accuracy."""
    return {
        rate_key(p): [
            {"learning_rate": rate, "accuracy": _score(cells[p, rate], "accuracy")}
            for rate in task.learning_rates
        ]
        for p in task.rates
    }


def figure(result: Result) -> Figure:
    """Against the rate: accuracy and NLL, each rate with its own learning rate, or with one for all."""
    return rate_map_figures.by_rate(result)
