"""Homework 5: ``train(rate, data, seed)``, judged by what its networks answer.

Nothing of a network is seen but its answers, and no learner's network is like another's. How sharp it is:

=========  ==================================================  =============================================
check      a right ``train`` fails                             a wrong one is caught
=========  ==================================================  =============================================
learns     below 1e-9, if its network is right on 70% or more  above 1 - 1e-6, if on 57% or fewer
rate       not seen in 80 gradings of the gallery's, nor in    if the rate is ignored, swapped or cut off;
           82 of 41 other honest procedures                    others as ``rates`` says
others     never: the same numbers must come again             always, if any number differs by 0.001
=========  ==================================================  =============================================

The images to learn from are arranged so that either half of them, and every other one, holds some classes
that no others hold: who leaves them out knows nothing of these. Who leaves images out by lot is not seen:
half of them cost less accuracy than a poor choice of epochs, which everybody is free to make. For ``rate``
see ``rates``.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import ask
from dropout_course.checks.property import (
    Evidence,
    Failed,
    LearnerFunction,
    Misconception,
    Property,
    Share,
)
from dropout_course.checks.stats import binomial_interval
from dropout_course.checks.tuning.models import (
    CLASSES,
    NOT_LEARNED,
    SHARED,
    Network,
    accuracy,
    are_probabilities,
    are_same,
    draw_seed,
    log_sum,
    trained,
)
from dropout_course.checks.tuning.rates import rate_counts
from dropout_course.checks.tuning.tensors import Labelled, Numbers, draw_images, tensor

if TYPE_CHECKING:
    from torch import Tensor

Labels = NDArray[np.int64]

LEARNED_FROM, JUDGED_BY = 500, 2000  # images
LEAST = 0.70  # share of the unseen images that a right network knows, at LEARNED_FROM
UNKNOWN, KNOWN = 0.05, 0.5  # probability that is given to classes never seen; right answers about others

NO_LOGITS = Misconception(
    "The model answers with probabilities",
    "Return logits: cross_entropy takes the softmax itself, and a second one flattens what is learned.",
    "Choosing a rate",
)
RECTIFIED = Misconception(
    "The logits are rectified",
    "No ReLU behind the last layer: a logit may be negative.",
    "Hidden layers",
)
DATA_CHANGED = Misconception(
    "The data are changed", "Others train on them, too: make a new tensor.", "How a claim is tried"
)
DROPS_AT_TEST = Misconception(
    "The model still drops units", "Call model.eval() before you return it.", "Inverted dropout"
)
KNOWS_ITS_BATCH = Misconception(
    "An answer depends on the other images of the batch",
    "Each image is judged on its own: model.eval(), and nothing that is computed over the batch.",
    "Dropout and batch norm",
)
NOT_REPEATABLE = Misconception(
    "The same seed gives another model",
    "First weights, order of the images and masks: all must follow from `seed`, and start anew at each call.",
    "How a claim is tried",
)
SEED_IGNORED = Misconception(
    "Another seed gives the same model", "Seed with `seed`, not with a number.", "How a claim is tried"
)
PART_UNSEEN = Misconception(
    "A part of the images is never learned from",
    "Each epoch goes through all images, in an order of its own: torch.randperm(len(x)).",
    "How a claim is tried",
)


def answers(train: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Logits of the right shape; the data are as they were."""
    (x, y), (unseen, _) = draw_images(rng, train=30, test=30)
    given = (x.clone(), y.clone())
    z = Network(ask(train, 0.3, given, draw_seed(rng))).logits(unseen)
    if not (given[0].equal(x) and given[1].equal(y)):
        raise Failed(DATA_CHANGED, "train wrote into data", "data as they were")
    if are_probabilities(z):
        raise Failed(NO_LOGITS, f"{CLASSES} numbers an image that sum to 1", "logits, of any size and sign")
    if (z >= 0).all() and (z == 0).any() and z.any():
        seen = f"{(z == 0).mean():.0%} of the logits are 0, and none is negative"
        raise Failed(RECTIFIED, seen, "logits of any sign")
    return Evidence(f"logits of shape {z.shape} for {len(z)} images")


def evaluation(train: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The same image gets the same answer: twice, and whatever stands beside it."""
    data, (unseen, _) = draw_images(rng, train=50, test=50)
    model = trained(train, 0.5, data, draw_seed(rng))
    first = steady_logits(model, unseen)
    parts = np.concatenate([model.logits(part) for part in (unseen[:2], unseen[2:11], unseen[11:])])
    if not are_same(first, parts):
        seen = f"logits that differ by up to {np.abs(first - parts).max():.3g} in smaller batches"
        raise Failed(KNOWS_ITS_BATCH, seen, "the same logits")
    return Evidence("the same logits twice, and in batches of 2, 9 and 39")


def steady_logits(model: Network, x: "Tensor") -> Numbers:
    """Its logits, when a second call gives the same."""
    first, second = model.logits(x), model.logits(x)
    if not are_same(first, second):
        seen = f"logits that differ by up to {np.abs(first - second).max():.3g} between two calls"
        raise Failed(DROPS_AT_TEST, seen, "the same logits")
    return first


def seeded(train: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The seed decides about everything; an earlier model stays what it was."""
    data, (unseen, _) = draw_images(rng, train=50, test=50)
    rate, seed, other = 0.3, draw_seed(rng), draw_seed(rng)
    model = trained(train, rate, data, seed)
    before = steady_logits(model, unseen)
    of_other = trained(train, rate, data, other).logits(unseen)
    if not are_same(model.logits(unseen), before):
        raise Failed(SHARED, "the first model answers otherwise after a second training", "as before")
    if not are_same(trained(train, rate, data, seed).logits(unseen), before):
        raise Failed(NOT_REPEATABLE, f"two models with seed {seed} answer differently", "equal logits")
    if are_same(of_other, before):
        raise Failed(SEED_IGNORED, f"seeds {seed} and {other} gave equal logits", "different networks")
    return Evidence("the same seed gives the same model, another seed another one")


def learns(train: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """It knows unseen images better than the bar."""
    data, (unseen, labels) = draw_images(rng, LEARNED_FROM, JUDGED_BY)
    data = arranged(data, rng)
    z = trained(train, 0.2, data, draw_seed(rng)).logits(unseen)
    seen = accuracy(z, labels.numpy())
    low, high = (count / JUDGED_BY for count in binomial_interval(JUDGED_BY, LEAST))
    text = f"{seen:.1%} of {JUDGED_BY:,} unseen images are right, after training on {LEARNED_FROM}"
    if seen < low:
        fail_if_part_unseen(z, labels.numpy(), data[1].numpy())
        raise Failed(NOT_LEARNED, text, f"{low:.1%} or more", Share(seen, low, high, LEAST))
    return Evidence(text)


def arranged(data: Labelled, rng: np.random.Generator) -> Labelled:
    """``data`` so that each half of the rows, and every other row, holds classes that no other rows hold."""
    x, y = data
    by_class = np.argsort(rng.permutation(CLASSES)[y.numpy()])
    quarters = [rng.permutation(quarter) for quarter in np.split(by_class, 4)]
    halves = [np.stack(pair, axis=1).ravel() for pair in (quarters[:2], quarters[2:])]
    rows = tensor(np.concatenate(halves))
    return x[rows], y[rows]


def fail_if_part_unseen(z: Numbers, labels: Labels, learned: Labels) -> None:
    """Raise when classes that only one part of the rows holds are held for impossible, and others are known.

    A network that has hardly learned anything is not that sure of what an image is not.
    """
    half = len(learned) // 2
    chances = np.exp(z - log_sum(z)[:, None])
    for name, part in (
        ("the first half of the rows", slice(half)),
        ("the second half of the rows", slice(half, None)),
        ("rows 0, 2, 4, ...", slice(0, None, 2)),
        ("rows 1, 3, 5, ...", slice(1, None, 2)),
    ):
        only_there = ~np.isin(np.arange(CLASSES), np.delete(learned, part))
        hidden = only_there[labels]
        chance, known = (
            chances[hidden][:, only_there].sum(axis=1).mean(),
            accuracy(z[~hidden], labels[~hidden]),
        )
        if chance < UNKNOWN and known > KNOWN:
            seen = (
                f"{chance:.1%} is the mean probability of the classes that only {name} hold, on their images"
            )
            raise Failed(PART_UNSEEN, seen, f"much more: of the other images {known:.0%} are right")


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "train": (
        Property("answers", "the model takes images and gives logits; the data stay as they were", answers),
        Property("evaluation", "the same image gets the same answer", evaluation),
        Property("rate", "the rate is that of dropping, in training", rate_counts),
        Property("seeded", "the seed decides, and nothing else", seeded),
        Property("learns", "unseen images are recognised", learns),
    )
}
