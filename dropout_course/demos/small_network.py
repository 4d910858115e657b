"""A small trained network and a few images, as ``scripts/make_small_network.py`` left them."""

from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from dropout_course.reference import Network

FILE = "small_network.npz"
P = 0.5  # with which its hidden units were dropped in training
MIDDLE = 0.3  # about the mean pixel


@dataclass(frozen=True)
class SmallNetwork:
    """A perceptron without biases, its weights in whole numbers, and images to show it.

    Attributes:
        levels: int8 of each layer (in, out); a weight is its level times the layer's scale.
        scales: of each layer.
        pixels: (images, 14, 14), uint8, test images that it did not learn from.
        labels: (images,), int64, what they show.
    """

    levels: tuple[NDArray[np.int8], ...]
    scales: tuple[float, ...]
    pixels: NDArray[np.uint8]
    labels: NDArray[np.int64]

    @property
    def network(self) -> Network:
        """The network that ``reference`` knows, float64."""
        weights = [levels * scale for levels, scale in zip(self.levels, self.scales, strict=True)]
        return Network(weights, [np.zeros(w.shape[1]) for w in weights])


def load() -> SmallNetwork:
    """The network that travels with the package."""
    source = resources.files("dropout_course.demos").joinpath(FILE)
    with resources.as_file(source) as path, np.load(path, allow_pickle=False) as arrays:
        return SmallNetwork(
            levels=(arrays["levels_0"], arrays["levels_1"]),
            scales=tuple(arrays["scales"].tolist()),
            pixels=arrays["pixels"],
            labels=arrays["labels"].astype(np.int64),
        )


def halved(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Images of half the height and width: each pixel the rounded mean of four."""
    n, height, width = pixels.shape
    fours = pixels.reshape(n, height // 2, 2, width // 2, 2)
    return np.asarray(fours.mean(axis=(2, 4)).round(), dtype=np.uint8)


def inputs(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """What the network eats: (images, 196), pixel values scaled to [0, 1], less ``MIDDLE``."""
    return pixels.reshape(len(pixels), -1) / 255 - MIDDLE
