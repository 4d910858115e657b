"""Forward and backward: the same multiplication, and a dropped unit is 0 whatever it held."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._validation import Float, check_float_array


def forward(x: NDArray[Float], multiplier: NDArray[np.floating[Any]]) -> NDArray[Float]:
    """Activations after dropout.

    y = x * m    [Srivastava et al. 2014, sec. 4: y~ = r * y]

    Args:
        x: activations, of any shape.
        multiplier: what they are multiplied by, of a shape that broadcasts to the shape of ``x``.

    Returns:
        New array with the shape and dtype of ``x``; exactly 0 where the multiplier is 0, even if ``x`` is
        infinite or NaN there: a dropped unit says nothing.

    Raises:
        TypeError: an argument is not a numpy array of floats.
        ValueError: the multiplier does not broadcast to the shape of ``x``.
    """
    return _times(check_float_array(x, "x"), multiplier)


def backward(dy: NDArray[Float], multiplier: NDArray[np.floating[Any]]) -> NDArray[Float]:
    """Gradient of the loss with respect to x, where y = x * m.

    dL/dx = dL/dy * m,  the m of the forward pass: a dropped unit learns nothing from this example

    Args:
        dy: gradient of the loss with respect to y.
        multiplier: the multiplier that made y.

    Returns:
        New array with the shape and dtype of ``dy``; exactly 0 where the multiplier is 0.

    Raises:
        TypeError: an argument is not a numpy array of floats.
        ValueError: the multiplier does not broadcast to the shape of ``dy``.
    """
    return _times(check_float_array(dy, "dy"), multiplier)


def _times(x: NDArray[Float], multiplier: NDArray[np.floating[Any]]) -> NDArray[Float]:
    """``x * multiplier`` in the dtype of ``x``, with inf * 0 = NaN * 0 = 0."""
    m = check_float_array(multiplier, "multiplier").astype(x.dtype)
    try:
        m = np.broadcast_to(m, x.shape)
    except ValueError as error:
        raise ValueError(
            f"a multiplier of shape {m.shape} does not fit an array of shape {x.shape}: draw it for that one"
        ) from error
    y = np.zeros_like(x)
    np.multiply(x, m, out=y, where=m != 0)
    return y
