"""What a trained network answers at test time: dropout off, averaged over passes, or with a factor amiss."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..reference import Network, activate, forward_pass, log_softmax, monte_carlo
from ..training import Outcome, Predictions

FloatArray: TypeAlias = NDArray[np.floating[Any]]


def passes(network: Network, x: FloatArray, p: float, count: int, rng: np.random.Generator) -> FloatArray:
    """Logits of so many passes with dropout left on after each hidden layer: (passes, images, classes).

    Nothing drops before the first hidden layer, so that its work is done once for all passes.
    """
    h = activate(forward_pass(network, x).sums[0], network.activation)
    rest = Network(network.weights[1:], network.biases[1:], network.activation)
    return monte_carlo(rest, h, [p] * len(rest.weights) + [0.0], count, rng)


def with_factor(network: Network, x: FloatArray, factor: float) -> FloatArray:
    """Logits of one pass in which every hidden activation is multiplied by ``factor``."""
    places = len(network.sizes)
    multipliers = [None, *[np.array([factor])] * (places - 2), None]
    return forward_pass(network, x, multipliers).output


def log_mean(logits: FloatArray) -> FloatArray:
    """Logarithm of the mean, over the first axis, of the class probabilities.

    log 1/T sum_t q_t,  in float64 and without leaving the logarithm: a probability may be very small
    """
    log_q = log_softmax(logits.astype(np.float64))
    return np.asarray(np.logaddexp.reduce(log_q, axis=0) - np.log(len(log_q)))


def judged(log_q: FloatArray, labels: NDArray[np.int64]) -> Outcome:
    """Class probabilities, given as their logarithms (images, classes), as an outcome on the test set."""
    right = np.take_along_axis(log_q, labels[:, None], axis=1)[:, 0]
    predictions = Predictions(
        correct=log_q.argmax(axis=1) == labels,
        nll=-right.astype(np.float32),
        confidence=np.exp(log_q.max(axis=1)).astype(np.float32),
    )
    return Outcome(curves={}, final={"test": predictions})
