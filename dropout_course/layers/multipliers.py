"""What the two forms of dropout multiply by, drawn by torch.

The equations, and where they come from, stand beside their twins in ``dropout_course.reference``. Numbers are
drawn in float64, as there: float32 would round a rate to a multiple of 2^-24.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from dropout_course.reference import check_rate

from ._validation import check_generator


def keep_mask(shape: Sequence[int], p: float, generator: torch.Generator) -> Tensor:
    """Which units stay: every element is True with probability 1 - p, independently of the others.

    Args:
        shape: shape of the activations, such as ``x.shape``.
        p: probability of *dropping* a unit, 0 <= p <= 1 (not the keep probability).
        generator: source of the draw; the mask is made on its device.

    Returns:
        Boolean tensor of ``shape``.

    Raises:
        TypeError: ``p`` or ``generator`` is of the wrong kind.
        ValueError: ``p`` is not in [0, 1].
    """
    p = check_rate(p)
    check_generator(generator)
    uniforms = torch.rand(shape, generator=generator, dtype=torch.float64, device=generator.device)
    return uniforms >= p


def inverted_multiplier(
    shape: Sequence[int], p: float, generator: torch.Generator, *, training: bool = True
) -> Tensor:
    """What inverted dropout multiplies by: 0 with probability ``p``, else ``1 / (1 - p)``; at test time 1.

    Arguments and errors as for ``keep_mask``; float64.
    """
    p = check_rate(p)
    check_generator(generator)
    if not training:
        return torch.ones(shape, dtype=torch.float64, device=generator.device)
    keep = keep_mask(shape, p, generator).double()
    return keep / (1 - p) if p < 1 else keep  # p = 1 drops all: 0, not 0 / 0


def classic_multiplier(
    shape: Sequence[int], p: float, generator: torch.Generator, *, training: bool = True
) -> Tensor:
    """What classic dropout multiplies by: 0 with probability ``p``, else 1; at test time ``1 - p``.

    Arguments and errors as for ``keep_mask``; float64.
    """
    p = check_rate(p)
    check_generator(generator)
    if not training:
        return torch.full(shape, 1 - p, dtype=torch.float64, device=generator.device)
    return keep_mask(shape, p, generator).double()
