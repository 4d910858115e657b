"""Ways of choosing a rate from what is seen of it on images held out, and what each costs in runs.

Two of them walk from rate to rate by a diagnosis: a network that is better on its training than on its
validation images by more than is tolerated *overfits*, and its rate is raised; else the rate is lowered.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from .summaries import JUDGED

WAYS = {
    "p20": "always 0.2",
    "p50": "always 0.5",
    "gap": "the gap alone",
    "rule": "gap and validation",
    "split": "one split",
    "cross": "cross-validation",
}


@dataclass(frozen=True)
class Rules:
    """What the walks go by.

    Attributes:
        start: the rate at which they begin.
        tolerated: the gap between train and validation accuracy beyond which a network overfits.
    """

    start: float = 0.2
    tolerated: float = 0.05


@dataclass(frozen=True)
class Seen:
    """What whoever chooses sees of a rate on one fold: all after the last epoch."""

    train: float
    accuracy: float
    nll: float

    def score(self, metric: str) -> float:
        """On the images held out, the higher the better."""
        return self.accuracy if metric == "accuracy" else -self.nll

    @property
    def gap(self) -> float:
        """Train less validation accuracy."""
        return self.train - self.accuracy


Sight: TypeAlias = Mapping[float, Seen]
"""By rate, on one fold."""


@dataclass(frozen=True)
class Chosen:
    """What a way of choosing came to.

    Attributes:
        rates: for each partition the rate; of one split those of all its folds.
        runs: networks trained for one choice, on average.
    """

    rates: Sequence[Sequence[float]]
    runs: float


def by_gap(seen: Sight, rules: Rules) -> tuple[float, int]:
    """The first rate on the way where the diagnosis turns, and how many rates were tried.

    From the start the rate is raised while the network overfits, or lowered while it does not.
    """
    return walk(seen, rules, lambda here, there: True)


def by_rule(seen: Sight, rules: Rules, metric: str) -> tuple[float, int]:
    """As ``by_gap``, but no step is taken that does not improve ``metric`` on the images held out."""
    return walk(seen, rules, lambda here, there: there.score(metric) > here.score(metric))


def walk(seen: Sight, rules: Rules, better: Callable[[Seen, Seen], bool]) -> tuple[float, int]:
    """Where a walk ends that goes on while the diagnosis stays and the next rate is ``better``."""
    rates = sorted(seen)
    at, tried = rates.index(rules.start), 1
    overfits = seen[rules.start].gap > rules.tolerated
    step = 1 if overfits else -1
    while (seen[rates[at]].gap > rules.tolerated) == overfits and 0 <= at + step < len(rates):
        tried += 1
        if not better(seen[rates[at]], seen[rates[at + step]]):
            break
        at += step
    return rates[at], tried


def choose(seen: Sequence[Sequence[Sight]], rules: Rules) -> dict[str, dict[str, Chosen]]:
    """For each way and metric what it chooses; ``seen`` holds the folds of every partition."""
    rates = list(seen[0][0])

    def walked(found: Sequence[Sequence[tuple[float, int]]]) -> Chosen:
        runs = [tried for folds in found for _, tried in folds]
        return Chosen([[rate for rate, _ in folds] for folds in found], float(np.mean(runs)))

    def best(sights: Sequence[Sight], metric: str) -> float:
        return max(rates, key=lambda p: np.mean([sight[p].score(metric) for sight in sights]))

    def ways(metric: str) -> dict[str, Chosen]:
        return {
            "p20": Chosen([[0.2]] * len(seen), 0),
            "p50": Chosen([[0.5]] * len(seen), 0),
            "gap": walked([[by_gap(sight, rules) for sight in folds] for folds in seen]),
            "rule": walked([[by_rule(sight, rules, metric) for sight in folds] for folds in seen]),
            "split": Chosen([[best([sight], metric) for sight in folds] for folds in seen], len(rates)),
            "cross": Chosen([[best(folds, metric)] for folds in seen], len(rates) * len(seen[0])),
        }

    found = {metric: ways(metric) for metric in JUDGED}
    return {way: {metric: found[metric][way] for metric in JUDGED} for way in WAYS}
