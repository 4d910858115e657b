"""Dropout for torch: the reference's two forms as modules, with randomness as an explicit argument.

    layer = InvertedDropout(0.5, generator=torch.Generator().manual_seed(0))

Drawing is told apart from applying here too: ``multiply`` applies any multiplier, so that torch and
``dropout_course.reference`` can be compared on the same draw.
"""

from .blocks import block_multiplier
from .modules import ClassicDropout, InvertedDropout
from .multiplication import multiply
from .multipliers import classic_multiplier, inverted_multiplier, keep_mask

__all__ = [
    "ClassicDropout",
    "InvertedDropout",
    "block_multiplier",
    "classic_multiplier",
    "inverted_multiplier",
    "keep_mask",
    "multiply",
]
