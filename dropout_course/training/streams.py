"""Randomness of a stack: for every seed one stream for each purpose, none of them global.

Each purpose (initial weights, order of the data, masks of a layer) draws from its own generator, and each
model only from those of its own seed. So a model meets the same numbers whichever models it is stacked with.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor


class Streams:
    """Equally many generators for every distinct seed of a stack."""

    def __init__(self, seeds: Sequence[int], layers: int) -> None:
        """``seeds``: one for each model, repeats mean pairs; ``layers``: how many layers dropout acts on."""
        distinct = sorted(set(seeds))
        self.which = torch.tensor([distinct.index(seed) for seed in seeds])  # (models,)
        streams = [np.random.SeedSequence(seed).spawn(2 + layers) for seed in distinct]
        generators = [[_generator(stream) for stream in of_seed] for of_seed in streams]
        self._init, self._order, *self._masks = zip(*generators, strict=True)

    def normal(self, *shape: int) -> Tensor:
        """(models, *shape) standard normal numbers for initial weights."""
        return torch.stack([torch.randn(shape, generator=g) for g in self._init])[self.which]

    def order(self, examples: int) -> Tensor:
        """(models, examples): a fresh order of the training set."""
        return torch.stack([torch.randperm(examples, generator=g) for g in self._order])[self.which]

    def uniforms(self, layer: int, *shape: int) -> Tensor:
        """(models, *shape) numbers from [0, 1), multiples of 2^-24, for the masks of ``layer``."""
        return torch.stack([torch.rand(shape, generator=g) for g in self._masks[layer]])[self.which]


def _generator(seed: np.random.SeedSequence) -> torch.Generator:
    return torch.Generator().manual_seed(int(seed.generate_state(1, np.uint64)[0] >> np.uint64(1)))
