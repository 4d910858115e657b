"""A small multilayer perceptron: its layers, and how they are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._validation import FloatArray, check_float_array, check_rng, check_shape
from .activations import Activation, check_activation


@dataclass(frozen=True, eq=False)
class Network:
    """Layers of weights and biases; the hidden ones are bent by ``activation``, the last by nothing.

    Dropout can stand at the input, after each hidden layer and at the output: a network of L layers has
    L + 1 such *places*, and lists of rates or multipliers name one for each, in this order.

    Attributes:
        weights: an array (in, out) for each layer.
        biases: an array (out,) for each layer.
        activation: what bends the hidden layers.

    Raises:
        TypeError: a weight or bias is not a numpy array of floats.
        ValueError: the shapes do not fit one another, or the activation is unknown.
    """

    weights: Sequence[FloatArray]
    biases: Sequence[FloatArray]
    activation: Activation = "relu"

    def __post_init__(self) -> None:
        check_activation(self.activation)
        for layer, w in enumerate(self.weights):
            check_float_array(w, f"weights[{layer}]")
        for layer, b in enumerate(self.biases):
            check_float_array(b, f"biases[{layer}]")
        if not _layers_fit(self.weights, self.biases):
            raise ValueError(
                "layers are weights (in, out) and biases (out,), each taking what the one before gives, "
                f"not {[w.shape for w in self.weights]} and {[b.shape for b in self.biases]}"
            )

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units at each place: input, hidden layers, output."""
        return (len(self.weights[0]), *map(len, self.biases))

    @property
    def activations(self) -> tuple[Activation, ...]:
        """What bends each layer; "identity" is the output's."""
        return (*[self.activation] * (len(self.weights) - 1), "identity")


def draw_network(
    sizes: Sequence[int], rng: np.random.Generator, *, activation: Activation = "relu"
) -> Network:
    """A network with random weights, of the size that suits ReLU layers, and biases of 0.

    W_l ~ Normal(0, 2 / n_{l-1}),  n_{l-1} inputs of the layer    [He et al. 2015, eq. 10]

    Args:
        sizes: units of the input, each hidden layer and the output.
        rng: source of the draw.
        activation: what bends the hidden layers.

    Raises:
        TypeError: ``sizes`` or ``rng`` is of the wrong kind.
        ValueError: there are fewer than two sizes, one is below 1, or the activation is unknown.
    """
    check_rng(rng)
    sizes = check_shape(sizes)
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(
            f"sizes must be those of input, any hidden layers and output, each 1 or more, not {sizes!r}"
        )
    weights = [rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out)) for n_in, n_out in pairwise(sizes)]
    return Network(weights, [np.zeros(n_out) for n_out in sizes[1:]], activation)


def _layers_fit(weights: Sequence[NDArray[Any]], biases: Sequence[NDArray[Any]]) -> bool:
    """Whether these are one or more layers, each taking as many units as the one before gives."""
    if not 0 < len(weights) == len(biases) or any(w.ndim != 2 for w in weights):
        return False
    outs = [w.shape[1] for w in weights]
    return [b.shape for b in biases] == [(n,) for n in outs] and outs[:-1] == [len(w) for w in weights[1:]]
