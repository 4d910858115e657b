"""The exercise of the page Variance along the depth: ``gain(p, form)``, which keeps training level."""

from collections.abc import Callable
from functools import partial

import numpy as np

from dropout_course.checks.answers import as_number, ask
from dropout_course.checks.masks import brief
from dropout_course.checks.property import Answer, Evidence, Failed, LearnerFunction, Misconception, Property
from dropout_course.reference import expected_second_moments
from dropout_course.reference.moments import Form

PAGE = "Variance along the depth"
LAYERS = 10
LARGEST = 1e6  # its tenth power is still a float
LIGHT, HEAVY = (0.1, 0.3), (0.6, 0.9)  # rates, far from 1/2, where some mistakes agree with the answer

NOT_A_NUMBER = Misconception("The gain is not a number", "Return a float, and do not forget `return`.", PAGE)
NOT_POSITIVE = Misconception("The gain is no variance", "g / n is one: finite, and above 0.", PAGE)
HE = Misconception(
    "The gain of 2 ignores dropout", "Each layer also multiplies by E[m^2]: g / 2 times it must be 1.", PAGE
)
WRONG_WAY = Misconception(
    "The gain goes the wrong way", "Divide 2 by E[m^2], which is 1 / (1 - p), or classic's 1 - p.", PAGE
)
LEVEL_AT_TEST = Misconception(
    "This keeps test time level", "In training E[m^2] is 1 - p, since m is 0 or 1; (1 - p)^2 is test's.", PAGE
)
NO_RELU = Misconception(
    "The ReLU is forgotten", "It passes half of the square: g / 2 times E[m^2] is 1.", PAGE
)
ROOT = Misconception(
    "That is the root of the gain", "g / n is the variance of a weight, not its spread.", PAGE
)
VARIANCE = Misconception(
    "The multiplier's variance stands for its second moment",
    "E[m^2] is the variance plus the squared mean.",
    PAGE,
)
NOT_LEVEL = Misconception("Training is not level", "Solve g / 2 times E[m^2] = 1 for g.", PAGE)
NOT_HE = Misconception("Without dropout the gain is not He's", "At p = 0 both forms leave g = 2.", PAGE)

KNOWN: dict[Form, tuple[tuple[Misconception, Callable[[float], float]], ...]] = {
    "inverted": (
        (HE, lambda p: 2),
        (WRONG_WAY, lambda p: 2 / (1 - p)),
        (NO_RELU, lambda p: 1 - p),
        (ROOT, lambda p: np.sqrt(2 * (1 - p))),
        (VARIANCE, lambda p: 2 * (1 - p) / p),
    ),
    "classic": (
        (HE, lambda p: 2),
        (WRONG_WAY, lambda p: 2 * (1 - p)),
        (LEVEL_AT_TEST, lambda p: 2 / (1 - p) ** 2),
        (NO_RELU, lambda p: 1 / (1 - p)),
        (ROOT, lambda p: np.sqrt(2 / (1 - p))),
        (VARIANCE, lambda p: 2 / (p * (1 - p))),
    ),
}


def level(form: Form, function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """In this form the second moment stays 1 in training, at a low rate and at a high one."""
    for p in (float(rng.uniform(*HEAVY)), float(rng.uniform(*LIGHT))):
        g = as_gain(ask(function, p, form))
        last = expected_second_moments(p, LAYERS, gain=g, form=form)[-1]
        if not np.isclose(last, 1, rtol=1e-4):
            reason = next((reason for reason, wrong in KNOWN[form] if np.isclose(g, wrong(p))), NOT_LEVEL)
            seen = f"with g = {g:.4g} at p = {p:.4g}, a second moment of 1 becomes {last:.2g}"
            raise Failed(reason, f"{seen} after {LAYERS} layers", "1")
    return Evidence(f"1 stays 1 over {LAYERS} layers, with g = {g:.4g} at p = {p:.4g}")


def without_dropout(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At p = 0 both forms are a network without dropout."""
    for form in KNOWN:
        g = as_gain(ask(function, 0.0, form))
        if not np.isclose(g, 2):
            raise Failed(NO_RELU if np.isclose(g, 1) else NOT_HE, f"g = {g:.4g} at p = 0 ({form})", "2")
    return Evidence("at p = 0 both forms have He's gain, 2")


def as_gain(answer: Answer) -> float:
    """A finite, positive number."""
    g = as_number(answer, NOT_A_NUMBER)
    if not 0 < g < LARGEST:
        raise Failed(NOT_POSITIVE, f"g = {brief(answer)}", "a finite number above 0")
    return g


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "gain": (
        Property("inverted", "inverted dropout keeps its size in training", partial(level, "inverted")),
        Property("classic", "classic dropout keeps its size in training", partial(level, "classic")),
        Property("none", "without dropout the gain is He's", without_dropout),
    )
}
