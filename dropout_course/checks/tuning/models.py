"""Homework 5: a model that a learner's ``train`` made, of which nothing is seen but its answers."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import ask
from dropout_course.checks.property import Answer, Failed, LearnerFunction, Misconception
from dropout_course.checks.tuning.tensors import Labelled, Numbers, as_numbers

if TYPE_CHECKING:
    from torch import Tensor

CLASSES = 10
SAME = 1e-3  # logits that differ by less are the same: rounding is far below, another seed far above

NO_MODEL = Misconception(
    "The answer is no model", "Return the network: it is called as model(x).", "Choosing a rate"
)
SHARED = Misconception(
    "An earlier model changes when another is trained",
    "Make a new network in every call.",
    "How a claim is tried",
)
NOT_LEARNED = Misconception(
    "The network has learned too little",
    "Look at the training loss after every epoch: does it fall, on all images, with fresh gradients?",
    "Reading the curves",
)


class Network:
    """A learner's model: something to call, of which nothing else is known."""

    def __init__(self, model: Callable[["Tensor"], Answer]) -> None:
        """What cannot be called is no model."""
        if not callable(model) or isinstance(model, type):
            raise Failed(NO_MODEL, f"a value of type {type(model).__name__}", "something to call")
        self.model = model

    def logits(self, x: "Tensor") -> Numbers:
        """What it says of each image, (images, classes)."""

        def model(x: "Tensor") -> Answer:  # its name is told if it fails
            return self.model(x)

        return as_numbers(ask(model, x), (len(x), CLASSES))


def trained(train: LearnerFunction, rate: float, data: Labelled, seed: int) -> Network:
    """What ``train`` gives for these arguments; it gets copies: nobody is judged on labels of his own."""
    x, y = data
    return Network(ask(train, rate, (x.clone(), y.clone()), seed))


def draw_seed(rng: np.random.Generator) -> int:
    """A seed that every generator takes."""
    return int(rng.integers(2**31))


def are_same(z: Numbers, others: Numbers) -> bool:
    """Whether two networks say the same."""
    return bool(np.abs(z - others).max() <= SAME)


def are_probabilities(z: Numbers) -> bool:
    """Whether answers that should be logits are shares."""
    return bool((z >= 0).all() and np.allclose(z.sum(axis=1), 1, atol=1e-3))


def accuracy(z: Numbers, labels: NDArray[np.int64]) -> float:
    """Share of the images of which these logits say the right class."""
    return float((z.argmax(axis=1) == labels).mean())


def loss(z: Numbers, labels: NDArray[np.int64]) -> float:
    """Mean negative log-likelihood of these logits, in nats."""
    return float((log_sum(z) - z[np.arange(len(z)), labels]).mean())


def log_sum(z: Numbers) -> Numbers:
    """Logarithm of the sum of exp(z) over the classes."""
    most = z.max(axis=1)
    return np.asarray(most + np.log(np.exp(z - most[:, None]).sum(axis=1)))
