"""Forward in torch, from which autograd makes backward."""

import torch
from torch import Tensor

from ._validation import check_float_tensor


def multiply(x: Tensor, multiplier: Tensor) -> Tensor:
    """Activations after dropout: y = x * m, and so dx = dy * m.

    Args:
        x: activations, of any shape.
        multiplier: what they are multiplied by, of a shape that broadcasts to the shape of ``x``.

    Returns:
        New tensor with the shape, dtype and device of ``x``; exactly 0 where the multiplier is 0, even if
        ``x`` is infinite or NaN there.

    Raises:
        TypeError: an argument is not a tensor of floats.
        ValueError: the multiplier does not broadcast to the shape of ``x``.
    """
    check_float_tensor(x, "x")
    check_float_tensor(multiplier, "multiplier")
    m = multiplier.to(x)
    try:
        m = m.expand_as(x)
    except RuntimeError as error:
        raise ValueError(
            f"a multiplier of shape {tuple(m.shape)} does not fit a tensor of shape {tuple(x.shape)}: "
            "draw it for that one"
        ) from error
    return torch.where(m == 0, 0, x * m)
