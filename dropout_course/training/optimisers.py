"""From gradients to steps, for all models of a stack at once.

The backward pass adds the gradients to ``sums``, of which it first leaves the share ``keep``: for gradient
descent the sum is the velocity itself, so that momentum costs no pass of its own over the memory.
"""

from collections.abc import Sequence
from typing import Protocol

import torch
from torch import Tensor

BETA2, EPSILON = 0.999, 1e-8


class Rule(Protocol):
    """An optimiser.

    Attributes:
        sums: for each parameter, of its shape, what the gradient is added to.
        keep: what is left of the sums then: (models, 1, 1), or one number for all models.
    """

    sums: list[Tensor]
    keep: Tensor | float

    def step(self, parameters: Sequence[Tensor], learning_rates: Sequence[Tensor]) -> None:
        """Move the parameters, in place, each model by its own learning rate (models, 1, 1)."""


class Descent:
    """v <- momentum * v + gradient, w <- w - learning_rate * v."""

    def __init__(self, parameters: Sequence[Tensor], momentum: Tensor) -> None:
        """``momentum``: (models, 1, 1)."""
        self.sums = [torch.zeros_like(w) for w in parameters]
        alike = bool((momentum == momentum[0]).all())
        self.keep: Tensor | float = momentum[0].item() if alike else momentum

    def step(self, parameters: Sequence[Tensor], learning_rates: Sequence[Tensor]) -> None:
        """The step."""
        for w, velocity, rate in zip(parameters, self.sums, learning_rates, strict=True):
            w.addcmul_(velocity, rate, value=-1)


class Adam:
    """The running mean of the gradient, in units of its running size [Kingma and Ba 2015, algorithm 1]."""

    def __init__(self, parameters: Sequence[Tensor], momentum: Tensor) -> None:
        """``momentum``: beta1, (models, 1, 1)."""
        self.sums = [torch.zeros_like(w) for w in parameters]  # the gradients of one step
        self.keep: Tensor | float = 0.0
        self._means = [torch.zeros_like(w) for w in parameters]
        self._squares = [torch.zeros_like(w) for w in parameters]
        self._beta1, self._steps = momentum, 0

    def step(self, parameters: Sequence[Tensor], learning_rates: Sequence[Tensor]) -> None:
        """The step: w <- w - lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + eps)."""
        self._steps += 1
        of_mean, of_square = 1 - self._beta1**self._steps, 1 - BETA2**self._steps  # both started from 0
        states = zip(parameters, self.sums, self._means, self._squares, learning_rates, strict=True)
        for w, gradient, mean, square, rate in states:
            mean.mul_(self._beta1).addcmul_(gradient, 1 - self._beta1)
            square.mul_(BETA2).addcmul_(gradient, gradient, value=1 - BETA2)
            size = (square / of_square).sqrt_().add_(EPSILON)
            w.addcdiv_(mean * (rate / of_mean), size, value=-1)


OPTIMISERS: dict[str, type[Descent] | type[Adam]] = {"sgd": Descent, "adam": Adam}
