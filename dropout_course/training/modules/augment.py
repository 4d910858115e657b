"""What befalls training images on their way into a batch: shifts and mirroring, drawn for each image."""

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import pad

from .runs import Augmentation

SIDE, REACH = 28, 2
STREAM = 1_000_001  # beside that of the label noise, far beyond those of any layer


class Augmenter:
    """Draws from a stream of its own: two runs of one seed meet the same images, however they drop."""

    def __init__(self, kind: Augmentation, seed: int) -> None:
        """``kind``: what to do; ``seed``: of the run."""
        self._kind = kind
        self._rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(STREAM,)))

    def __call__(self, pixels: Tensor) -> Tensor:
        """(batch, 784) to the same: shifted by up to ``REACH`` pixels each way, 0 coming in at the edges."""
        if self._kind == "none":
            return pixels
        n = len(pixels)
        offsets = self._rng.integers(0, 2 * REACH + 1, (2, n, 1))
        mirrored = self._rng.random((n, 1)) < 0.5
        along = np.arange(SIDE)
        across = np.where(mirrored & (self._kind == "shift-flip"), along[::-1], along)
        y, x = torch.from_numpy(along + offsets[0]), torch.from_numpy(across + offsets[1])  # (batch, 28)
        images = pad(pixels.reshape(n, SIDE, SIDE), [REACH] * 4)
        which = torch.arange(n)[:, None, None]
        return images[which, y[:, :, None], x[:, None, :]].reshape(n, -1)
