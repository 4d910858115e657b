"""The two forms of dropout as a layer applies them: draw the multiplier, then multiply."""

import numpy as np
from numpy.typing import NDArray

from ._validation import Float, check_float_array
from .multiplication import forward
from .multipliers import classic_multiplier, inverted_multiplier


def inverted_dropout(
    x: NDArray[Float], p: float, rng: np.random.Generator, *, training: bool = True
) -> tuple[NDArray[Float], NDArray[Float]]:
    """Inverted dropout: survivors are scaled up in training, so that test time needs nothing.

    training   y = x * m,  m = b / (1 - p),  b ~ Bernoulli(1 - p)    [Srivastava et al. 2014, sec. 10]
    test time  y = x

    Args:
        x: activations, of any shape and any real floating-point dtype; they are not modified.
        p: probability of *dropping* a unit, 0 <= p <= 1 (not the keep probability).
        rng: source of the draw.
        training: False returns a copy of ``x`` and a multiplier of ones, and draws nothing.

    Returns:
        ``(y, multiplier)``, two new arrays with the shape and dtype of ``x``.

    Raises:
        TypeError: ``x``, ``p`` or ``rng`` is of the wrong kind.
        ValueError: ``p`` is not in [0, 1].
    """
    x = check_float_array(x, "x")
    multiplier = inverted_multiplier(x.shape, p, rng, training=training).astype(x.dtype)
    return forward(x, multiplier), multiplier


def classic_dropout(
    x: NDArray[Float], p: float, rng: np.random.Generator, *, training: bool = True
) -> tuple[NDArray[Float], NDArray[Float]]:
    """Classic dropout: units are only dropped in training, and all are scaled down at test time.

    training   y = x * b,  b ~ Bernoulli(1 - p)    [Srivastava et al. 2014, sec. 4]
    test time  y = (1 - p) * x

    Args:
        x: activations, of any shape and any real floating-point dtype; they are not modified.
        p: probability of *dropping* a unit, 0 <= p <= 1 (not the keep probability).
        rng: source of the draw.
        training: False scales by 1 - p and draws nothing.

    Returns:
        ``(y, multiplier)``, two new arrays with the shape and dtype of ``x``.

    Raises:
        TypeError: ``x``, ``p`` or ``rng`` is of the wrong kind.
        ValueError: ``p`` is not in [0, 1].
    """
    x = check_float_array(x, "x")
    multiplier = classic_multiplier(x.shape, p, rng, training=training).astype(x.dtype)
    return forward(x, multiplier), multiplier
