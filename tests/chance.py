"""Bounds for tests that draw, with both their rates: how often a right answer fails, a wrong one passes.

Every bound is an exact binomial one, so the stated rates hold and are no approximation.
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
