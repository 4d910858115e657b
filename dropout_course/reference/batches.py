"""What a mask for every example makes of a whole batch."""

import operator
from math import comb, expm1, log1p

from .rates import check_rate


def dropped_throughout(p: float, examples: int) -> float:
    """Probability that a given unit is dropped for every example of a batch.

    P(b_1 = ... = b_B = 0) = p^B,  since the B draws are independent

    Args:
        p: probability of *dropping* the unit, 0 <= p <= 1 (not the keep probability).
        examples: how many draws there are: B with a mask for every example, 1 with one mask for the batch.

    Raises:
        TypeError: ``p`` is not a number or ``examples`` no whole number.
        ValueError: ``p`` is not in [0, 1], or there is no example.
    """
    return check_rate(p) ** _check_count(examples, "examples")


def expected_networks(units: int, p: float, examples: int) -> float:
    """How many different thinned networks a batch trains, on average.

    E[networks] = sum over masks b of 1 - (1 - P(b))^B,  P(b) = p^k (1 - p)^(n - k) when b drops k of n units

    Args:
        units: n, those that may be dropped, each on its own.
        p: probability of *dropping* a unit, 0 <= p <= 1 (not the keep probability).
        examples: B, each with a mask of its own.

    Raises:
        TypeError: ``p`` is not a number, or a count no whole number.
        ValueError: ``p`` is not in [0, 1], or there is no unit or no example.
    """
    p, n, examples = check_rate(p), _check_count(units, "units"), _check_count(examples, "examples")
    drawn = (_at_least_once(p**k * (1 - p) ** (n - k), examples) for k in range(n + 1))
    return sum(comb(n, k) * chance for k, chance in enumerate(drawn))


def _at_least_once(chance: float, draws: int) -> float:
    """1 - (1 - chance)^draws, also where 1 - chance rounds to 1."""
    return 1.0 if chance == 1 else -expm1(draws * log1p(-chance))


def _check_count(count: int, name: str) -> int:
    try:
        whole = operator.index(count)
    except TypeError as error:
        raise TypeError(f"{name} must be a whole number, not {count!r}") from error
    if whole < 1:
        raise ValueError(f"{name} must be 1 or more, not {whole}")
    return whole
