"""Forward and backward through a network, with dropout wherever a multiplier stands."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ._validation import FloatArray, check_float_array
from .multiplication import backward, forward
from .network import Network
from .network_activations import activate, activation_slope


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
    m_0, *m_after = _one_for_each_place(network, multipliers)
    h, inputs, sums = forward(x, m_0), [], []  # (..., in)
    for w, b, f, m in zip(network.weights, network.biases, network.activations, m_after, strict=True):
        inputs.append(h)
        sums.append(h @ w + b)  # (..., out)
        h = forward(activate(sums[-1], f), m)
    return Pass(h, tuple(inputs), tuple(sums), (m_0, *m_after))


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
        ValueError: ``doutput`` has not the shape of ``passed.output``.
    """
    check_float_array(doutput, "doutput")
    if doutput.shape != passed.output.shape:
        raise ValueError(f"doutput must have the output's shape {passed.output.shape}, not {doutput.shape}")
    dh, dweights, dbiases = doutput, [], []
    m_0, *m_after = passed.multipliers
    layers = zip(network.weights, network.activations, passed.inputs, passed.sums, m_after, strict=True)
    for w, f, h, a, m in reversed(list(layers)):
        da = backward(dh, m) * activation_slope(a, f)  # (..., out)
        rows = da.reshape(-1, da.shape[-1])  # (examples, out)
        dweights.append(h.reshape(-1, h.shape[-1]).T @ rows)  # (in, out)
        dbiases.append(rows.sum(axis=0))  # (out,)
        dh = da @ w.T  # (..., in)
    return Gradients(tuple(dweights[::-1]), tuple(dbiases[::-1]), backward(dh, m_0))


def _one_for_each_place(
    network: Network, multipliers: Sequence[FloatArray | None] | None
) -> list[FloatArray]:
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
