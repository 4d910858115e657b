"""Pairs of networks, one with each form of dropout, and what they say of images by two test passes.

The *plain* pass leaves hidden activations as they are: it is the inverted form's own. The *scaled* pass
multiplies them by 1 - p: it is the classic form's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..data import Images
from ..reference import Form, Network, forward_pass, log_softmax, monte_carlo

FORMS: tuple[Form, ...] = ("classic", "inverted")
OWN_PASS = {"classic": "scaled", "inverted": "plain"}


@dataclass(frozen=True)
class Kind:
    """What networks of several seeds have in common.

    Attributes:
        form: of dropout, after each hidden layer.
        p: probability of *dropping* a hidden unit (not the keep probability).
        learning_rate: at the first step.
        rescaled: whether the weights behind dropout start at 1 - p times what was drawn, and learn at
            (1 - p)^2 times the learning rate.
    """

    form: Form
    p: float
    learning_rate: float
    rescaled: bool = False

    def scale(self, test_pass: str) -> float:
        """What hidden activations are multiplied by in the ``"plain"`` or the ``"scaled"`` pass."""
        return {"plain": 1.0, "scaled": 1 - self.p}[test_pass]


TrainOne: TypeAlias = Callable[[Kind, int], Network]
"""From a kind and a seed to the trained network."""


@dataclass(frozen=True)
class Answers:
    """What networks of several seeds say of some images.

    Attributes:
        logits: (seeds, images, classes).
        correct: (seeds, images), 1 where the most probable class is the label.
        nll: (seeds, images), minus the logarithm of the label's probability.
    """

    logits: NDArray[np.float64]
    correct: NDArray[np.float64]
    nll: NDArray[np.float64]


@dataclass(frozen=True)
class Answered:
    """A kind, and what its networks say.

    Attributes:
        kind: whose networks they are.
        by_pass: their answers by the ``"plain"`` and by the ``"scaled"`` test pass.
        average: logits of the first images, averaged over forward passes with dropout left on,
            (seeds, images, classes).
    """

    kind: Kind
    by_pass: dict[str, Answers]
    average: NDArray[np.float64]

    @property
    def own(self) -> Answers:
        """What the networks say by the test pass of their own form."""
        return self.by_pass[OWN_PASS[self.kind.form]]

    def distance(self, test_pass: str) -> NDArray[np.float64]:
        """How far a test pass lies from the average, in units of a seed's mean length, (seeds, images)."""
        logits = self.by_pass[test_pass].logits[:, : self.average.shape[1]]
        length = np.linalg.norm(self.average, axis=2).mean(1, keepdims=True)  # (seeds, 1)
        return np.asarray(np.linalg.norm(logits - self.average, axis=2) / length)


@dataclass(frozen=True)
class Pair:
    """A classic and an inverted kind."""

    classic: Answered
    inverted: Answered

    def of(self, form: Form) -> Answered:
        """The one with this form."""
        return {"classic": self.classic, "inverted": self.inverted}[form]

    def different(self) -> NDArray[np.float64]:
        """1 where the two, each by its own pass, give different answers, (seeds, images)."""
        classic, inverted = (self.of(form).own.logits.argmax(2) for form in FORMS)
        return np.asarray(classic != inverted).astype(np.float64)

    def logit_difference(self) -> NDArray[np.float64]:
        """By seed the largest difference of a logit, over images and classes."""
        classic, inverted = (self.of(form).own.logits for form in FORMS)
        return np.asarray(np.abs(classic - inverted).max((1, 2)))


def answered(
    kind: Kind, networks: Sequence[Network], images: Images, *, averaged: int, masks: int
) -> Answered:
    """Ask ``networks`` of a kind about ``images``.

    Args:
        kind: theirs.
        networks: one a seed.
        images: to be asked about.
        averaged: how many of these are answered with dropout left on, too.
        masks: how many times.
    """
    by_pass = {name: ask(networks, kind.scale(name), images) for name in ("plain", "scaled")}
    x = images.inputs()[:averaged]

    def average(network: Network) -> NDArray[np.float64]:
        rates = [0.0, *[kind.p] * (len(network.weights) - 1), 0.0]
        passes = monte_carlo(network, x, rates, masks, np.random.default_rng(0), form=kind.form)
        return np.asarray(passes.mean(0, dtype=np.float64))

    return Answered(kind, by_pass, np.stack([average(network) for network in networks]))


def ask(networks: Sequence[Network], scale: float, images: Images) -> Answers:
    """What ``networks`` say of ``images`` when all hidden activations are multiplied by ``scale``."""
    logits = np.stack([_logits(network, scale, images) for network in networks])
    labels = np.broadcast_to(images.labels, logits.shape[:2])
    nll = -np.take_along_axis(log_softmax(logits), labels[:, :, None], axis=2)[:, :, 0]
    return Answers(logits, (logits.argmax(2) == labels).astype(np.float64), nll.astype(np.float64))


def _logits(network: Network, scale: float, images: Images) -> NDArray[np.float64]:
    hidden = [np.array([scale])] * (len(network.weights) - 1)
    return forward_pass(network, images.inputs(), [None, *hidden, None]).output.astype(np.float64)
