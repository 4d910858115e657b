"""Homework 5: ``train(rate, data, seed)``, judged by what its networks answer.

Nothing of a network is seen but its answers, and no learner's network is like another's. How sharp it is:

=========  ==================================================  =============================================
check      a right ``train`` fails                             a wrong one is caught
=========  ==================================================  =============================================
learns     below 1e-9, if its network is right on 70% or more  above 1 - 1e-6, if on 57% or fewer
rate       not seen in 30 gradings of the gallery's            if the rate is ignored or swapped
others     never: the same numbers must come again             always, if any number differs by 0.001
=========  ==================================================  =============================================

``rate`` compares how badly two networks of one seed know the images they learned from. Without dropout that
is nearly by heart; where nine of ten units are missing in each step, it cannot be.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from dropout_course.checks.answers import ask
from dropout_course.checks.property import (
    Answer,
    Evidence,
    Failed,
    LearnerFunction,
    Misconception,
    Property,
    Share,
)
from dropout_course.checks.stats import binomial_interval
from dropout_course.checks.tuning.tensors import Labelled, Numbers, as_numbers, draw_images

if TYPE_CHECKING:
    from torch import Tensor

CLASSES = 10
LEARNED_FROM, JUDGED_BY = 500, 2000  # images
LEAST = 0.70  # share of the unseen images that a right network knows, at LEARNED_FROM
SAME = 1e-3  # logits that differ by less are the same: rounding is far below, another seed far above
LOW, RATHER_HIGH, HIGH = 0.0, 0.8, 0.9  # rates that are held against each other
LARGER = 1.0  # logits of rate HIGH beside those of rate LOW: right ones spread half as much or less
SURE, UNSURE = 0.85, 1.3  # who knows so many of its own images by cross-entropy has a loss of 0.6 or less
BLIND = 2.2  # nats of loss that guessing has at least, nearly: log(10) is 2.303
BY_HEART, TIMES_WORSE = 0.5, 1.8  # below this loss of the one, so many times it is asked of the other
WORSE = 0.03  # nats by which the network with the high rate knows its own images less well

NO_MODEL = Misconception(
    "The answer is no model", "Return the network: it is called as model(x).", "Choosing a rate"
)
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
SHARED = Misconception(
    "An earlier model changes when another is trained",
    "Make a new network in every call.",
    "How a claim is tried",
)
RATE_IGNORED = Misconception(
    "The rate has no effect",
    "Give `rate` to the dropout layers, and train in training mode: model.train().",
    "Inverted dropout",
)
CAPPED = Misconception("High rates are cut off", "Take `rate` as it is, 0.9 as well.", "Choosing a rate")
NOT_SCALED = Misconception(
    "What is kept in training is not scaled",
    "Divide it by 1 - rate, as nn.Dropout does: else all units together say too much.",
    "Inverted dropout",
)
NOT_CROSS_ENTROPY = Misconception(
    "That is not the cross-entropy of the logits",
    "F.cross_entropy(model(x), y): it takes the softmax and its logarithm itself.",
    "Choosing a rate",
)
SWAPPED = Misconception(
    "The rate is taken as that of keeping",
    "`rate` is the share that is dropped; so is nn.Dropout's p.",
    "Notation and the keep_prob trap",
)
NO_FIT = Misconception(
    "A high rate does not keep the images from being learned by heart",
    "Drop hidden units in every step of the training: is model.train() on in each epoch?",
    "Reading the curves",
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

    def accuracy(self, images: Labelled) -> float:
        """Share of ``images`` that it is right about."""
        x, y = images
        return float((self.logits(x).argmax(axis=1) == y.numpy()).mean())

    def loss(self, images: Labelled) -> float:
        """Mean negative log-likelihood, in nats."""
        x, y = images
        z = self.logits(x)
        z = z - z.max(axis=1, keepdims=True)
        return float((np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), y.numpy()]).mean())


def trained(train: LearnerFunction, rate: float, data: Labelled, seed: int) -> Network:
    """What ``train`` gives for these arguments."""
    return Network(ask(train, rate, data, seed))


def draw_seed(rng: np.random.Generator) -> int:
    """A seed that every generator takes."""
    return int(rng.integers(2**31))


def answers(train: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Logits of the right shape; the data are as they were."""
    (x, y), (unseen, _) = draw_images(rng, train=30, test=30)
    given = (x.clone(), y.clone())
    z = trained(train, 0.3, given, draw_seed(rng)).logits(unseen)
    if not (given[0].equal(x) and given[1].equal(y)):
        raise Failed(DATA_CHANGED, "train wrote into data", "data as they were")
    if are_probabilities(z):
        raise Failed(NO_LOGITS, f"{CLASSES} numbers an image that sum to 1", "logits, of any size and sign")
    if (z >= 0).all() and (z == 0).any() and z.any():
        seen = f"{(z == 0).mean():.0%} of the logits are 0, and none is negative"
        raise Failed(RECTIFIED, seen, "logits of any sign")
    return Evidence(f"logits of shape {z.shape} for {len(z)} images")


def are_probabilities(z: Numbers) -> bool:
    """Whether answers that should be logits are shares."""
    return bool((z >= 0).all() and np.allclose(z.sum(axis=1), 1, atol=1e-3))


def steady_logits(model: Network, x: "Tensor") -> Numbers:
    """Its logits, when a second call gives the same."""
    first, second = model.logits(x), model.logits(x)
    if np.abs(first - second).max() > SAME:
        seen = f"logits that differ by up to {np.abs(first - second).max():.3g} between two calls"
        raise Failed(DROPS_AT_TEST, seen, "the same logits")
    return first


def evaluation(train: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The same image gets the same answer: twice, and whatever stands beside it."""
    data, (unseen, _) = draw_images(rng, train=50, test=50)
    model = trained(train, 0.5, data, draw_seed(rng))
    first = steady_logits(model, unseen)
    parts = np.concatenate([model.logits(part) for part in (unseen[:2], unseen[2:11], unseen[11:])])
    if np.abs(first - parts).max() > SAME:
        seen = f"logits that differ by up to {np.abs(first - parts).max():.3g} in smaller batches"
        raise Failed(KNOWS_ITS_BATCH, seen, "the same logits")
    return Evidence("the same logits twice, and in batches of 2, 9 and 39")


def seeded(train: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The seed decides about everything; an earlier model stays what it was."""
    data, (unseen, _) = draw_images(rng, train=50, test=50)
    rate, seed, other = 0.3, draw_seed(rng), draw_seed(rng)
    model = trained(train, rate, data, seed)
    before = steady_logits(model, unseen)
    of_other = trained(train, rate, data, other).logits(unseen)
    if np.abs(model.logits(unseen) - before).max() > SAME:
        raise Failed(SHARED, "the first model answers otherwise after a second training", "as before")
    if np.abs(trained(train, rate, data, seed).logits(unseen) - before).max() > SAME:
        raise Failed(NOT_REPEATABLE, f"two models with seed {seed} answer differently", "equal logits")
    if np.abs(of_other - before).max() <= SAME:
        raise Failed(SEED_IGNORED, f"seeds {seed} and {other} gave equal logits", "different networks")
    return Evidence("the same seed gives the same model, another seed another one")


def rate_counts(train: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The higher rate keeps a network from learning its images by heart."""
    data, _ = draw_images(rng, train=200, test=0)
    seed = draw_seed(rng)
    low = trained(train, LOW, data, seed)
    before = low.logits(data[0])
    high = trained(train, HIGH, data, seed)
    if np.abs(low.logits(data[0]) - before).max() > SAME:
        raise Failed(SHARED, "the first model answers otherwise after a second training", "as before")
    losses = low.loss(data), high.loss(data)
    seen = f"loss on its own images: {losses[0]:.3f} with rate {LOW}, {losses[1]:.3f} with {HIGH}"
    if not min(losses) < BLIND:
        raise Failed(NOT_LEARNED, seen, f"less than {np.log(CLASSES):.3f}, which guessing has")
    if np.abs(high.logits(data[0]) - before).max() <= SAME:
        raise Failed(RATE_IGNORED, f"rates {LOW} and {HIGH} gave the same model", "different models")
    fail_unless_cross_entropy(low, data)
    if losses[1] < losses[0] - WORSE:
        reason = SWAPPED if low.accuracy(data) < 0.5 else NOT_CROSS_ENTROPY
        raise Failed(reason, seen, f"more loss with {HIGH}")
    fail_unless_scaled(before, high.logits(data[0]))
    fail_if_capped(high.logits(data[0]), trained(train, RATHER_HIGH, data, seed).logits(data[0]))
    if losses[0] < BY_HEART and losses[0] + WORSE <= losses[1] < TIMES_WORSE * losses[0]:
        raise Failed(NO_FIT, seen, f"more loss with {HIGH}, {TIMES_WORSE:g} times as much or more")
    if losses[1] < losses[0] + WORSE:
        raise Failed(NO_FIT, seen, f"more loss with {HIGH}, by {WORSE} or more")
    return Evidence(seen)


def fail_unless_cross_entropy(model: Network, data: Labelled) -> None:
    """Raise when a model knows its images and is not sure of any, as squared errors make it.

    Probabilities in place of logits look so, too, and have lost a point for that.
    """
    accuracy, loss = model.accuracy(data), model.loss(data)
    if accuracy > SURE and loss > UNSURE and not are_probabilities(model.logits(data[0])):
        seen = f"{accuracy:.0%} of its own images are right, at a loss of {loss:.2f}"
        raise Failed(NOT_CROSS_ENTROPY, seen, "a loss of 0.6 or less")


def fail_unless_scaled(low: Numbers, high: Numbers) -> None:
    """Raise when a high rate makes logits larger: more units than ever in training speak at once."""
    times = high.std(axis=1).mean() / low.std(axis=1).mean()
    if times > LARGER:
        seen = f"logits {times:.1f} times as large with rate {HIGH} as with {LOW}"
        raise Failed(NOT_SCALED, seen, "smaller ones")


def fail_if_capped(high: Numbers, rather_high: Numbers) -> None:
    """Raise when two rates gave one model, unless that says the same of every image: it may have died."""
    if np.abs(high - rather_high).max() <= SAME < np.ptp(high, axis=0).max():
        raise Failed(CAPPED, f"rates {RATHER_HIGH} and {HIGH} gave the same model", "different models")


def learns(train: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """It knows unseen images better than the bar."""
    data, unseen = draw_images(rng, LEARNED_FROM, JUDGED_BY)
    seen = trained(train, 0.2, data, draw_seed(rng)).accuracy(unseen)
    low, high = (count / JUDGED_BY for count in binomial_interval(JUDGED_BY, LEAST))
    text = f"{seen:.1%} of {JUDGED_BY:,} unseen images are right, after training on {LEARNED_FROM}"
    if seen < low:
        raise Failed(NOT_LEARNED, text, f"{low:.1%} or more", Share(seen, low, high, LEAST))
    return Evidence(text)


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "train": (
        Property("answers", "the model takes images and gives logits; the data stay as they were", answers),
        Property("evaluation", "the same image gets the same answer", evaluation),
        Property("rate", "the rate is that of dropping, in training", rate_counts),
        Property("seeded", "the seed decides, and nothing else", seeded),
        Property("learns", "unseen images are recognised", learns),
    )
}
