"""What is to be trained, and what came of it."""

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from ..reference import Network

SETS = ("train", "validation", "test")
METRICS = ("accuracy", "nll", "ece")

Form: TypeAlias = Literal["inverted", "classic"]
Init: TypeAlias = Literal["he", "glorot", "unit"]
Optimiser: TypeAlias = Literal["sgd", "adam"]
Schedule: TypeAlias = Literal["constant", "linear", "cosine"]


@dataclass(frozen=True)
class Run:
    """One model of a stack.

    Attributes:
        rates: probabilities of *dropping* a unit of the input and of each hidden layer, in that order.
        learning_rate: step size at the first step; the schedule lowers it.
        seed: of the initial weights, the order of the data, the masks and the noise in the labels. Runs with
            equal seeds are paired: they start alike, see the batches in one order and share their draws, so
            that what a higher rate keeps, a lower rate keeps too.
        biases: False leaves them at 0: the network has none.
        form: "inverted" divides what is kept by 1 - p; "classic" multiplies by 1 - p at test time instead.
        period: the share of the training, from and until, in which units are dropped. Outside of it each
            layer is what it is at test time. (0, 0.1) is early dropout, (0.1, 1) is late.
        init: standard deviation of the initial weights: "he" sqrt(2 / inputs), "glorot"
            sqrt(2 / (inputs + outputs)), "unit" 1.
        init_scale: what that is multiplied by: ("unit", 0.01) is Normal(0, 0.01^2).
        optimiser: "sgd", v <- momentum * v + gradient, w <- w - learning_rate * v; or "adam".
        momentum: in place of the recipe's; Adam's beta1.
        schedule: in place of the recipe's.
        max_norm: the largest norm that the weights into a hidden unit may have; after a step that left them
            longer they are shortened to it. None lets them be.
        weight_decay: lambda of the penalty lambda / 2 ||w||^2 on all weights, biases excepted.
        label_smoothing: the share of the target that is spread evenly over all classes.
        label_noise: the share of the training images that draw their label anew, from the run's seed; one in
            ten draws the true one again. Accuracy on the training set is then that on these labels.

    Raises:
        ValueError: a setting is out of its range.
    """

    rates: tuple[float, ...]
    learning_rate: float
    seed: int
    biases: bool = True
    form: Form = "inverted"
    period: tuple[float, float] = (0.0, 1.0)
    init: Init = "he"
    init_scale: float = 1.0
    optimiser: Optimiser = "sgd"
    momentum: float | None = None
    schedule: Schedule | None = None
    max_norm: float | None = None
    weight_decay: float = 0.0
    label_smoothing: float = 0.0
    label_noise: float = 0.0

    def __post_init__(self) -> None:
        _check_choice("form", self.form, Form)
        _check_choice("init", self.init, Init)
        _check_choice("optimiser", self.optimiser, Optimiser)
        if self.schedule is not None:
            _check_choice("schedule", self.schedule, Schedule)
        _check_range("init_scale", self.init_scale, "0 or more", 0 <= self.init_scale < math.inf)
        _check_range("momentum", self.momentum, "in [0, 1)", 0 <= (self.momentum or 0) < 1)
        _check_range("max_norm", self.max_norm, "above 0", self.max_norm is None or self.max_norm > 0)
        _check_range("weight_decay", self.weight_decay, "0 or more", 0 <= self.weight_decay < math.inf)
        _check_range("label_smoothing", self.label_smoothing, "in [0, 1]", 0 <= self.label_smoothing <= 1)
        _check_range("label_noise", self.label_noise, "in [0, 1]", 0 <= self.label_noise <= 1)
        begin, end = self.period
        _check_range("period", self.period, "two shares of the training, in order", 0 <= begin <= end <= 1)


@dataclass(frozen=True)
class Recipe:
    """What all runs of a stack share.

    Attributes:
        hidden: units in each hidden layer; they are rectified (ReLU).
        epochs: passes over the training set.
        batch_size: examples in a step, which averages their gradients.
        momentum: v <- momentum * v + gradient, w <- w - learning_rate * v; of runs that do not say their own.
        schedule: how the learning rate goes on, likewise; "linear" and "cosine" let it fall to zero at the
            end, so that what is measured there does not hang on the last few batches.
    """

    hidden: tuple[int, ...] = (256, 256)
    epochs: int = 40
    batch_size: int = 100
    momentum: float = 0.9
    schedule: Schedule = "linear"

    def share(self, progress: float) -> float:
        """What is left of the first learning rate when ``progress``, in [0, 1), of the steps are done."""
        return share(self.schedule, progress)


def share(schedule: Schedule, progress: float) -> float:
    """What ``schedule`` leaves of the first learning rate after ``progress``, in [0, 1), of the steps."""
    if schedule == "linear":
        return 1 - progress
    return (1 + math.cos(math.pi * progress)) / 2 if schedule == "cosine" else 1.0


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


def _check_choice(name: str, value: str, choices: object) -> None:
    if value not in get_args(choices):
        raise ValueError(f"{name} must be one of {', '.join(get_args(choices))}, not {value!r}")


def _check_range(name: str, value: object, wanted: str, right: bool) -> None:
    if not right:
        raise ValueError(f"{name} must be {wanted}, not {value!r}")
