"""Exact binomial bounds: how far may a count stray before chance is no excuse?"""

from functools import cache

import numpy as np

FALSE_ALARM = 1e-10  # of one comparison; a property makes fewer than ten, so it errs less often than 1e-9
TAIL = 15.0  # standard deviations; what lies beyond is below 1e-40 and left out


@cache
def binomial_interval(trials: int, chance: float, false_alarm: float = FALSE_ALARM) -> tuple[int, int]:
    """Smallest and largest count that a right answer may show.

    P(X < low) <= false_alarm / 2  and  P(X > high) <= false_alarm / 2  for X ~ Binomial(trials, chance).

    The probabilities are built up from the ratio of neighbours in a window around the mean, which is exact
    to rounding and needs numpy alone: P(k+1) / P(k) = (n - k) / (k + 1) * chance / (1 - chance).

    Args:
        trials: number of independent draws.
        chance: probability of each to count, 0 < chance < 1.
        false_alarm: probability that a right answer falls outside.

    Returns:
        The interval ``(low, high)``, both ends allowed.
    """
    mean = trials * chance
    reach = TAIL * np.sqrt(mean * (1 - chance)) + TAIL**2
    counts = np.arange(max(0, int(mean - reach)), min(trials, int(mean + reach)) + 1)
    ratios = (trials - counts[:-1]) / counts[1:] * chance / (1 - chance)
    logs = np.concatenate([[0.0], np.cumsum(np.log(ratios))])
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    below = np.searchsorted(np.cumsum(weights), false_alarm / 2, side="right")
    above = np.searchsorted(np.cumsum(weights[::-1]), false_alarm / 2, side="right")
    return int(counts[below]), int(counts[::-1][above])
