"""What bends a hidden layer: a function of each unit's sum, and its slope."""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .._validation import Float, check_float_array

Activation: TypeAlias = Literal["relu", "sigmoid", "identity"]


def activate(a: NDArray[Float], activation: Activation) -> NDArray[Float]:
    """What units say, given their sums ``a``.

    relu f(a) = max(a, 0),  sigmoid f(a) = 1 / (1 + exp(-a)),  identity f(a) = a

    Dropout commutes with ReLU and identity, f(m a) = m f(a) for m >= 0, not with sigmoid: f(0) = 1/2.

    Raises:
        TypeError: ``a`` is not a numpy array of floats.
        ValueError: ``activation`` is unknown.
    """
    check_float_array(a, "a")
    check_activation(activation)
    if activation == "relu":
        return np.asarray(np.maximum(a, 0))
    if activation == "sigmoid":
        return np.asarray(np.exp(-np.logaddexp(0, -a)))  # the same, without the overflow of exp(-a)
    return a.copy()


def activation_slope(a: NDArray[Float], activation: Activation) -> NDArray[Float]:
    """How fast what units say grows with their sums ``a``.

    relu f'(a) = [a > 0],  sigmoid f'(a) = f(a) (1 - f(a)),  identity f'(a) = 1

    Raises:
        TypeError: ``a`` is not a numpy array of floats.
        ValueError: ``activation`` is unknown.
    """
    check_float_array(a, "a")
    check_activation(activation)
    if activation == "relu":
        return np.asarray(a > 0).astype(a.dtype)
    if activation == "sigmoid":
        f = activate(a, "sigmoid")
        return np.asarray(f * (1 - f))
    return np.ones_like(a)


def check_activation(activation: Activation) -> None:
    """Refuse what names no activation."""
    if activation not in ("relu", "sigmoid", "identity"):
        raise ValueError(f'activation must be "relu", "sigmoid" or "identity", not {activation!r}')
