"""Dropout along the depth: what it does to the size of activations, layer by layer."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ._validation import FloatArray, check_float_array
from .moments import Form, multiplier_moments
from .network.passes import forward_pass
from .network.perceptron import Network


def second_moments(
    network: Network, x: FloatArray, multipliers: Sequence[FloatArray | None] | None = None
) -> NDArray[np.float64]:
    """Mean square of what each layer of the network is given, behind the multiplier.

    Args:
        network: L layers.
        x: examples, (..., in).
        multipliers: as for ``forward_pass``; None is test time in the inverted form.

    Returns:
        (L,), the input's first.

    Raises:
        TypeError: ``x`` or a multiplier is not a numpy array of floats.
        ValueError: the shapes do not fit the network, or there is not one multiplier for each place.
    """
    return np.array([np.mean(h**2) for h in forward_pass(network, x, multipliers).inputs])


def expected_second_moments(
    p: float, layers: int, *, gain: float = 2.0, form: Form = "inverted", training: bool = True
) -> NDArray[np.float64]:
    """Second moments along a ReLU network, over its random weights and its masks, for an input of size 1.

    W_l ~ Normal(0, g / n_{l-1})  gives  q_l = g/2 E[m^2] q_{l-1},  q_0 = 1    [Pretorius et al. 2018]
    inverted  E[m^2] = 1 / (1 - p) in training and 1 at test time
    classic   E[m^2] = 1 - p in training and (1 - p)^2 at test time

    Args:
        p: probability of *dropping* a unit after each hidden layer (not the keep probability).
        layers: hidden layers, each with a multiplier after it; the input has none.
        gain: g, He's initialisation is 2.
        form: ``"inverted"`` or ``"classic"``.
        training: False for test time.

    Returns:
        (layers + 1,), the input's 1 first.

    Raises:
        TypeError: ``p`` is not a number.
        ValueError: ``p`` is not in [0, 1], or ``form`` is unknown.
    """
    mean, variance = multiplier_moments(p, form=form)
    at_test_time = {"inverted": 1.0, "classic": 1 - p}[form]
    second_moment = mean**2 + variance if training else at_test_time**2
    return np.power(gain / 2 * second_moment, np.arange(layers + 1))


def variances_of_a_sum(h: FloatArray, w: FloatArray, p: float) -> tuple[float, float]:
    """Variance over examples of z = w . (m * h), with inverted dropout in training, and at test time.

    Var_train[z] = Var_test[z] + p / (1 - p) sum_i w_i^2 E[h_i^2]    [cf. Li et al. 2019]

    Batch norm divides by the first in training, and by its running average at test time, too.

    Args:
        h: activations of the layer below, (examples, units).
        w: weights of one unit, (units,).
        p: probability of *dropping* a unit of ``h`` (not the keep probability).

    Returns:
        ``(training, test)``.

    Raises:
        TypeError: ``h`` or ``w`` is not a numpy array of floats, or ``p`` is not a number.
        ValueError: ``p`` is not in [0, 1].
    """
    check_float_array(h, "h")
    check_float_array(w, "w")
    _, variance = multiplier_moments(p, form="inverted")
    at_test = float(np.var(h @ w))
    return at_test + variance * float((h**2).mean(0) @ w**2), at_test
