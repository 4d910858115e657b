"""Bounds that chance respects: how far may a count stray, or a sum of products, before it is no excuse?"""

from functools import cache

import numpy as np

FALSE_ALARM = 5e-11  # of one comparison; a property makes at most twelve, so it errs less often than 1e-9
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


def largest_product_sum(trials: int, chance: float, false_alarm: float = FALSE_ALARM) -> float:
    """What no sum of x[i] * x[i + k], for any lag k >= 1, exceeds in size but with ``false_alarm``.

    Here x is a sequence of ``trials`` independent coins less their mean share. Were it less the chance
    itself, each product would have mean 0 given all coins before it, and a range of M = max(chance,
    1 - chance) at most: by Azuma and Hoeffding the sum exceeds M sqrt(n L / 2) in size with a probability of
    at most 2 exp(-L). Fitting the mean moves the sum by at most 2 L, by Hoeffding for the sum of all coins
    and for those of the k at either end. These are fewer than 3 n events; each gets its part of the false
    alarm: L = log(6 n / false_alarm).
    """
    log = np.log(6 * trials / false_alarm)
    return float(max(chance, 1 - chance) * np.sqrt(trials * log / 2) + 2 * log)
