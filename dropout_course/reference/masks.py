"""The draw: which units stay."""

import numpy as np
from numpy.typing import NDArray

from ._validation import Shape, check_draw


def keep_mask(shape: Shape, p: float, rng: np.random.Generator) -> NDArray[np.bool]:
    """Which units stay: every element is True with probability 1 - p, independently of the others.

    b = [u >= p],  u ~ Uniform[0, 1),  so P(b = 1) = 1 - p    [Srivastava et al. 2014, sec. 4]

    The draw takes as many numbers from ``rng`` whatever ``p`` is, so masks of several rates drawn from equal
    generators are nested: what a higher rate keeps, a lower rate keeps too.

    Args:
        shape: shape of the activations, (..., units).
        p: probability of *dropping* a unit, 0 <= p <= 1 (not the keep probability).
        rng: source of the draw; every element of every call is drawn afresh.

    Returns:
        Boolean array of ``shape``.

    Raises:
        TypeError: ``shape``, ``p`` or ``rng`` is of the wrong kind.
        ValueError: ``p`` is not in [0, 1], or a size in ``shape`` is negative.
    """
    shape, p = check_draw(shape, p, rng)
    uniforms = rng.random(shape)  # [0, 1): p = 0 keeps all, p = 1 drops all
    return np.asarray(uniforms >= p)  # of a single number numpy would make a scalar
