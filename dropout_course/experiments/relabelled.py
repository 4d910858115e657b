"""Images of which a share carries labels drawn at random."""

from dataclasses import dataclass, replace

import numpy as np

from ..data import Images, Splits
from ..training.labels import relabel
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
