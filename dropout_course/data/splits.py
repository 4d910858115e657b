"""Which images to learn from, which to choose by, which to judge by."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .images import Dataset, Images


@dataclass(frozen=True)
class Splits:
    """Three sets without a common image, each with as many images of one class as of another.

    Attributes:
        train: fits the weights.
        validation: chooses settings, such as the learning rate; cut from the published training part.
        test: judges, once, what was chosen; cut from the published test part.
    """

    train: Images
    validation: Images
    test: Images


def split(dataset: Dataset, *, train: int, validation: int, test: int, rng: np.random.Generator) -> Splits:
    """Draw class-balanced train, validation and test sets of the sizes asked for.

    Args:
        dataset: train and validation images come from its train part, test images from its test part.
        train: number of images to learn from, a multiple of the number of classes; likewise the other two.
        validation: number of images to choose by.
        test: number of images to judge by.
        rng: source of the draw; the same generator state gives the same sets.

    Raises:
        TypeError: ``rng`` is not a numpy Generator.
        ValueError: a size is no multiple of the number of classes, or there are too few images.
    """
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy Generator, not {rng!r}; make one: np.random.default_rng(seed)")
    labels = dataset.train.labels
    cut = _per_class(train, labels)
    rows = _balanced_rows(labels, cut + _per_class(validation, labels), rng)  # (classes, examples of each)
    return Splits(
        train=dataset.train.take(rng.permutation(rows[:, :cut].ravel())),
        validation=dataset.train.take(rng.permutation(rows[:, cut:].ravel())),
        test=dataset.test.take(balanced_sample(dataset.test.labels, test, rng)),
    )


def balanced_sample(labels: NDArray[np.int64], size: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Rows of ``size`` examples, none twice, as many of each class, in random order.

    Raises:
        ValueError: ``size`` is no multiple of the number of classes, or a class has too few examples.
    """
    return rng.permutation(_balanced_rows(labels, _per_class(size, labels), rng).ravel())


def _per_class(size: int, labels: NDArray[np.int64]) -> int:
    classes = len(np.unique(labels))
    if size < 0 or size % classes:
        raise ValueError(
            f"a balanced set of {classes} classes has a multiple of {classes} images, not {size}"
        )
    return size // classes


def _balanced_rows(labels: NDArray[np.int64], each: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """(classes, each): the rows of ``each`` examples of every class, in random order."""
    classes, counts = np.unique(labels, return_counts=True)
    if each > counts.min():
        raise ValueError(
            f"there are only {counts.min()} images of one class, not {each}: ask for fewer, "
            "or take load_full() instead of load_subset()"
        )
    return np.stack([rng.choice(np.flatnonzero(labels == c), size=each, replace=False) for c in classes])
