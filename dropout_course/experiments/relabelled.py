"""Images of which a share carries labels drawn at random."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..data import CLASSES, Images, Splits
from .stacks import Sizes


@dataclass(frozen=True)
class Relabelled(Sizes):
    """The same images as ``Sizes``, some of those to learn from with a label drawn at random.

    Attributes:
        share: of the training images that draw their label anew; one in ten draws the true one again.
        label_seed: of the draw. Validation and test images keep their labels.
    """

    share: float
    label_seed: int

    def load(self) -> Splits:
        """The three sets."""
        splits = super().load()
        rng = np.random.default_rng(self.label_seed)
        labels = relabel(splits.train.labels, self.share, rng)
        return replace(splits, train=Images(splits.train.pixels, labels))


def relabel(labels: NDArray[np.int64], share: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """``labels``, of which a ``share`` is replaced by uniform draws.

    From equal generators a larger share changes what a smaller one changes, and more.
    """
    order, drawn = rng.permutation(len(labels)), rng.integers(len(CLASSES), size=len(labels))
    rows = order[: round(share * len(labels))]
    changed = labels.copy()
    changed[rows] = drawn[rows]
    return changed
