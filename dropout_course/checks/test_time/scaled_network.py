"""Homework 3, one pass through a network: ``weight_scaling(weights, biases, rates, x)``."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import as_array
from dropout_course.checks.classic import NOT_SCALED
from dropout_course.checks.law import LOWER_RATES
from dropout_course.checks.property import (
    Evidence,
    Failed,
    LearnerFunction,
    Misconception,
    Property,
    because_of,
)
from dropout_course.checks.test_time.calls import Array, alike, ask_copies, leaves_alone, words
from dropout_course.checks.test_time.layer import DROPS, ROOT, SQUARED
from dropout_course.reference import softmax

PAGE = "Classic dropout"

SCALED_BY_P = Misconception(
    "The inputs are scaled by p", "`p` is the probability to drop; 1 - p of the units were heard.", PAGE
)
DIVIDED = Misconception(
    "The inputs are divided by 1 - p", "Now all units speak, so each must say less.", PAGE
)
SCALED_BIAS = Misconception(
    "The biases are scaled, too", "Scale what goes into a layer, not what comes out of it.", PAGE
)
NO_BIAS = Misconception("The biases are missing", "Add `biases[i]` to what the weights give.", PAGE)
REVERSED = Misconception(
    "The rates are in the wrong order", "Layer i has `rates[i]`: count from the front.", PAGE
)
SHIFTED = Misconception(
    "The rates act one layer too late", "`rates[i]` acts on what goes into layer i; `rates[0]` on x.", PAGE
)
ONE_RATE = Misconception("One rate is used for all layers", "Layer i has its own, `rates[i]`.", PAGE)
INPUT_ONLY = Misconception(
    "Only the first layer's input is scaled", "Every layer heard fewer units in training, each by its rate.",
    PAGE,
)  # fmt: skip
INPUT_LEFT_OUT = Misconception(
    "The network's own input is not scaled", "`rates[0]` acts on x: scale it as well.", PAGE
)
COMPOUNDED = Misconception(
    "The factors pile up", "The input of layer i is scaled by 1 - rates[i] alone: earlier factors are in it.",
    PAGE,
)  # fmt: skip
RELU_ON_INPUT = Misconception(
    "The input went through the ReLU", "It stands between the layers, not before the first.", "Test time"
)
NO_RELU = Misconception("The ReLU is missing", "Between the layers stands max(0, a).", "Test time")
RELU_ON_LOGITS = Misconception(
    "The logits went through the ReLU", "It stands between the layers, not after the last.", "Test time"
)
PROBABILITIES = Misconception(
    "The answer holds probabilities", "Logits are asked for: leave out the softmax.", "Test time"
)
WRONG_LAYER = Misconception(
    "The logits are wrong for a single layer", "They are ((1 - p) x) W + b.", PAGE
)  # fmt: skip
WRONG_NETWORK = Misconception(
    "The logits are wrong for several layers", "Scale, multiply, add the bias, ReLU; and so on.", PAGE
)
EDGE = Misconception(
    "The edge cases are wrong", "A rate of 0 leaves its layer as it is, one of 1 only the bias.", PAGE
)


class Network(NamedTuple):
    """What the function is asked about."""

    weights: list[NDArray[np.float64]]
    biases: list[NDArray[np.float64]]
    rates: list[float]
    x: Array


def draw_network(rng: np.random.Generator, layers: int) -> Network:
    """A network whose layers all differ in size; neighbouring rates lie on either side of one half."""
    sizes = rng.permutation(np.arange(4, 10))[: layers + 1]
    weights = [rng.normal(0, 1, (sizes[i], sizes[i + 1])) for i in range(layers)]
    biases = [rng.uniform(0.5, 1.5, size) * rng.choice([-1, 1], size) for size in sizes[1:]]
    below = rng.uniform(*LOWER_RATES, layers)
    rates = [float(p if (i + layers) % 2 else 1 - p) for i, p in enumerate(below)]
    return Network(weights, biases, rates, rng.normal(0, 1, (12, sizes[0])))


def logits(network: Network, factors: Sequence[float], bias_factors: Sequence[float] | None = None) -> Array:
    """What the network says when each layer's input is multiplied by its factor."""
    h = network.x
    for i, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        h = (relu(h) if i else h) * factors[i] @ weight + bias * (bias_factors[i] if bias_factors else 1)
    return h


def without_relu(network: Network, factors: Sequence[float]) -> Array:
    """The same, with no ReLU between the layers."""
    h = network.x
    for weight, bias, factor in zip(network.weights, network.biases, factors, strict=True):
        h = h * factor @ weight + bias
    return h


def relu(a: Array) -> Array:
    """max(0, a)."""
    return np.maximum(a, 0)


def mistakes(network: Network) -> Iterator[tuple[Misconception, Array]]:
    """Known wrong answers, the plainest first."""
    keep = [1 - p for p in network.rates]
    ones = [1.0] * len(keep)
    right = logits(network, keep)
    yield NOT_SCALED, logits(network, ones)
    yield SCALED_BY_P, logits(network, network.rates)
    yield DIVIDED, logits(network, [1 / max(factor, 1e-9) for factor in keep])
    yield ROOT, logits(network, list(np.sqrt(keep)))
    yield SQUARED, logits(network, [factor**2 for factor in keep])
    yield SCALED_BIAS, logits(network, keep, keep)
    yield NO_BIAS, logits(network, keep, [0] * len(keep))
    yield PROBABILITIES, softmax(right)
    yield RELU_ON_LOGITS, relu(right)
    yield RELU_ON_INPUT, logits(network._replace(x=relu(network.x)), keep)
    if len(keep) > 1:
        yield NO_RELU, without_relu(network, keep)
        yield SHIFTED, logits(network, [1, *keep[:-1]])
        yield SHIFTED, logits(network, [*keep[1:], keep[0]])
        yield REVERSED, logits(network, keep[::-1])
        for factor in (*keep, float(np.mean(keep))):
            yield ONE_RATE, logits(network, [factor] * len(keep))
        yield INPUT_ONLY, logits(network, [keep[0], *ones[1:]])
        yield INPUT_LEFT_OUT, logits(network, [1, *keep[1:]])
        yield COMPOUNDED, logits(network, list(np.cumprod(keep)))


def fail_if_wrong(weight_scaling: LearnerFunction, network: Network, otherwise: Misconception) -> Evidence:
    """Raise unless the answer is the network's at the mean mask."""
    right = logits(network, [1 - p for p in network.rates])
    answer = as_array(ask_copies(weight_scaling, *network), right.shape)
    if alike(answer, right):
        rates = ", ".join(f"{p:.3g}" for p in network.rates)
        return Evidence(f"{len(network.weights)} layers at rates {rates}: {words(right[0])}")
    reason = next((reason for reason, wrong in mistakes(network) if alike(answer, wrong)), otherwise)
    if reason is otherwise and not alike(answer, as_array(ask_copies(weight_scaling, *network), right.shape)):
        reason = DROPS
    raise Failed(reason, f"{words(answer[0])} for the first example", words(right[0]))


def layer(weight_scaling: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """One layer: the input is scaled, the bias is not."""
    return fail_if_wrong(weight_scaling, draw_network(rng, 1), WRONG_LAYER)


def network(weight_scaling: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Four layers and two: each input by its own rate, the ReLU between them."""
    fail_if_wrong(weight_scaling, draw_network(rng, 4), WRONG_NETWORK)  # two would leave some causes alike
    return fail_if_wrong(weight_scaling, draw_network(rng, 2), WRONG_NETWORK)


def edges(weight_scaling: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Rates of 0 and 1 in some layer of three."""
    for p in (0.0, 1.0):
        for place in range(3):
            drawn = draw_network(rng, 3)
            drawn.rates[place] = p
            right = logits(drawn, [1 - p for p in drawn.rates])
            answer = as_array(ask_copies(weight_scaling, *drawn), right.shape)
            if not alike(answer, right):
                raise Failed(EDGE, f"{words(answer[0])} where rates[{place}] is {p:g}", words(right[0]))
    return Evidence("a rate of 0 leaves its layer as it is, one of 1 only the bias")


def arguments(weight_scaling: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The network that was handed over is as it was."""
    return leaves_alone(weight_scaling, *draw_network(rng, 3))


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "weight_scaling": (
        Property("layer", "one layer's logits are those at the mean mask", because_of(layer, network)),
        Property("network", "so are those of several layers", network),
        Property(
            "edges",
            "a rate of 0 leaves a layer as it is, one of 1 its bias alone",
            because_of(edges, layer, network),
        ),
        Property("input", "weights, biases and x are not changed", arguments),
    )
}
