"""Train the small network of the demo "train or eval": ``python scripts/make_small_network.py``.

A perceptron 196-24-10 without biases, on the shipped images averaged down to 14 x 14, with dropout at p = 0.5
on its hidden units; trained by ``dropout_course.reference`` alone, in seconds. Weights are stored as whole
numbers from -127 to 127 and a scale for each layer, with a few test images to show.
"""

import functools
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dropout_course.data import Images, load_subset
from dropout_course.demos import small_network
from dropout_course.demos.small_network import P, SmallNetwork, halved, inputs
from dropout_course.reference import (
    Network,
    backward_pass,
    draw_multipliers,
    draw_network,
    forward_pass,
    momentum,
    softmax_cross_entropy,
    update,
)

SEED = 14
SIZES = (196, 24, 10)
EPOCHS, BATCH = 60, 100
LEARNING_RATE = 0.1  # falls linearly to zero
LEVELS = 127
SHOWN = (25, 3, 29, 44, 94, 78)  # test images: easy ones, doubtful ones, and two that it gets wrong


def train(x: NDArray[np.float64], labels: NDArray[np.int64], rng: np.random.Generator) -> Network:
    """Gradient descent with momentum, a fresh mask for every example; the biases stay at 0."""
    network = draw_network(SIZES, rng)
    biases, states = network.biases, None
    steps = EPOCHS * len(x) // BATCH
    for step in range(steps):
        if step * BATCH % len(x) == 0:
            order = rng.permutation(len(x))
        rows = order[step * BATCH % len(x) :][:BATCH]
        passed = forward_pass(network, x[rows], draw_multipliers(network, [0, P, 0], BATCH, rng))
        _, slope = softmax_cross_entropy(passed.output, labels[rows])
        rule = functools.partial(momentum, lr=LEARNING_RATE * (1 - step / steps))
        network, states = update(network, backward_pass(network, passed, slope), rule, states)
        network = Network(network.weights, biases)
    return network


def stored(network: Network, images: Images) -> SmallNetwork:
    """The network with its weights rounded to so many levels, beside ``images``."""
    scales = tuple(float(np.abs(w).max()) / LEVELS for w in network.weights)
    levels = tuple(np.round(w / s).astype(np.int8) for w, s in zip(network.weights, scales, strict=True))
    return SmallNetwork(levels, scales, halved(images.pixels), images.labels)


def write(small: SmallNetwork, path: Path) -> None:
    """Store it in a few kilobytes."""
    np.savez_compressed(
        path,
        levels_0=small.levels[0],
        levels_1=small.levels[1],
        scales=np.array(small.scales),
        pixels=small.pixels,
        labels=small.labels.astype(np.uint8),
    )


def main() -> None:
    """Train, round, write into the package, and say how good it is."""
    images = load_subset()
    network = train(inputs(halved(images.train.pixels)), images.train.labels, np.random.default_rng(SEED))
    small = stored(network, images.test.take(np.array(SHOWN)))
    path = Path(small_network.__file__).with_name(small_network.FILE)
    write(small, path)
    answers = forward_pass(small.network, inputs(halved(images.test.pixels))).output.argmax(axis=1)
    accuracy = np.mean(answers == images.test.labels)
    print(f"{path}: {path.stat().st_size / 1e3:.1f} kB, test accuracy {accuracy:.1%}")


if __name__ == "__main__":
    main()
