"""Train the networks of the demo "by heart": ``python scripts/make_by_heart.py``.

Sixty of the shipped images, taught with their own labels and with random ones, at four dropout rates, to a
perceptron 784-64-64-10; by ``dropout_course.reference`` alone, in some ten seconds. After every fourth pass
it is written down which of the sixty the network answers as taught, and how many unseen images it gets right.
"""

import functools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dropout_course.data import Images, load_subset
from dropout_course.demos import lessons
from dropout_course.demos.lessons import EVERY, IMAGES, LABELS, PASSES, RATES, SHOWN, UNSEEN
from dropout_course.reference import (
    Network,
    adam,
    backward_pass,
    draw_multipliers,
    draw_network,
    forward_pass,
    softmax_cross_entropy,
    update,
)

SIZES = (784, 64, 64, 10)
LEARNING_RATE = 0.003
SEED = 5


def train(x: NDArray[np.float64], labels: NDArray[np.int64], p: float) -> Iterator[Network]:
    """The network before the first pass and after each: all images in one batch, a mask for every image."""
    rng = np.random.default_rng(SEED)
    network, states = draw_network(SIZES, rng), None
    yield network
    for _ in range(PASSES):
        masks = draw_multipliers(network, (0, p, p, 0), len(x), rng)
        passed = forward_pass(network, x, masks)
        _, dlogits = softmax_cross_entropy(passed.output, labels)
        gradients = backward_pass(network, passed, dlogits)
        network, states = update(network, gradients, functools.partial(adam, lr=LEARNING_RATE), states)
        yield network


def answers(network: Network, x: NDArray[np.float64]) -> NDArray[np.int64]:
    """The most probable class of each image, dropout off."""
    return np.asarray(forward_pass(network, x).output.argmax(axis=1))


def protocol(
    images: Images, taught: NDArray[np.int64], unseen: Images
) -> tuple[NDArray[np.bool], NDArray[np.int16]]:
    """What was learned, (rates, looks, images), and how many unseen images were right, (rates, looks)."""
    x, new = images.inputs().astype(float), unseen.inputs().astype(float)
    looks = [[n for i, n in enumerate(train(x, taught, p)) if i % EVERY == 0] for p in RATES]
    learned = [[answers(network, x) == taught for network in of_rate] for of_rate in looks]
    right = [[(answers(network, new) == unseen.labels).sum() for network in of_rate] for of_rate in looks]
    return np.array(learned), np.array(right, dtype=np.int16)


def main() -> None:
    """Train, look, write."""
    subset = load_subset()
    images = subset.train.take(np.arange(IMAGES))
    unseen = subset.test.take(np.arange(UNSEEN))
    taught = {"random": np.random.default_rng(SEED).integers(10, size=IMAGES), "true": images.labels}
    found = [protocol(images, taught[labels], unseen) for labels in LABELS]
    np.savez_compressed(
        lessons.PATH,
        learned=np.packbits([learned for learned, _ in found]),
        unseen=np.array([right for _, right in found]),
        taught=np.array([taught[labels] for labels in LABELS], dtype=np.int8),
        pixels=images.pixels[:SHOWN],
    )


if __name__ == "__main__":
    main()
