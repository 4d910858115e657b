"""Rules that turn a gradient into a step: each takes weights, gradient and state, and returns the new ones.

    w, state = rule(w, dw, state, ...)

``state`` is what the rule remembers; None, at the first step, is a memory of zeros. Nothing is modified in
place. A weight whose gradient is 0 stays where it is under plain SGD only: the others remember, or decay.
"""

from typing import NamedTuple

import numpy as np

from .._validation import FloatArray
from ._validation import check_setting, check_step


class AdamState(NamedTuple):
    """What Adam remembers of the gradients: how many, and running means of them and of their squares."""

    steps: int
    mean: FloatArray
    square: FloatArray


def l2_gradient(w: FloatArray, dw: FloatArray, *, weight_decay: float) -> FloatArray:
    """Gradient of the loss with L2 weight decay, to be handed to any rule.

    L' = L + lambda/2 ||w||^2,  so dL'/dw = dL/dw + lambda w

    Args:
        w: weights.
        dw: gradient of the loss without the penalty.
        weight_decay: lambda, 0 or more.

    Raises:
        TypeError: an array is not one of floats.
        ValueError: the shapes differ, or ``weight_decay`` is out of range.
    """
    check_step(w, dw)
    check_setting("weight_decay", weight_decay)
    return dw + weight_decay * w


def sgd(w: FloatArray, dw: FloatArray, state: None = None, *, lr: float) -> tuple[FloatArray, None]:
    """Stochastic gradient descent: a step down the gradient, and nothing remembered.

    w <- w - lr g

    Args:
        w: weights.
        dw: g, gradient of the loss with respect to them.
        state: always None.
        lr: learning rate, 0 or more.

    Returns:
        ``(w, None)``.

    Raises:
        TypeError: an array is not one of floats.
        ValueError: the shapes differ, or ``lr`` is out of range.
    """
    check_step(w, dw)
    check_setting("lr", lr)
    return w - lr * dw, state


def momentum(
    w: FloatArray, dw: FloatArray, velocity: FloatArray | None = None, *, lr: float, mu: float = 0.9
) -> tuple[FloatArray, FloatArray]:
    """Gradient descent with momentum: past gradients push on, each step a little less.

    v <- mu v + g,  w <- w - lr v    [Polyak 1964; as in PyTorch, the learning rate stands outside of v]

    Args:
        w: weights.
        dw: g, gradient of the loss with respect to them.
        velocity: v so far.
        lr: learning rate, 0 or more.
        mu: what is left of the velocity after a step, 0 <= mu < 1.

    Returns:
        ``(w, velocity)``.

    Raises:
        TypeError: an array is not one of floats.
        ValueError: the shapes differ, or a setting is out of range.
    """
    velocity = _velocity(w, dw, velocity, lr, mu)
    return w - lr * velocity, velocity


def nesterov(
    w: FloatArray, dw: FloatArray, velocity: FloatArray | None = None, *, lr: float, mu: float = 0.9
) -> tuple[FloatArray, FloatArray]:
    """Momentum that looks ahead: the step takes the gradient once more and the velocity after its next decay.

    v <- mu v + g,  w <- w - lr (g + mu v)    [Sutskever et al. 2013, in the variables of PyTorch]

    Args:
        w: weights.
        dw: g, gradient of the loss with respect to them.
        velocity: v so far.
        lr: learning rate, 0 or more.
        mu: what is left of the velocity after a step, 0 <= mu < 1.

    Returns:
        ``(w, velocity)``.

    Raises:
        TypeError: an array is not one of floats.
        ValueError: the shapes differ, or a setting is out of range.
    """
    velocity = _velocity(w, dw, velocity, lr, mu)
    return w - lr * (dw + mu * velocity), velocity


def adam(
    w: FloatArray,
    dw: FloatArray,
    state: AdamState | None = None,
    *,
    lr: float = 1e-3,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> tuple[FloatArray, AdamState]:
    """Adam: the running mean of the gradient, in units of its running size.

    m <- beta1 m + (1 - beta1) g,  v <- beta2 v + (1 - beta2) g^2,
    w <- w - lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + eps)    [Kingma and Ba 2015, algorithm 1]

    Args:
        w: weights.
        dw: g, gradient of the loss with respect to them.
        state: t, m and v so far.
        lr: learning rate, 0 or more.
        betas: what is left of m and of v after a step, 0 <= beta < 1.
        eps: added to the size of the gradient, 0 or more.

    Returns:
        ``(w, state)``.

    Raises:
        TypeError: an array is not one of floats.
        ValueError: the shapes differ, or a setting is out of range.
    """
    beta1, beta2 = betas
    check_setting("lr", lr)
    check_setting("beta1", beta1, below=1)
    check_setting("beta2", beta2, below=1)
    check_setting("eps", eps)
    t, m, v = AdamState(0, np.zeros_like(w), np.zeros_like(w)) if state is None else state
    check_step(w, dw, m, v)
    t += 1
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw**2
    step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)  # m and v started from 0: too small
    return w - lr * step, AdamState(t, m, v)


def adamw(
    w: FloatArray,
    dw: FloatArray,
    state: AdamState | None = None,
    *,
    lr: float = 1e-3,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 1e-2,
) -> tuple[FloatArray, AdamState]:
    """Adam with decoupled weight decay: the weights shrink by themselves, outside of the gradient's units.

    w <- (1 - lr lambda) w,  then a step of Adam    [Loshchilov and Hutter 2019, algorithm 2]

    Args:
        w: weights.
        dw: g, gradient of the loss with respect to them, without any penalty.
        state: t, m and v so far.
        lr: learning rate, 0 or more.
        betas: what is left of m and of v after a step, 0 <= beta < 1.
        eps: added to the size of the gradient, 0 or more.
        weight_decay: lambda, 0 or more.

    Returns:
        ``(w, state)``.

    Raises:
        TypeError: an array is not one of floats.
        ValueError: the shapes differ, or a setting is out of range.
    """
    check_step(w, dw)
    check_setting("weight_decay", weight_decay)
    return adam(w - lr * weight_decay * w, dw, state, lr=lr, betas=betas, eps=eps)


def _velocity(w: FloatArray, dw: FloatArray, velocity: FloatArray | None, lr: float, mu: float) -> FloatArray:
    """Velocity after one more gradient: mu v + g, from v = 0."""
    check_setting("lr", lr)
    check_setting("mu", mu, below=1)
    if velocity is None:
        velocity = np.zeros_like(w)
    check_step(w, dw, velocity)
    return mu * velocity + dw
