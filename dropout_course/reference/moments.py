"""Mean and variance that dropout gives to an activation: over the draws, for a fixed input."""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ._validation import Float
from .multiplication import forward
from .rates import check_rate

Form: TypeAlias = Literal["inverted", "classic"]


def multiplier_moments(p: float, *, form: Form) -> tuple[float, float]:
    """Mean and variance of one element of the multiplier in training.

    b ~ Bernoulli(1 - p):  E[b] = 1 - p,  Var[b] = p (1 - p)
    classic   m = b:            E[m] = 1 - p,  Var[m] = p (1 - p)      [Srivastava et al. 2014, sec. 4]
    inverted  m = b / (1 - p):  E[m] = 1,      Var[m] = p / (1 - p)    [ibid., sec. 10]

    At p = 1 the inverted form drops everything, so m = 0 and both moments are 0.

    Args:
        p: probability of *dropping* a unit, 0 <= p <= 1 (not the keep probability).
        form: ``"inverted"`` (scaled by 1 / (1 - p) in training) or ``"classic"`` (unscaled in training).

    Returns:
        ``(mean, variance)``.

    Raises:
        TypeError: ``p`` is not a number.
        ValueError: ``p`` is not in [0, 1], or ``form`` is unknown.
    """
    p = check_rate(p)
    if form == "classic":
        return 1 - p, p * (1 - p)
    if form == "inverted":
        return (1.0, p / (1 - p)) if p < 1 else (0.0, 0.0)
    raise ValueError(f'form must be "inverted" or "classic", not {form!r}')


def moments(x: NDArray[Float], p: float, *, form: Form) -> tuple[NDArray[Float], NDArray[Float]]:
    """Mean and variance of every element of y = x * m in training, over the draws of m.

    E[y] = x E[m],  Var[y] = x^2 Var[m]    [x is fixed; the moments of m stand in ``multiplier_moments``]

    Args:
        x: activations, of any shape and any real floating-point dtype.
        p: probability of *dropping* a unit, 0 <= p <= 1 (not the keep probability).
        form: ``"inverted"`` (scaled by 1 / (1 - p) in training) or ``"classic"`` (unscaled in training).

    Returns:
        ``(mean, variance)``, two new arrays with the shape and dtype of ``x``.

    Raises:
        TypeError: ``x`` is not a numpy array of floats, or ``p`` is not a number.
        ValueError: ``p`` is not in [0, 1], or ``form`` is unknown.
    """
    mean, variance = multiplier_moments(p, form=form)
    return forward(x, np.asarray(mean)), forward(x, forward(x, np.asarray(variance)))  # x (x Var[m])
