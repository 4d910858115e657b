"""The gradient of each example by itself, without ever writing it down.

A layer's gradient of one example is an outer product, h da^T. Its length and its products with others follow
from those of h and da, so that thousands of gradients of a network are compared in a few matrix products.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data import Images
from ..reference import (
    Gradients,
    Network,
    activation_slope,
    backward,
    backward_pass,
    draw_multipliers,
    forward_pass,
    softmax_cross_entropy,
)

FloatArray = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class ExampleGradients:
    """Gradients of the loss of each of ``n`` examples, each under a mask of its own.

    Attributes:
        inputs: what each layer was given, (n, in).
        errors: gradient with respect to each layer's sums, (n, out); the bias's gradient, too.
        mean: the mean gradient over the examples.
    """

    inputs: tuple[FloatArray, ...]
    errors: tuple[FloatArray, ...]
    mean: Gradients

    def products(self, other: "ExampleGradients") -> FloatArray:
        """The product of each example's gradient with the other's of the same example, (n,).

        g . g' = sum over layers of (h . h' + 1) (da . da'),  the 1 being the bias's
        """
        layers = zip(self.inputs, other.inputs, self.errors, other.errors, strict=True)
        return np.asarray(sum(((h * k).sum(1) + 1) * (d * e).sum(1) for h, k, d, e in layers))

    def squared_distances(self) -> FloatArray:
        """How far each example's gradient lies from their mean, squared, (n,); its mean is their variance.

        |g_i - g|^2 n / (n - 1),  with Bessel's factor because the mean is estimated from them
        """
        weights, biases, _ = self.mean
        layers = zip(self.inputs, self.errors, weights, biases, strict=True)
        with_mean = sum(((h @ w + b) * d).sum(1) for h, d, w, b in layers)
        square = sum(float((g**2).sum()) for g in (*weights, *biases))
        n = len(self.errors[0])
        return np.asarray((self.products(self) - 2 * with_mean + square) * n / (n - 1))


def example_gradients(
    network: Network, images: Images, p: float, rng: np.random.Generator
) -> ExampleGradients:
    """The gradient of each image's loss, with inverted dropout after each hidden layer.

    Args:
        network: from pixels to classes.
        images: the examples.
        p: probability of *dropping* a hidden unit.
        rng: source of the masks, one an image.
    """
    hidden = len(network.weights) - 1
    masks = draw_multipliers(network, (0.0, *[p] * hidden, 0.0), (len(images),), rng)
    passed = forward_pass(network, images.inputs().astype(float), masks)
    _, dlogits = softmax_cross_entropy(passed.output, images.labels)  # of the mean loss
    errors = [dlogits * len(images)]
    for layer in reversed(range(hidden)):
        slope = activation_slope(passed.sums[layer], network.activations[layer])
        errors.append(backward(errors[-1] @ network.weights[layer + 1].T, masks[layer + 1]) * slope)
    return ExampleGradients(passed.inputs, tuple(errors[::-1]), backward_pass(network, passed, dlogits))
