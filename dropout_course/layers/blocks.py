"""DropBlock in torch: squares of a feature map are dropped; the equations stand in ``reference.blocks``."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

import torch
from torch import Tensor
from torch.nn.functional import pad

from dropout_course.reference import block_keep_probability, block_seed_rate, check_rate

from ._validation import check_generator


def block_multiplier(
    shape: Sequence[int], p: float, block: int, generator: torch.Generator, *, training: bool = True
) -> Tensor:
    """What DropBlock multiplies by: 0 in the squares, elsewhere 1 over the chance to be kept; at test time 1.

    Args:
        shape: shape of the activations, (..., height, width).
        p: expected share *dropped* of a map, 0 <= p <= 1.
        block: side of the squares.
        generator: source of the draw; the multiplier is made on its device.
        training: False returns ones and draws nothing.

    Returns:
        Float64 tensor of ``shape``.

    Raises:
        TypeError: ``p`` or ``generator`` is of the wrong kind.
        ValueError: ``p`` is not in [0, 1], or no square fits into the map.
    """
    p = check_rate(p)
    check_generator(generator)
    if not training:
        return torch.ones(shape, dtype=torch.float64, device=generator.device)
    starts = (*shape[:-2], *(side - block + 1 for side in shape[-2:]))
    block_seed_rate(p, _size(shape), block)  # what is refused uses up no randomness
    uniforms = torch.rand(starts, generator=generator, dtype=torch.float64, device=generator.device)
    return blocks_from(uniforms, p, _size(shape), block)


def blocks_from(uniforms: Tensor, p: float, size: tuple[int, int], block: int) -> Tensor:
    """The multiplier that a draw stands for.

    Args:
        uniforms: from [0, 1), one for each place where a square may start: (..., height - block + 1, width -
            block + 1).
        p: expected share *dropped* of a map.
        size: (height, width) of the map.
        block: side of the squares.

    Returns:
        (..., height, width), with the dtype of ``uniforms``.
    """
    starts = pad(uniforms < block_seed_rate(p, size, block), [block - 1] * 4)
    height, width = size
    rows = reduce(or_, (starts[..., i : i + height, :] for i in range(block)))  # far sooner than max_pool2d
    dropped = reduce(or_, (rows[..., i : i + width] for i in range(block)))
    scale = 1 / torch.as_tensor(block_keep_probability(p, size, block)).to(uniforms)
    return torch.where(dropped, 0, scale)  # p = 1: 0, not 0 * infinity


def _size(shape: Sequence[int]) -> tuple[int, int]:
    if len(shape) < 2:
        raise ValueError(
            f"squares are dropped from maps: shape must be (..., height, width), not {tuple(shape)}"
        )
    return shape[-2], shape[-1]
