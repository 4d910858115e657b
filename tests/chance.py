"""Bounds for tests that draw, with both their rates: how often a right answer fails, a wrong one passes.

Every bound is an exact binomial one, or Massart's inequality: the stated rates hold and are no approximation.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

FALSE_ALARM = 1e-10  # of one bound, so that a test with ten of them stays below 1e-9


@dataclass(frozen=True)
class Coin:
    """``n`` independent coins that show heads with probability ``chance``."""

    n: int
    chance: float

    @property
    def bounds(self) -> tuple[int, int]:
        """The number of heads lies within these, ends included, but for a chance of ``FALSE_ALARM``."""
        low, high = binom.interval(1 - FALSE_ALARM, self.n, self.chance)
        return int(low), int(high)

    def accepts(self, heads: np.ndarray) -> bool:
        """Whether so many heads may well come from this coin."""
        assert heads.size == self.n, f"the bounds are for {self.n} coins, not {heads.size}"
        low, high = self.bounds
        return low <= np.count_nonzero(heads) <= high

    def power(self, chance: float) -> float:
        """Probability that a coin with another ``chance`` is refused."""
        low, high = self.bounds
        return float(binom.cdf(low - 1, self.n, chance) + binom.sf(high, self.n, chance))


def look_uniform(draws: np.ndarray) -> bool:
    """Whether these may well be uniform on [0, 1), by Kolmogorov and Smirnov.

    Of uniform draws D > 3.3 / sqrt(n) has at most the probability 2 exp(-2 * 3.3^2) = 7e-10.
    """
    steps = np.arange(draws.size + 1) / draws.size
    distance = max(np.max(steps[1:] - np.sort(draws)), np.max(np.sort(draws) - steps[:-1]))
    return bool(distance < 3.3 / np.sqrt(draws.size))
