"""Forward and backward through a network, with dropout wherever a multiplier stands."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .._validation import FloatArray, check_float_array
from ..multiplication import backward, forward
from .activations import activate, activation_slope
from .perceptron import Network


class Pass(NamedTuple):
    """What a forward pass computed; the backward pass needs all of it.

    Attributes:
        output: (..., out), after the last multiplier.
        inputs: what each layer was given, (..., in): the activations before it, after their multiplier.
        sums: what each layer computed, (..., out), before its activation.
        multipliers: one for each place.
    """

    output: FloatArray
    inputs: tuple[FloatArray, ...]
    sums: tuple[FloatArray, ...]
    multipliers: tuple[FloatArray, ...]


class Gradients(NamedTuple):
    """Gradient of the loss with respect to everything that went into a pass."""

    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]
    x: FloatArray


def forward_pass(
    network: Network, x: FloatArray, multipliers: Sequence[FloatArray | None] | None = None
) -> Pass:
    """What the network answers to ``x``, with dropout as the multipliers say.

    h_0 = m_0 * x,  a_l = h_{l-1} W_l + b_l,  h_l = m_l * f_l(a_l),  y = h_L
    [Srivastava et al. 2014, sec. 4; there m_L = 1]

    Args:
        network: L layers.
        x: examples, (..., in).
        multipliers: one for each of the L + 1 places, or None where nothing drops: (units,) is one mask for
            the whole batch, (examples, units) a mask for every example, as frameworks draw it. None, the
            default, is test time in the inverted form: no multiplier anywhere.

    Raises:
        TypeError: ``x`` or a multiplier is not a numpy array of floats.
        ValueError: the shapes do not fit the network, or there is not one multiplier for each place.
    """
    check_float_array(x, "x")
    if x.shape[-1:] != network.sizes[:1]:
        raise ValueError(f"x must have the shape (..., {network.sizes[0]}) for this network, not {x.shape}")
    multipliers = _one_for_each_place(network, multipliers)
    h, inputs, sums = forward(x, multipliers[0]), [], []  # (..., in)
    for layer in range(len(network.weights)):
        a = h @ network.weights[layer] + network.biases[layer]  # (..., out)
        inputs.append(h)
        sums.append(a)
        h = forward(activate(a, network.activations[layer]), multipliers[layer + 1])
    return Pass(h, tuple(inputs), tuple(sums), tuple(multipliers))


def backward_pass(network: Network, passed: Pass, doutput: FloatArray) -> Gradients:
    """Gradients of the loss, through the same multipliers as the forward pass.

    dL/da_l = dL/dh_l * m_l * f_l'(a_l),  dL/dW_l = sum over examples of h_{l-1}^T dL/da_l,
    dL/db_l = sum over examples of dL/da_l,  dL/dh_{l-1} = dL/da_l W_l^T,  dL/dx = dL/dh_0 * m_0

    A unit with multiplier 0 gives zero gradient to the weights into it and, being 0, to those out of it.

    Args:
        network: the network of the forward pass.
        passed: what ``forward_pass`` returned.
        doutput: gradient of the loss with respect to ``passed.output``.

    Raises:
        TypeError: ``doutput`` is not a numpy array of floats.
        ValueError: ``doutput`` has not the shape of ``passed.output``, or the pass is not this network's.
    """
    check_float_array(doutput, "doutput")
    if doutput.shape != passed.output.shape:
        raise ValueError(f"doutput must have the output's shape {passed.output.shape}, not {doutput.shape}")
    if tuple(a.shape[-1] for a in (passed.inputs[0], *passed.sums)) != network.sizes:
        raise ValueError("passed must be a forward pass of this network, not of one with other sizes")
    examples = tuple(range(doutput.ndim - 1))  # the axes to sum over
    dh, dweights, dbiases = doutput, [], []
    for layer in reversed(range(len(network.weights))):
        slope = activation_slope(passed.sums[layer], network.activations[layer])
        da = backward(dh, passed.multipliers[layer + 1]) * slope  # (..., out)
        dweights.append(np.tensordot(passed.inputs[layer], da, (examples, examples)))  # (in, out)
        dbiases.append(da.sum(axis=examples))  # (out,)
        dh = da @ network.weights[layer].T  # (..., in)
    return Gradients(tuple(dweights[::-1]), tuple(dbiases[::-1]), backward(dh, passed.multipliers[0]))


def _one_for_each_place(
    network: Network, multipliers: Sequence[FloatArray | None] | None
) -> Sequence[FloatArray]:
    """A multiplier for every place: None means 1."""
    places = len(network.sizes)
    if multipliers is None:
        multipliers = [None] * places
    if len(multipliers) != places:
        raise ValueError(
            f"multipliers must name one for each of the {places} places (input, hidden layers, output), "
            f"None where nothing drops, not {len(multipliers)}"
        )
    return [np.ones(1) if m is None else m for m in multipliers]
