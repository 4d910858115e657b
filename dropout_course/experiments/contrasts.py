"""Comparisons between groups of models, and what they say of a claim, by the rule of verdicts."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..results import Interval, Verdict, all_of, over_conditions, seeds_to_settle, verdict
from ..training import Outcome
from .intervals import Effect, mean_effect

Group = Mapping[Any, Sequence[Outcome]]
"""Models that differ only in their seeds, in one order, by what tells the groups apart, such as the rate."""


ACCURACY_MARGIN = 0.005  # half a point
NLL_MARGIN = 0.02  # nats
"""The smallest effects that matter, unless a plan says otherwise and why."""

UNITS = {
    "accuracy": (100, "points", 1),
    "nll": (1, "nats", 2),
    "ece": (100, "points", 1),
    "epochs": (1, "epochs", 1),
    "correlation": (1, "in |r|", 3),
    "predictability": (1, "in R²", 3),
    "cancellation": (100, "points", 1),
    "rank": (1, "directions", 1),
    "disagreement": (100, "% of images", 1),
    "percent": (100, "percent", 1),
}
"""How a metric's effects are printed: factor, unit, digits."""


@dataclass(frozen=True)
class Contrast:
    """A comparison, signed so that the claim says "more than zero".

    Attributes:
        says: the statement in words.
        terms: (coefficient, set, group) of the final values that are added up.
        margin: the smallest effect that would matter, in the metric's own unit.
        metric: ``"accuracy"`` (a fraction) or ``"nll"`` (nats).
        constant: is added, too.
    """

    says: str
    terms: tuple[tuple[float, str, Hashable], ...]
    margin: float
    metric: str = "accuracy"
    constant: float = 0.0


def more_accurate(says: str, better: str, worse: str, margin: float = ACCURACY_MARGIN) -> Contrast:
    """``better`` has the higher test accuracy."""
    return Contrast(says, ((1, "test", better), (-1, "test", worse)), margin)


def on_both(name: str, says: str, better: str, worse: str) -> dict[str, Contrast]:
    """``better`` beats ``worse`` on test accuracy and, as ``<name>_likelier``, on test NLL."""
    less = ((1, "test", worse), (-1, "test", better))
    return {
        name: more_accurate(f"{says}: test accuracy", better, worse),
        f"{name}_likelier": Contrast(f"{says}: test NLL", less, NLL_MARGIN, metric="nll"),
    }


def gain(kind: Hashable, metric: str, sign: int = 1) -> tuple[tuple[float, str, Hashable], ...]:
    """Terms of what dropout gains on the test set; the key of a group is its kind and whether it drops."""
    sign = sign if metric == "accuracy" else -sign  # a lower NLL is a gain
    return ((sign, "test", (kind, True)), (-sign, "test", (kind, False)))


def under(contrast: Contrast, conditions: Mapping[str, Group]) -> dict[str, Group]:
    """Those of ``conditions`` that have all groups of ``contrast``."""
    wanted = {group for _, _, group in contrast.terms}
    return {name: groups for name, groups in conditions.items() if wanted <= groups.keys()}


def judge(contrast: Contrast, conditions: Mapping[str, Group]) -> dict[str, Any]:
    """The contrast's interval and verdict under each named condition, and the verdict over all of them."""
    effects = {name: _effect(contrast, groups) for name, groups in conditions.items()}
    return judge_effects(contrast.says, effects, metric=contrast.metric, margin=contrast.margin)


def judge_effects(says: str, effects: Mapping[str, Effect], *, metric: str, margin: float) -> dict[str, Any]:
    """As ``judge``, for an effect under each condition that the experiment has measured itself."""
    judged = {name: _found(effect, metric, margin) for name, effect in effects.items()}
    return {
        "says": says,
        "metric": metric,
        "margin": margin,
        **judged,
        "verdict": over_conditions([Verdict(found["verdict"]) for found in judged.values()]),
    }


def answer(
    parts: Sequence[str], contrasts: Mapping[str, Mapping[str, Any]], conditions: Sequence[str]
) -> dict[str, Any]:
    """The verdict on a claim that stands, under a condition, if all of its ``parts`` do."""
    under = {
        name: all_of([Verdict(contrasts[part][name]["verdict"]) for part in parts]) for name in conditions
    }
    return {"parts": list(parts), **under, "verdict": over_conditions(list(under.values()))}


def answer_readings(
    readings: Mapping[str, Sequence[str]],
    contrasts: Mapping[str, Mapping[str, Any]],
    conditions: Sequence[str],
) -> dict[str, Any]:
    """The verdict on a claim that can be read in several ways: over all readings and conditions.

    A reading is judged under the conditions that tried all of its parts.
    """
    found, verdicts = {}, []
    for name, parts in readings.items():
        tried = [condition for condition in conditions if all(condition in contrasts[p] for p in parts)]
        found[name] = answer(parts, contrasts, tried)
        verdicts += [Verdict(found[name][condition]) for condition in tried]
    return {"readings": found, "verdict": over_conditions(verdicts)}


def values(outcomes: Sequence[Outcome], name: str, metric: str) -> NDArray[np.float64]:
    """(seeds, images): the metric of each image of the set ``name``."""
    array = {"accuracy": "correct", "nll": "nll"}[metric]
    return np.stack([getattr(outcome.final[name], array) for outcome in outcomes]).astype(float)


def _found(effect: Effect, metric: str, margin: float) -> dict[str, Any]:
    interval = effect.interval()
    found = verdict(interval, margin)
    needed = None
    if found is Verdict.NOT_SETTLED:
        needed = seeds_to_settle(effect.interval, margin)
    shown = in_words(interval, metric)
    return {**interval._asdict(), "shown": shown, "verdict": found, "seeds_to_settle": needed}


def in_words(interval: Interval, metric: str) -> str:
    """An effect as one prints it: accuracies in points, NLL in nats, else in the metric's name."""
    scale, unit, digits = UNITS.get(metric, (1, metric, 2))
    estimate, low, high = (f"{scale * end:+.{digits}f}".replace("-", "\N{MINUS SIGN}") for end in interval)
    return f"{estimate} {unit} ({low} to {high})"


def mean_in_words(found: Mapping[str, float], metric: str) -> tuple[str, str]:
    """A mean and its 95% interval as a table prints them: accuracies in percent, NLL in nats."""
    mean, low, high = (found[end] for end in ("mean", "low", "high"))
    if metric == "nll":
        return f"{mean:.2f}", f"{low:.2f}\u2013{high:.2f}"
    return f"{mean:.1%}", f"{100 * low:.1f}\u2013{100 * high:.1f}"


def cell_in_words(found: Mapping[str, float], metric: str) -> str:
    """The same in a cell of a table: the mean, and below it its interval."""
    return "{}\n({})".format(*mean_in_words(found, metric))


def _effect(contrast: Contrast, groups: Group) -> Effect:
    """Terms on one set are added image by image, so that models are compared on the same images."""
    parts: dict[str, NDArray[np.float64]] = {}
    for coefficient, name, group in contrast.terms:
        term = coefficient * values(groups[group], name, contrast.metric)
        parts[name] = parts[name] + term if name in parts else term
    return mean_effect(list(parts.values()), constant=contrast.constant)
