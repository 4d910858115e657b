"""Homework 5: what ``rate`` does in ``train(rate, data, seed)``, read off three networks of one seed.

They learn the same images with the rates ``LOW``, ``RATHER_HIGH`` and ``HIGH``, and are asked what they say
of these. Without dropout a network knows them nearly by heart; where nine of ten units are missing in each
step, it cannot. Three more mistakes leave their mark:

- One mask for all steps leaves most units untrained. The others learn by heart, but when all units speak they
  are too quiet: multiplied by some number, the logits would have a loss several times smaller. Dropout of the
  logits themselves looks so, too, under most seeds.
- Binary cross-entropy makes each class a coin of its own, so the sigmoids of the logits sum to about 1. The
  cross-entropy of a softmax knows of differences only: nothing moves their sum there.
- Without the division by 1 - rate the logits are larger with a high rate than with none.

No bound is a theorem, since whoever answers is free in everything else. What stands beside a constant was
seen with some forty honest procedures: Adam, SGD, RMSprop and Adagrad, 10 to 80 epochs, 64 to 512 units in
one layer or two, batches of 10 to all images, weight decay, smoothed labels, other first weights, centred
images, a fifth of the images held back. One mask is seen where the few units learn by heart, as they do with
Adam, and not with SGD in so few steps.

What no answer shows: dropout at the input in place of the hidden layers, since a network of this size learns
these images as well from a tenth of the pixels; and masks that are drawn once for each place of a batch,
since the images change places.
"""

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception
from dropout_course.checks.tuning.models import (
    CLASSES,
    NOT_LEARNED,
    SAME,
    SHARED,
    accuracy,
    are_probabilities,
    are_same,
    draw_seed,
    log_sum,
    loss,
    trained,
)
from dropout_course.checks.tuning.tensors import Numbers, draw_images

Labels = NDArray[np.int64]

IMAGES = 200  # to learn from
LOW, RATHER_HIGH, HIGH = 0.0, 0.8, 0.9  # rates that are held against each other
LARGER = 1.0  # logits of rate HIGH beside those of rate LOW: right ones spread half as much or less
SURE, UNSURE = 0.85, 1.3  # who knows so many of its own images by cross-entropy has a loss of 0.6 or less
BLIND = 2.2  # nats of loss that guessing has at least, nearly: log(10) is 2.303
BY_HEART, TIMES_WORSE = 0.5, 1.8  # below this loss of the one, so many times it is asked of the other
WORSE = 0.03  # nats by which the network with the high rate knows its own images less well
LOUDER = np.geomspace(0.5, 50, 48)  # what logits are multiplied by, in search of the smallest loss
QUIET = 0.6  # nats that this gains, beyond the gain without dropout: right ones 0.3, two small layers 0.7
TIMES_BETTER = 2.2  # times that it gains: these 1.7, strongly smoothed labels 3.1; no right one has both
COINS = 1.7  # sum of an image's sigmoids: below 1.6 from binary cross-entropy, from a softmax above 2.3

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
BINARY = Misconception(
    "Each class is learned as a yes or no of its own",
    "F.cross_entropy(model(x), y), not the binary one: an image has one class, so one softmax over all.",
    "Choosing a rate",
)
KEPT_QUIET = Misconception(
    "The network knows more than it says",
    "Draw a new mask in each step, behind the hidden layers: not one for all steps, nor one for the logits.",
    "Inverted dropout",
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


def rate_counts(train: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The higher rate keeps a network from learning its images by heart."""
    data, _ = draw_images(rng, train=IMAGES, test=0)
    (x, y), seed = data, draw_seed(rng)
    network, labels = trained(train, LOW, data, seed), y.numpy()
    low = network.logits(x)
    high = trained(train, HIGH, data, seed).logits(x)
    if not are_same(network.logits(x), low):
        raise Failed(SHARED, "the first model answers otherwise after a second training", "as before")
    losses = loss(low, labels), loss(high, labels)
    seen = f"loss on its own images: {losses[0]:.3f} with rate {LOW}, {losses[1]:.3f} with {HIGH}"
    if not min(losses) < BLIND:
        raise Failed(NOT_LEARNED, seen, f"less than {np.log(CLASSES):.3f}, which guessing has")
    if are_same(high, low):
        raise Failed(RATE_IGNORED, f"rates {LOW} and {HIGH} gave the same model", "different models")
    fail_unless_cross_entropy(low, labels)
    if losses[1] < losses[0] - WORSE:
        reason = SWAPPED if accuracy(low, labels) < 0.5 else NOT_CROSS_ENTROPY
        raise Failed(reason, seen, f"more loss with {HIGH}")
    fail_unless_scaled(low, high)
    rather_high = trained(train, RATHER_HIGH, data, seed).logits(x)
    fail_if_capped(high, rather_high)
    fail_if_coins(rather_high)
    fail_if_quiet(rather_high, low, labels)
    if losses[0] < BY_HEART and losses[0] + WORSE <= losses[1] < TIMES_WORSE * losses[0]:
        raise Failed(NO_FIT, seen, f"more loss with {HIGH}, {TIMES_WORSE:g} times as much or more")
    if losses[1] < losses[0] + WORSE:
        raise Failed(NO_FIT, seen, f"more loss with {HIGH}, by {WORSE} or more")
    return Evidence(seen)


def fail_unless_cross_entropy(z: Numbers, labels: Labels) -> None:
    """Raise when a model knows its images and is not sure of any, as squared errors make it.

    Probabilities in place of logits look so, too, and have lost a point for that.
    """
    right, nats = accuracy(z, labels), loss(z, labels)
    if right > SURE and nats > UNSURE and not are_probabilities(z):
        seen = f"{right:.0%} of its own images are right, at a loss of {nats:.2f}"
        raise Failed(NOT_CROSS_ENTROPY, seen, "a loss of 0.6 or less")


def fail_unless_scaled(low: Numbers, high: Numbers) -> None:
    """Raise when a high rate makes logits larger: more units than ever in training speak at once."""
    times = high.std(axis=1).mean() / low.std(axis=1).mean()
    if times > LARGER:
        seen = f"logits {times:.1f} times as large with rate {HIGH} as with {LOW}"
        raise Failed(NOT_SCALED, seen, "smaller ones")


def fail_if_capped(high: Numbers, rather_high: Numbers) -> None:
    """Raise when two rates gave one model, unless that says the same of every image: it may have died."""
    if are_same(high, rather_high) and np.ptp(high, axis=0).max() > SAME:
        raise Failed(CAPPED, f"rates {RATHER_HIGH} and {HIGH} gave the same model", "different models")


def fail_if_coins(z: Numbers) -> None:
    """Raise when the logits are those of coins, one a class.

    Only where a number is taken from all logits of an image, as log_softmax does, may they look so by right.
    """
    coins = float((1 / (1 + np.exp(-np.clip(z, -50, 50)))).sum(axis=1).mean())
    are_moved = min(np.ptp(log_sum(z)), np.ptp(z.max(axis=1))) <= SAME
    if coins < COINS and not are_moved:
        seen = f"the sigmoids of an image's logits sum to {coins:.2f}, as the chances of separate coins do"
        raise Failed(BINARY, seen, "logits of which only the differences count")


def fail_if_quiet(z: Numbers, low: Numbers, labels: Labels) -> None:
    """Raise when a network knows its images far better than its logits say, and does not without dropout."""
    nats, least = loss(z, labels), least_loss(z, labels)
    gained = nats - least - (loss(low, labels) - least_loss(low, labels))
    if gained > QUIET and nats > TIMES_BETTER * least:
        seen = f"with rate {RATHER_HIGH} a loss of {nats:.2f}, of {least:.2f} if the logits were larger"
        raise Failed(KEPT_QUIET, seen, f"less than {TIMES_BETTER:g} times as much")


def least_loss(z: Numbers, labels: Labels) -> float:
    """The loss of these logits, multiplied by whatever makes it smallest."""
    return min(loss(times * z, labels) for times in LOUDER)
