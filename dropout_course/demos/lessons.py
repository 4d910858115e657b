"""What small networks learned by heart, and when, as ``scripts/make_by_heart.py`` wrote it down."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PATH = Path(__file__).parent / "by_heart.npz"

LABELS = ("random", "true")
RATES = (0.0, 0.2, 0.5, 0.8)
IMAGES = 60  # taught to each network
SHOWN = 12  # of them, in pictures
UNSEEN = 500
PASSES = 200
EVERY = 4  # passes between two looks
LOOKS = PASSES // EVERY + 1


@dataclass(frozen=True)
class Lessons:
    """The protocol of all networks; the first look is before the first pass.

    Attributes:
        learned: whether an image is answered as taught, (labels, rates, looks, images).
        unseen: how many of 500 unseen images are answered right, (labels, rates, looks).
        taught: class that each image is taught as, (labels, images).
        pixels: the first images, (shown, 28, 28), uint8.
    """

    learned: NDArray[np.bool]
    unseen: NDArray[np.int16]
    taught: NDArray[np.int8]
    pixels: NDArray[np.uint8]


def load() -> Lessons:
    """The protocol that travels with the package."""
    shape = (len(LABELS), len(RATES), LOOKS, IMAGES)
    with np.load(PATH, allow_pickle=False) as arrays:
        bits = np.unpackbits(arrays["learned"], count=int(np.prod(shape)))
        return Lessons(bits.reshape(shape).astype(bool), arrays["unseen"], arrays["taught"], arrays["pixels"])
