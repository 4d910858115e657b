"""What is to be trained, and what came of it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..reference import Network

SETS = ("train", "validation", "test")
METRICS = ("accuracy", "nll", "ece")


@dataclass(frozen=True)
class Run:
    """One model of a stack.

    Attributes:
        rates: probabilities of *dropping* a unit of the input and of each hidden layer, in that order.
        learning_rate: step size of gradient descent at the first step; the recipe's schedule lowers it.
        seed: of the initial weights, the order of the data and the masks. Runs with equal seeds are paired:
            they start alike, see the batches in one order and share their draws, so that what a higher
            rate keeps, a lower rate keeps too.
        biases: False leaves them at 0: the network has none.
    """

    rates: tuple[float, ...]
    learning_rate: float
    seed: int
    biases: bool = True


@dataclass(frozen=True)
class Recipe:
    """What all runs of a stack share.

    Attributes:
        hidden: units in each hidden layer; they are rectified (ReLU).
        epochs: passes over the training set.
        batch_size: examples in a step, which averages their gradients.
        momentum: v <- momentum * v + gradient, w <- w - learning_rate * v.
        schedule: how the learning rate goes on; "linear" lets it fall to zero at the end, so that what is
            measured there does not hang on the last few batches.
    """

    hidden: tuple[int, ...] = (256, 256)
    epochs: int = 40
    batch_size: int = 100
    momentum: float = 0.9
    schedule: Literal["constant", "linear"] = "linear"

    def share(self, progress: float) -> float:
        """What is left of the first learning rate when ``progress``, in [0, 1), of the steps are done."""
        return 1 - progress if self.schedule == "linear" else 1.0


@dataclass(frozen=True)
class Predictions:
    """What a trained model says of each image of a set; all arrays are (images,).

    Attributes:
        correct: bool, whether the most probable class is the label.
        nll: float32, minus the logarithm (natural) of the label's probability.
        confidence: float32, the probability of the most probable class.
    """

    correct: NDArray[np.bool_]
    nll: NDArray[np.float32]
    confidence: NDArray[np.float32]


@dataclass(frozen=True)
class Outcome:
    """What came of one run; the keys of both dictionaries are those of ``SETS`` that were measured.

    Attributes:
        curves: (epochs, 3), float64: the ``METRICS`` after each epoch, dropout off.
        final: predictions after the last epoch, dropout off.
        network: the trained weights, float32, if they were asked for: ``reference.forward_pass`` runs it with
            any mask, and its places are the rates of the run, then the output.
    """

    curves: dict[str, NDArray[np.float64]]
    final: dict[str, Predictions]
    network: Network | None = None
