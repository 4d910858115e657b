"""Labelled images as plain numpy arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Images:
    """``n`` grey images and what they show.

    Attributes:
        pixels: (n, 28, 28), uint8, 0 (background) to 255.
        labels: (n,), int64, 0 to 9: an index into ``CLASSES``.
    """

    pixels: NDArray[np.uint8]
    labels: NDArray[np.int64]

    def __len__(self) -> int:
        """Number of images."""
        return len(self.labels)

    def take(self, rows: NDArray[np.int64]) -> "Images":
        """The images at ``rows``, in that order, as new arrays."""
        return Images(self.pixels[rows], self.labels[rows])

    def inputs(self) -> NDArray[np.float32]:
        """What a dense network eats: (n, 784), float32, pixel values scaled to [0, 1]."""
        return self.pixels.reshape(len(self), 784).astype(np.float32) / np.float32(255)


@dataclass(frozen=True)
class Dataset:
    """The two parts that the authors of a data set published; the test part is for the final word only."""

    train: Images
    test: Images
