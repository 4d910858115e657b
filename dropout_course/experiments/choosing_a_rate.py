"""Choosing a rate: by rule of thumb, by a rule of the gap, by one validation split, by cross-validation.

Whoever chooses has 1,000 images. A split trains on 800 and chooses by 200; cross-validation does so five
times, until each image has been held out once. Then the chosen rate is worth what networks trained on all
1,000 are, which the rate map has judged; so are all rates that nobody had to choose. Each rate has the
learning rate that the rate map found for it.

The notes break off where they would say what to do about over- and underfitting. The rule supplied here:
begin at 0.2. A network that is more than five points better on its training than on its validation images
overfits: raise the rate by 0.1. Else lower it by 0.1. Go on in that direction while the diagnosis stays and
the validation images get better. The rule of the *gap alone* heeds the diagnosis and nothing else.

The regret of a choice is what it loses to the rate that is best for other seeds and other test images, so
that the best is no lucky winner. A split is counted as the mean over the five splits of a partition.

Both the rate and the learning rate are searched for by Optuna, on the cells of the rate map: each trial is
one network of one seed, with its validation accuracy after each epoch, so that a trial can be stopped early.
Random search has as many epochs.

A result holds ``folds``: for each condition and rate the accuracy and nll (nats) on images held out, as mean,
low, high and by partition; ``choices``: for each condition, way of choosing and metric the rates chosen, the
networks trained for it, and the regret; ``search``: for each way of searching what its choices are worth, and
the trials of one study. Then the contrasts with interval and verdict, and the verdict on each claim.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..data import Splits
from ..figures import Figure
from ..results import Result, rate_key
from ..training import Outcome
from . import choosing_a_rate_figures, rate_map
from .cell_search import Search, found_by, search_cells
from .contrasts import answer_readings, judge_effects, values
from .experiment import Sample
from .intervals import Effect, mean_effect, seed_effect
from .provenance import as_json
from .rate_map import BETTER, MARGINS, NEAR, UNDER, Cell, Cells
from .stacks import Sizes, Stack, Train
from .summaries import JUDGED
from .ways_of_choosing import Chosen, Rules, Seen, Sight, choose

NAME = "choosing-a-rate"
QUESTION = "How does one find a good dropout rate, and what does it cost?"

CONDITIONS = {name: rate_map.TASKS[name].says for name in ("plain", "noisy")}

Regrets: TypeAlias = Mapping[str, Mapping[str, NDArray[np.float64]]]
"""By way of choosing and metric what its choices lose, (partitions, test images)."""


@dataclass(frozen=True)
class Comparison:
    """A comparison of ways of choosing, signed so that the claim says "more than zero".

    Attributes:
        says: the statement in words.
        terms: (coefficient, way) of the regrets that are added up.
        margin: the smallest effect that would matter, in the metric's own unit.
        metric: by which the rates are chosen and judged.
        constant: is added, too.
    """

    says: str
    terms: tuple[tuple[float, str], ...]
    margin: float
    metric: str
    constant: float = 0.0


def _of_metric(metric: str) -> dict[str, Comparison]:
    near, on = NEAR[metric], f"on test {UNDER[metric]}"
    within = "a point" if metric == "accuracy" else f"{near:g} nats"

    def close(way: str, says: str) -> Comparison:
        return Comparison(
            f"{says} comes within {within} of the best rate {on}", ((-1, way),), 0, metric, near
        )

    def beats(way: str, other: str, says: str) -> Comparison:
        return Comparison(f"{says} {on}", ((1, other), (-1, way)), MARGINS[metric], metric)

    return {
        f"split_near_best_{metric}": close("split", "the rate chosen by one split"),
        f"rule_near_best_{metric}": close("rule", "the rate chosen by gap and validation"),
        f"gap_near_best_{metric}": close("gap", "the rate chosen by the gap alone"),
        f"cross_near_best_{metric}": close("cross", "the rate chosen by cross-validation"),
        f"cross_beats_p20_{metric}": beats("cross", "p20", "cross-validation beats always 0.2"),
        f"cross_beats_p50_{metric}": beats("cross", "p50", "cross-validation beats always 0.5"),
        f"cross_beats_split_{metric}": beats("cross", "split", "cross-validation beats one split"),
        f"rule_beats_gap_{metric}": beats("rule", "gap", "the rule beats the gap alone"),
    }


COMPARISONS = {**_of_metric("accuracy"), **_of_metric("nll")}

SEARCH_SAYS = "Optuna with pruning beats random search at the same budget on test accuracy"

CLAIMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "0.7": {
        "the best on validation images, on accuracy": ("split_near_best_accuracy",),
        "the best on validation images, on loss": ("split_near_best_nll",),
        "raise it when overfitting, lower it when underfitting, on accuracy": ("rule_near_best_accuracy",),
        "raise it when overfitting, lower it when underfitting, on loss": ("rule_near_best_nll",),
    },
    "1.9": {
        "to validate beats the guideline 0.2, on accuracy": ("cross_beats_p20_accuracy",),
        "to validate beats the guideline 0.2, on loss": ("cross_beats_p20_nll",),
        "to validate beats the guideline 0.5, on accuracy": ("cross_beats_p50_accuracy",),
        "to validate beats the guideline 0.5, on loss": ("cross_beats_p50_nll",),
    },
}
"""Each claim stands, for one reading of it and under one condition, if all the contrasts named there do."""


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        map: the rate map, whose cells and judged networks are used.
        rates: to choose from, in steps of 0.1.
        rules: of the two walks.
        partitions: of the training images into folds; also the seeds of the networks.
        folds: of each partition.
        search: of rate and learning rate together.
        comparisons: what is compared, with its margin.
        claims: the readings of each claim and what each rests on.
    """

    map: rate_map.Settings = rate_map.SETTINGS
    rates: tuple[float, ...] = rate_map.SOME_RATES
    rules: Rules = Rules()  # noqa: RUF009  (frozen)
    partitions: tuple[int, ...] = (201, 202, 203, 204, 205)
    folds: int = 5
    search: Search = Search()  # noqa: RUF009  (frozen)
    comparisons: Mapping[str, Comparison] = field(default_factory=lambda: COMPARISONS)
    claims: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=lambda: CLAIMS)


SETTINGS = Settings()


@dataclass(frozen=True)
class Fold(Sizes):
    """Of the training images of ``Sizes`` one part is held out, as many of each class, for validation.

    Attributes:
        partition: seed of the partition.
        folds: how many parts it has.
        held_out: which of them is held out.
    """

    partition: int = 0
    folds: int = 5
    held_out: int = 0

    def load(self) -> Splits:
        """The images that are left, those held out, the test set."""
        whole = super().load()
        order = np.random.default_rng(self.partition).permutation(len(whole.train))
        by_class = order[np.argsort(whole.train.labels[order], kind="stable")]
        out = np.arange(len(order)) % self.folds == self.held_out
        return Splits(whole.train.take(by_class[~out]), whole.train.take(by_class[out]), whole.test)


def stacks_planned(settings: Settings) -> int:
    """One for each condition, partition and fold, besides those of the map, which may be there already."""
    folds = len(CONDITIONS) * len(settings.partitions) * settings.folds
    of_map = [settings.map.tasks[name].tuning_seeds for name in CONDITIONS]
    return folds + sum(len(seeds) + len(settings.map.seeds) for seeds in of_map)


def measure(settings: Settings, train: Train) -> Result:
    """Let each way choose on what it may see, then look up what its choices are worth."""
    recipe = settings.map.recipe
    cells = {name: rate_map.try_cells(settings.map.tasks[name], recipe, train) for name in CONDITIONS}
    own = {name: rate_map.own_learning_rates(cells[name]) for name in CONDITIONS}
    judged = {name: rate_map.judge_rates(settings.map, name, own[name], train) for name in CONDITIONS}
    seen = {name: _look(settings, name, own[name], train) for name in CONDITIONS}
    chosen = {name: choose(seen[name], settings.rules) for name in CONDITIONS}
    regrets = {
        name: _regrets(settings, {p: judged[name][p] for p in settings.rates}, chosen[name])
        for name in CONDITIONS
    }
    search = _search(settings, cells["plain"])
    contrasts = {
        **{name: _judged(made, regrets) for name, made in settings.comparisons.items()},
        "optuna_beats_random": _search_judged(search, settings.search.margin),
    }
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        "folds": {name: _folds(settings, seen[name], own[name]) for name in CONDITIONS},
        "choices": {name: _choices(chosen[name], regrets[name]) for name in CONDITIONS},
        "search": {
            **{way: _with_interval(mean_effect([worth]), worth.mean(1)) for way, worth in search.items()},
            "trials": _first_study(settings, cells["plain"]),
        },
        "contrasts": contrasts,
        "claims": {
            claim: answer_readings(readings, contrasts, list(CONDITIONS))
            for claim, readings in settings.claims.items()
        },
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The folds of the first partition at p = 0.5."""
    learning_rate = result["folds"]["plain"][rate_key(0.5)]["learning_rate"]
    alone = replace(settings, rates=(0.5,), partitions=settings.partitions[:1])
    seen = _look(alone, "plain", {0.5: learning_rate}, train)
    return {
        f"folds.plain.p50.{metric}.by_seed": _by_partition(seen, 0.5, metric).tolist() for metric in JUDGED
    }


def _look(settings: Settings, name: str, own: Mapping[float, float], train: Train) -> list[list[Sight]]:
    """For each partition and fold what is seen of each rate, with its own learning rate."""
    task = settings.map.tasks[name]

    def fold(partition: int, held_out: int) -> Sight:
        sizes = Fold(**vars(task.sizes), partition=partition, folds=settings.folds, held_out=held_out)
        runs = {p: task.run(p, own[p], partition) for p in settings.rates}
        on = ("train", "validation")
        outcomes = train([Stack(tuple(runs.values()), settings.map.recipe, sizes, on)])
        return {p: _seen(outcomes[run]) for p, run in runs.items()}

    return [[fold(partition, i) for i in range(settings.folds)] for partition in settings.partitions]


def _seen(outcome: Outcome) -> Seen:
    train, validation = outcome.final["train"], outcome.final["validation"]
    nll = float(validation.nll.mean(dtype=np.float64))
    return Seen(float(train.correct.mean()), float(validation.correct.mean()), nll)


def _regrets(
    settings: Settings,
    judged: Mapping[float, Sequence[Outcome]],
    chosen: Mapping[str, Mapping[str, Chosen]],
) -> Regrets:
    """What each way loses; each partition has seeds of its own among those that judge."""
    shares = np.array_split(np.arange(len(settings.map.seeds)), len(settings.partitions))
    regrets: dict[str, dict[str, NDArray[np.float64]]] = {way: {} for way in chosen}
    for metric in JUDGED:
        worth = {p: BETTER[metric] * values(of_rate, "test", metric) for p, of_rate in judged.items()}
        best = [_best_elsewhere(worth, mine) for mine in shares]
        for way, of_way in chosen.items():
            got = [
                np.mean([worth[p][mine].mean(0) for p in rates], axis=0)
                for mine, rates in zip(shares, of_way[metric].rates, strict=True)
            ]
            regrets[way][metric] = np.stack(best) - np.stack(got)
    return regrets


def _best_elsewhere(
    worth: Mapping[float, NDArray[np.float64]], mine: NDArray[np.int64]
) -> NDArray[np.float64]:
    """What the rate that is best for other seeds and the other half of the images is worth, by image."""
    found = np.empty(next(iter(worth.values())).shape[1])
    for half in (0, 1):
        here, there = slice(half, None, 2), slice(1 - half, None, 2)
        elsewhere = {p: np.delete(of_rate, mine, axis=0)[:, there].mean() for p, of_rate in worth.items()}
        best = max(elsewhere, key=elsewhere.__getitem__)
        found[here] = worth[best][mine][:, here].mean(0)
    return found


def _judged(made: Comparison, regrets: Mapping[str, Regrets]) -> Result:
    def effect(of_task: Regrets) -> Effect:
        parts = [c * of_task[way][made.metric] for c, way in made.terms]
        return mean_effect([np.sum(parts, axis=0)], constant=made.constant)

    effects = {name: effect(of_task) for name, of_task in regrets.items()}
    return judge_effects(made.says, effects, metric=made.metric, margin=made.margin)


def _with_interval(effect: Effect, by_seed: NDArray[np.float64]) -> Result:
    mean, low, high = effect.interval()
    return {"mean": mean, "low": low, "high": high, "by_seed": by_seed.tolist()}


def _search_judged(search: Mapping[str, NDArray[np.float64]], margin: float) -> Result:
    gain = {"plain": mean_effect([search["optuna"] - search["random"]])}
    return judge_effects(SEARCH_SAYS, gain, metric="accuracy", margin=margin)


def _choices(chosen: Mapping[str, Mapping[str, Chosen]], regrets: Regrets) -> Result:
    """By way of choosing and metric what was chosen under one condition."""
    return {
        way: {metric: _choice(found, regrets[way][metric]) for metric, found in of_way.items()}
        for way, of_way in chosen.items()
    }


def _choice(found: Chosen, regret: NDArray[np.float64]) -> Result:
    return {
        "rates": found.rates,
        "runs": found.runs,
        "regret": _with_interval(mean_effect([regret]), regret.mean(1)),
    }


def _by_partition(seen: Sequence[Sequence[Sight]], p: float, metric: str) -> NDArray[np.float64]:
    """The mean over the folds of each partition, (partitions,)."""
    return np.array([np.mean([getattr(sight[p], metric) for sight in folds]) for folds in seen])


def _folds(settings: Settings, seen: Sequence[Sequence[Sight]], own: Mapping[float, float]) -> Result:
    """For each rate what is seen of it on images held out, by partition the mean over its folds."""

    def one(p: float, metric: str) -> Result:
        found = _by_partition(seen, p, metric)
        return _with_interval(seed_effect(found), found)

    return {
        rate_key(p): {
            "p": p,
            "learning_rate": own[p],
            **{metric: one(p, metric) for metric in (*JUDGED, "gap")},
        }
        for p in settings.rates
    }


def _curves(cells: Cells, model: int) -> dict[Cell, NDArray[np.float64]]:
    """The validation accuracy after each epoch of one seed's network in each cell."""
    return {cell: outcomes[model].curves["validation"][:, 0] for cell, outcomes in cells.items()}


def _search(settings: Settings, cells: Cells) -> dict[str, NDArray[np.float64]]:
    """By way of searching, what the cell found with one seed is worth with the others, (seeds, images)."""
    accuracy = {cell: values(outcomes, "test", "accuracy") for cell, outcomes in cells.items()}
    seeds = len(settings.map.first.tuning_seeds)
    found: dict[str, list[NDArray[np.float64]]] = {"optuna": [], "random": [], "grid": []}
    for model in range(seeds):
        curves = _curves(cells, model)
        worth = {cell: np.delete(of_cell, model, axis=0).mean(0) for cell, of_cell in accuracy.items()}
        for way, learns in (("optuna", True), ("random", False)):
            studies = [
                search_cells(curves, settings.search, seed=100 * model + i, learns=learns)
                for i in range(settings.search.studies)
            ]
            found[way].append(np.mean([worth[found_by(trials)] for trials in studies], axis=0))
        best = max(curves, key=lambda cell: curves[cell][-1])
        found["grid"].append(worth[best])
    return {way: np.stack(of_way) for way, of_way in found.items()}


def _first_study(settings: Settings, cells: Cells) -> list[dict[str, Any]]:
    """The trials of Optuna's first study of the first seed."""
    return search_cells(_curves(cells, 0), settings.search, seed=0, learns=True)


def figure(result: Result) -> Figure:
    """A row for each way of choosing: what its rate loses to the best."""
    return choosing_a_rate_figures.regrets(result)
