"""The rule of verdicts: from an interval and a margin, both fixed beforehand, to what may be said of a claim.

An effect is always signed so that the claim says "more than zero". The margin is the smallest effect that
would matter; it and the named conditions are committed before the run, in the experiment's settings.
"""

import math
from collections.abc import Callable, Collection
from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """What the evidence lets us say."""

    HOLDS = "holds"
    HOLDS_UNDER_CONDITIONS = "holds under conditions"
    DOES_NOT_HOLD = "does not hold"
    NOT_SETTLED = "not settled"


class Interval(NamedTuple):
    """An estimated effect with the ends of its confidence interval, all three in the effect's own unit."""

    estimate: float
    low: float
    high: float


def verdict(interval: Interval, margin: float) -> Verdict:
    """The verdict on one effect under one condition.

    holds           the whole interval lies above zero and reaches beyond the margin
    does not hold   it lies within plus or minus the margin (too small to matter), or wholly below zero
    not settled     otherwise

    Args:
        interval: of the effect, signed so that the claim says "more than zero".
        margin: the smallest effect that would matter, in the same unit; at least 0.

    Raises:
        ValueError: the margin is negative or not finite, or the interval's ends are in no order.
    """
    if not (math.isfinite(margin) and margin >= 0):
        raise ValueError(
            f"the margin is the smallest effect that matters, a number of at least 0, not {margin}"
        )
    if not interval.low <= interval.high:
        raise ValueError(f"an interval runs from low to high, not from {interval.low} to {interval.high}")
    if interval.low > 0 and interval.high > margin:
        return Verdict.HOLDS
    if interval.high < 0 or (-margin <= interval.low and interval.high <= margin):
        return Verdict.DOES_NOT_HOLD
    return Verdict.NOT_SETTLED


def all_of(parts: Collection[Verdict]) -> Verdict:
    """The verdict on a claim that says several things at once: it stands only if each of them does."""
    found = _nonempty(parts)
    if found == {Verdict.HOLDS}:
        return Verdict.HOLDS
    return Verdict.DOES_NOT_HOLD if Verdict.DOES_NOT_HOLD in found else Verdict.NOT_SETTLED


def over_conditions(verdicts: Collection[Verdict]) -> Verdict:
    """The verdict on a claim that was tried under several named conditions.

    It holds under conditions when at least one condition speaks each way; it holds, or does not, when all
    conditions agree; otherwise it is not settled.
    """
    found = _nonempty(verdicts)
    if {Verdict.HOLDS, Verdict.DOES_NOT_HOLD} <= found:
        return Verdict.HOLDS_UNDER_CONDITIONS
    return found.pop() if len(found) == 1 else Verdict.NOT_SETTLED


def _nonempty(verdicts: Collection[Verdict]) -> set[Verdict]:
    if not verdicts:
        raise ValueError("no verdict to combine: name at least one part and one condition")
    if Verdict.HOLDS_UNDER_CONDITIONS in verdicts:
        raise ValueError("combine the verdicts of single conditions, not one that is combined already")
    return set(verdicts)


def seeds_to_settle(
    interval_at: Callable[[int], Interval], margin: float, *, limit: int = 10_000
) -> int | None:
    """The smallest number of seeds at which the verdict would be settled if the estimate stayed as it is.

    As an interval narrows around one estimate, no verdict gets unsettled: so bisection finds the number.

    Args:
        interval_at: the interval expected with so many seeds (at least 2).
        margin: as for ``verdict``.
        limit: how many seeds to think of at most.

    Returns:
        The number; None if even ``limit`` seeds would not do, because the effect is too close to zero or to
        the margin, or because the test images, not the seeds, are what is too few.
    """

    def settled(seeds: int) -> bool:
        return verdict(interval_at(seeds), margin) is not Verdict.NOT_SETTLED

    if not settled(limit):
        return None
    low, high = 1, limit  # not settled at low (no interval from one seed), settled at high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if settled(middle) else (middle, high)
    return high
