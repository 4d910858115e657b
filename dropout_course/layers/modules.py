"""The two forms of dropout as torch modules."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from dropout_course.reference import check_rate

from ._validation import check_float_tensor, check_generator
from .multiplication import multiply
from .multipliers import classic_multiplier, inverted_multiplier


class _Dropout(nn.Module):
    """Multiplies by what ``multiplier`` draws: for every call afresh, for every element its own."""

    def __init__(self, p: float, *, generator: torch.Generator) -> None:
        super().__init__()
        check_generator(generator)
        self.p = check_rate(p)
        self.generator = generator

    def multiplier(self, shape: Sequence[int]) -> Tensor:
        """What activations of ``shape`` are multiplied by, in the module's present mode."""
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """``x * multiplier``, as a new tensor with the dtype of ``x``."""
        check_float_tensor(x, "x")  # before the draw: what is refused uses up no randomness
        return multiply(x, self.multiplier(x.shape))

    def extra_repr(self) -> str:
        return f"p={self.p}"


class InvertedDropout(_Dropout):
    """Inverted dropout, as ``torch.nn.Dropout``: survivors are scaled by 1 / (1 - p) in training.

    training   y = x * m,  m = b / (1 - p),  b ~ Bernoulli(1 - p)    [Srivastava et al. 2014, sec. 10]
    eval       y = x

    Args:
        p: probability of *dropping* a unit, 0 <= p <= 1 (not the keep probability).
        generator: source of every draw; modules may share one. A copy of the module, or of a model that
            holds it, goes on with a generator of its own from the same state, so it draws the same masks.
    """

    def multiplier(self, shape: Sequence[int]) -> Tensor:
        """0 with probability ``p``, else 1 / (1 - p); ones in eval mode."""
        return inverted_multiplier(shape, self.p, self.generator, training=self.training)


class ClassicDropout(_Dropout):
    """Classic dropout: units are only dropped in training, and all are scaled by 1 - p at test time.

    training   y = x * b,  b ~ Bernoulli(1 - p)    [Srivastava et al. 2014, sec. 4]
    eval       y = (1 - p) * x

    Args:
        p: probability of *dropping* a unit, 0 <= p <= 1 (not the keep probability).
        generator: source of every draw; modules may share one. A copy of the module, or of a model that
            holds it, goes on with a generator of its own from the same state, so it draws the same masks.
    """

    def multiplier(self, shape: Sequence[int]) -> Tensor:
        """0 with probability ``p``, else 1; 1 - p everywhere in eval mode."""
        return classic_multiplier(shape, self.p, self.generator, training=self.training)
