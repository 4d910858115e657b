"""What the two forms of dropout multiply activations by, in training and at test time."""

import numpy as np
from numpy.typing import NDArray

from ._validation import Shape, check_draw
from .masks import keep_mask


def inverted_multiplier(
    shape: Shape, p: float, rng: np.random.Generator, *, training: bool = True
) -> NDArray[np.float64]:
    """What inverted dropout multiplies activations by: 0 with probability ``p``, else ``1 / (1 - p)``.

    h~ = m * h,  m = b / (1 - p),  b ~ Bernoulli(1 - p),  so E[m] = 1 for p < 1
    [Srivastava et al. 2014, sec. 10]

    Args:
        shape: shape of the activations, (..., units).
        p: probability of *dropping* a unit, 0 <= p <= 1 (not the keep probability).
        rng: source of the draw; every element of every call is drawn afresh.
        training: False returns ones and draws nothing: the scaling was already paid for.

    Returns:
        Multiplier of ``shape``, float64. Forward is ``x * m``, backward is ``dy * m``.

    Raises:
        TypeError: ``shape``, ``p`` or ``rng`` is of the wrong kind.
        ValueError: ``p`` is not in [0, 1], or a size in ``shape`` is negative.
    """
    shape, p = check_draw(shape, p, rng)
    if not training:
        return np.ones(shape)
    keep = keep_mask(shape, p, rng)
    return np.where(keep, 1 / (1 - p), 0.0) if p < 1 else np.zeros(shape)  # p = 1 drops all: 0, not 0 / 0


def classic_multiplier(
    shape: Shape, p: float, rng: np.random.Generator, *, training: bool = True
) -> NDArray[np.float64]:
    """What classic dropout multiplies activations by: 0 or 1 in training, 1 - p at test time.

    training   h~ = b * h,  b ~ Bernoulli(1 - p),  so E[b] = 1 - p    [Srivastava et al. 2014, sec. 4]
    test time  h~ = (1 - p) * h,  which puts that expectation in the place of the draw

    Args:
        shape: shape of the activations, (..., units).
        p: probability of *dropping* a unit, 0 <= p <= 1 (not the keep probability).
        rng: source of the draw; every element of every call is drawn afresh.
        training: False returns 1 - p everywhere and draws nothing.

    Returns:
        Multiplier of ``shape``, float64. Forward is ``x * m``, backward is ``dy * m``.

    Raises:
        TypeError: ``shape``, ``p`` or ``rng`` is of the wrong kind.
        ValueError: ``p`` is not in [0, 1], or a size in ``shape`` is negative.
    """
    shape, p = check_draw(shape, p, rng)
    if not training:
        return np.full(shape, 1 - p)
    keep = keep_mask(shape, p, rng)
    return np.where(keep, 1.0, 0.0)
