"""Memory that every step uses again."""

from collections.abc import Hashable

import torch
from torch import Tensor


class Workspace:
    """Tensors by name and shape, overwritten by whoever asks for them next.

    A fresh tensor of some megabytes comes from the system page by page, which costs as much as a small
    matrix product.
    """

    def __init__(self) -> None:
        """Empty at first."""
        self._tensors: dict[Hashable, Tensor] = {}

    def __call__(self, name: str, *shape: int) -> Tensor:
        """A tensor of ``shape`` with whatever was left in it."""
        if (name, shape) not in self._tensors:
            self._tensors[name, shape] = torch.empty(shape)
        return self._tensors[name, shape]
