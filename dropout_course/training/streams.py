"""Randomness of a stack: one stream for each purpose, none of them global.

Each purpose (initial weights, order of the data, masks of a layer, noise in the labels) draws from its own
generator, all seeded by the seed that the models of the stack have in common. So a model meets the same
numbers whichever models it is stacked with.
"""

import numpy as np
import torch
from torch import Tensor

LABELS = 1_000_000  # the label noise's stream, far beyond those of any layer


class Streams:
    """The generators that a seed stands for."""

    def __init__(self, seed: int, layers: int) -> None:
        """``layers``: how many layers dropout acts on."""
        streams = np.random.SeedSequence(seed).spawn(2 + layers)
        self._init, self._order, *self._masks = [_generator(stream) for stream in streams]
        self._labels = np.random.SeedSequence(seed, spawn_key=(LABELS,))

    def normal(self, *shape: int) -> Tensor:
        """Standard normal numbers for initial weights."""
        return torch.randn(shape, generator=self._init)

    def order(self, examples: int) -> Tensor:
        """(examples,): a fresh order of the training set."""
        return torch.randperm(examples, generator=self._order)

    def uniforms(self, layer: int, *shape: int) -> Tensor:
        """Numbers from [0, 1), multiples of 2^-24, for the masks of ``layer``."""
        return torch.rand(shape, generator=self._masks[layer])

    def label_noise(self) -> np.random.Generator:
        """What decides which labels are replaced, and by what: the same at every call."""
        return np.random.default_rng(self._labels)


def _generator(seed: np.random.SeedSequence) -> torch.Generator:
    return torch.Generator().manual_seed(int(seed.generate_state(1, np.uint64)[0] >> np.uint64(1)))
