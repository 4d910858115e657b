"""The drop rate p: what counts as one, and how to get it from a keep probability."""

from numbers import Real

import numpy as np


def check_rate(p: float) -> float:
    """``p`` as a Python float, if it is a probability of *dropping* a unit.

    Raises:
        TypeError: ``p`` is not a real number (a bool, a string, an array).
        ValueError: ``p`` is NaN or outside [0, 1].
    """
    return _probability(
        p,
        "p",
        "p is the probability of dropping a unit; from a keep probability: rate_from_keep_prob(keep_prob)",
    )


def rate_from_keep_prob(keep_prob: float) -> float:
    """The drop rate of a layer that keeps a unit with probability ``keep_prob``.

    p = 1 - keep_prob    [Srivastava et al. 2014, sec. 4, where the letter p means keep_prob]

    Raises:
        TypeError: ``keep_prob`` is not a real number (a bool, a string, an array).
        ValueError: ``keep_prob`` is NaN or outside [0, 1].
    """
    return 1 - _probability(keep_prob, "keep_prob", "keep_prob is the probability of keeping a unit, 1 - p")


def _probability(value: float, name: str, convention: str) -> float:
    """``value`` as a float, or an error that ends in the ``convention`` its caller follows."""
    if isinstance(value, (bool, np.bool)) or not isinstance(value, Real):
        raise TypeError(
            f"{name} must be one number from 0 to 1, not {value!r} ({type(value).__name__}): {convention}"
        )
    if not 0 <= value <= 1:  # written so that NaN, which compares false with everything, is refused too
        raise ValueError(f"{name} must lie in [0, 1] (50% is 0.5), not {value!r}: {convention}")
    return float(value)
