"""The masks of many passes, made visible: a layer that is the identity shows which units were heard.

So they are judged by the law of ``law.py``, and one layer's mask against the other's.
"""

import numpy as np

from dropout_course.checks.law import SINGLE, Draw, Mask, draw_rate, new_generator
from dropout_course.checks.passes import NO_SOFTMAX, PAGE
from dropout_course.checks.property import Evidence, Failed, Judge, LearnerFunction, Misconception
from dropout_course.checks.stats import binomial_interval
from dropout_course.checks.test_time.calls import Array, ask_copies, mean_of

TWO_LAYERS = (120, 100)  # examples and units: enough for a coupling of 0.25

LAYERS_TIED = Misconception(
    "The layers' masks depend on one another",
    "Each layer's mask is drawn anew: one seed for all repeats it.",
    PAGE,
)


def inputs(mc_predict: LearnerFunction) -> Draw:
    """The mask of x as a table of coins: each class but the last hears one input alone."""

    def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
        return heard(mc_predict, shape, [last_layer(shape[1])], [p], rng)

    return draw


def hidden(mc_predict: LearnerFunction) -> Draw:
    """The mask of the hidden units as a table of coins, shown in the same way."""

    def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
        units = shape[1]
        return heard(mc_predict, shape, [np.eye(units), last_layer(units)], [0.0, p], rng)

    return draw


def last_layer(units: int) -> Array:
    """(units, units + 1): a class for every unit, and one that hears none."""
    return np.eye(units, units + 1)


def heard(
    mc_predict: LearnerFunction,
    shape: tuple[int, int],
    weights: list[Array],
    rates: list[float],
    rng: np.random.Generator,
) -> Mask:
    """Where a class is more probable than the one that hears no unit."""
    rows, units = shape
    weights = [weight.astype(SINGLE) for weight in weights]
    biases = [np.zeros(weight.shape[1], SINGLE) for weight in weights]
    answer = ask_copies(mc_predict, weights, biases, rates, np.ones(shape, SINGLE), rng, 1)
    answered = mean_of(answer, (rows, units + 1))
    if 1 not in rates and not (answered > 0).all():  # at p = 1 a survivor, if there is one, may say it all
        raise Failed(NO_SOFTMAX, f"{answered.min():.4g} for one of the classes", "a positive number")
    return np.asarray(answered[:, :-1] > 1.01 * answered[:, -1:])


def layers_apart(judge: Judge) -> Judge:
    """``judge``, and then: a unit is heard through two layers as often as two coins of their own allow."""

    def judged(mc_predict: LearnerFunction, rng: np.random.Generator) -> Evidence:
        evidence = judge(mc_predict, rng)
        p, units = draw_rate(rng), TWO_LAYERS[1]
        weights = [np.eye(units), last_layer(units)]
        kept = heard(mc_predict, TWO_LAYERS, weights, [p, p], new_generator(rng))
        low, high = binomial_interval(kept.size, (1 - p) ** 2)
        if not low <= kept.sum() <= high:
            seen = f"{kept.mean():.1%} of the units are heard through two layers at p = {p:.4g}"
            raise Failed(LAYERS_TIED, seen, f"about {(1 - p) ** 2:.1%}")
        return evidence

    return judged
