"""Homework 3, the crowd of a linear softmax: ``exact_geometric_mean(W, b, x, p)``.

The judge knows the crowd: so few inputs that every classic mask of them is looked at.
"""

from typing import NamedTuple

import numpy as np

from dropout_course.checks.answers import as_array
from dropout_course.checks.law import draw_rate
from dropout_course.checks.property import (
    Evidence,
    Failed,
    LearnerFunction,
    Misconception,
    Property,
    because_of,
)
from dropout_course.checks.test_time.calls import Array, alike, ask_copies, leaves_alone, words
from dropout_course.checks.test_time.layer import ROOT, SQUARED
from dropout_course.reference import all_masks, softmax

PAGE = "The ensemble view"
EXAMPLES = 200

NO_PROBABILITIES = Misconception(
    "The answer holds no probabilities", "A product of powers of softmaxes is positive.", PAGE
)
LOGITS = Misconception("The softmax is missing", "Probabilities are asked for, not logits.", PAGE)
WRONG_AXIS = Misconception(
    "It is the examples that sum to 1", "Renormalise along the classes, each example by itself.", PAGE
)
NOT_NORMALISED = Misconception(
    "The mean is not renormalised", "Divide the products by their sum over the classes.", PAGE
)
ARITHMETIC = Misconception("That is the arithmetic mean", "Multiply powers instead of adding shares.", PAGE)
NOT_SCALED = Misconception(
    "That is the whole network's answer", "The masks are classic: their mean is 1 - p, not 1.", PAGE
)
SCALED_BY_P = Misconception(
    "Keep and drop are swapped", "A mask that keeps k of n inputs has weight (1 - p)^k p^(n - k).", PAGE
)
DIVIDED = Misconception("The inputs are divided by 1 - p", "The mean of b x is (1 - p) x.", PAGE)
ALIKE = Misconception(
    "All masks count alike", "Weigh each mask by its probability, (1 - p)^k p^(n - k).", PAGE
)
SCALED_BIAS = Misconception(
    "The bias is scaled, too", "No mask acts on it: it is in every member's logits as it is.", PAGE
)
NO_BIAS = Misconception("The bias is missing", "Add `b` to the logits.", PAGE)
PART_OF_WEIGHT = Misconception(
    "The weights of the masks do not sum to 1",
    "A mask that keeps k of n inputs has weight (1 - p)^k p^(n - k): both factors.",
    PAGE,
)
WRONG_MEAN = Misconception(
    "That is no geometric mean over the masks", "Which logits have the renormalised products?", PAGE
)
EDGE = Misconception(
    "The edge cases are wrong", "p = 0 leaves one mask that keeps all, p = 1 one that drops all.", PAGE
)


class Question(NamedTuple):
    """What the function is asked about."""

    W: Array
    b: Array
    x: Array
    p: float


def draw_question(rng: np.random.Generator) -> Question:
    """Inputs, classes and examples, each of another number."""
    inputs, classes, examples = rng.permutation([3, 4, 5, 6, 7])[:3]
    W = rng.normal(0, 1, (inputs, classes))
    return Question(W, rng.normal(0, 1, classes), rng.normal(0, 1, (examples, inputs)), draw_rate(rng))


def members(question: Question) -> tuple[Array, Array]:
    """Logits of every member, (masks, examples, classes), and how probable each is."""
    masks = all_masks(len(question.W))
    shares = np.where(masks, 1 - question.p, question.p).prod(axis=1)
    return (masks[:, None] * question.x) @ question.W + question.b, shares


def crowd(question: Question) -> Array:
    """The renormalised geometric mean: the softmax of the mean logits."""
    logits, shares = members(question)
    return np.asarray(softmax(np.tensordot(shares, logits, axes=1)))


def asked(exact_geometric_mean: LearnerFunction, question: Question) -> Array:
    """The answer, positive, and not yet judged by its sums."""
    shape = len(question.x), question.W.shape[1]
    y = as_array(ask_copies(exact_geometric_mean, *question), shape)
    W, b, x, p = question
    if any(alike(y, z) for z in ((1 - p) * x @ W + b, x @ W + b)):
        raise Failed(LOGITS, f"{words(y[0])} for the first example", words(crowd(question)[0]))
    if not (y > 0).all():
        raise Failed(NO_PROBABILITIES, f"{y.min():.4g} for one of the classes", "a positive number")
    return y


def sums_to_one(exact_geometric_mean: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Each example's classes sum to 1."""
    y = asked(exact_geometric_mean, draw_question(rng))
    sums = y.sum(axis=1)
    if not alike(sums, np.ones(len(y))):
        reason = WRONG_AXIS if alike(y.sum(axis=0), np.ones(y.shape[1])) else NOT_NORMALISED
        raise Failed(reason, f"the classes of an example sum to {sums[0]:.4g}", "1")
    return Evidence("the classes of each example sum to 1")


def geometric(exact_geometric_mean: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Up to its sum, the answer is the geometric mean over all masks."""
    question = draw_question(rng)
    y = asked(exact_geometric_mean, question)
    y = y / y.sum(axis=1, keepdims=True)
    right = crowd(question)
    if alike(y, right):
        return Evidence(f"{words(right[0])} is the geometric mean over {2 ** len(question.W)} masks")
    W, b, x, p = question
    logits, shares = members(question)
    kept = all_masks(len(W)).sum(axis=1)
    known = (
        (ARITHMETIC, np.tensordot(shares, softmax(logits), axes=1)),
        (ARITHMETIC, softmax(logits).mean(axis=0)),
        (NOT_SCALED, softmax(x @ W + b)),
        (SCALED_BY_P, softmax(p * x @ W + b)),
        (DIVIDED, softmax(x @ W / (1 - p) + b)),
        (ALIKE, softmax(logits.mean(axis=0))),
        (PART_OF_WEIGHT, softmax(np.tensordot((1 - p) ** kept, logits, axes=1))),
        (PART_OF_WEIGHT, softmax(np.tensordot(p ** (len(W) - kept), logits, axes=1))),
        (ROOT, softmax(np.sqrt(1 - p) * x @ W + b)),
        (SQUARED, softmax((1 - p) ** 2 * x @ W + b)),
        (SCALED_BIAS, softmax((1 - p) * (x @ W + b))),
        (NO_BIAS, softmax((1 - p) * x @ W)),
    )
    reason = next((reason for reason, wrong in known if alike(y, wrong)), WRONG_MEAN)
    raise Failed(reason, f"{words(y[0])} at p = {p:.4g}", words(right[0]))


def edges(exact_geometric_mean: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At p = 0 the whole network speaks, at p = 1 its bias."""
    for p in (0.0, 1.0):
        question = draw_question(rng)._replace(p=p)
        x = rng.normal(0, 3, (EXAMPLES, len(question.W)))  # many: a p that is off by 0.001 is seen in some
        question = question._replace(x=x)
        y = asked(exact_geometric_mean, question)
        y, right = y / y.sum(axis=1, keepdims=True), crowd(question)
        if not alike(y, right):
            raise Failed(EDGE, f"{words(y[0])} at p = {p:g}", words(right[0]))
    return Evidence("p = 0 gives the whole network's answer, and p = 1 its bias's")


def arguments(exact_geometric_mean: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """W, b and x are as they were."""
    leaves_alone(exact_geometric_mean, *draw_question(rng)._replace(p=1.0), may_raise=True)
    return leaves_alone(exact_geometric_mean, *draw_question(rng))


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "exact_geometric_mean": (
        Property("sum", "the classes of each example sum to 1", sums_to_one),
        Property("geometric", "it is the geometric mean over all masks", because_of(geometric, sums_to_one)),
        Property("edges", "p = 0 and p = 1 leave one mask", because_of(edges, sums_to_one, geometric)),
        Property("input", "W, b and x are not changed", arguments),
    )
}
