"""What the subnetworks of a trained network say, one by one and together."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..data import Images
from ..reference import Network, draw_multipliers, forward_pass, softmax
from ..training import Outcome, Predictions

Answers: TypeAlias = NDArray[np.floating]
"""Class probabilities that some networks give to some images: (networks, images, classes)."""


def network_answers(networks: Sequence[Network], images: Images) -> Answers:
    """What whole networks say, dropout off."""
    inputs = images.inputs()
    return np.stack([_softmax(forward_pass(network, inputs).output) for network in networks])


def subnetwork_answers(
    network: Network, images: Images, p: float, members: int, rng: np.random.Generator
) -> Answers:
    """What so many subnetworks say, each drawn with one mask over the hidden units for all images."""
    inputs = images.inputs()
    rates = (0.0, *[p] * (len(network.sizes) - 2), 0.0)
    answers = []
    for _ in range(members):
        multipliers = draw_multipliers(network, rates, (), rng)
        single = [m.astype(inputs.dtype) for m in multipliers]  # as the weights are: twice as fast
        answers.append(_softmax(forward_pass(network, inputs, single).output))
    return np.stack(answers)


def together(answers: Answers, labels: NDArray[np.int64], k: int) -> Outcome:
    """How ``k`` members do on the test set if the mean of their class probabilities is the answer.

    The members are put into groups of ``k``, each member into one, and what is told of an image is the mean
    over the groups: the share of them that is right, and their mean NLL and confidence.
    """
    groups = answers.reshape(-1, k, *answers.shape[1:]).mean(axis=1)  # (groups, images, classes)
    right = np.take_along_axis(groups, labels[None, :, None], axis=2)[:, :, 0]
    predictions = Predictions(
        correct=(groups.argmax(axis=2) == labels).mean(axis=0),
        nll=-np.log(right).mean(axis=0),
        confidence=groups.max(axis=2).mean(axis=0),
    )
    return Outcome(curves={}, final={"test": predictions})


def _softmax(logits: NDArray[np.floating]) -> Answers:
    """In double precision, so that no class gets probability 0 from a network that is too sure of another."""
    return softmax(logits.astype(np.float64))
