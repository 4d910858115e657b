"""The exercise of the page The ensemble view: ``vote(q, P)``, the geometric mean of the members' answers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import as_array, ask
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property
from dropout_course.reference import softmax

PAGE = "The ensemble view"
RARE = 1e-9  # not 0: what multiplies by P, by mistake, should be told so, and not that it divides 0 by 0

NOT_NORMALISED = Misconception("The vote is not renormalised", "Divide the products by their sum.", PAGE)
NO_PROBABILITIES = Misconception(
    "The answer holds no probabilities", "Products of powers of positive numbers are positive.", PAGE
)
UNWEIGHTED = Misconception(
    "All members count alike", "Raise each one's answer to the power of its P, and multiply.", PAGE
)
WRONG_WEIGHTS = Misconception(
    "The members are weighed wrongly", "The power of a member's answer is its own P.", PAGE
)
ARITHMETIC = Misconception("That is the arithmetic mean", "Multiply powers instead of adding shares.", PAGE)
WRONG_MEAN = Misconception("That is no geometric mean", "Multiply the q ** P of all members.", PAGE)

Array = NDArray[Any]


def draw_crowd(rng: np.random.Generator) -> tuple[Array, Array]:
    """Logits of members that disagree, (members, classes), and how probable each is."""
    members, classes = rng.permutation([3, 4, 5, 6])[:2]  # never equal: a swap of axes is seen
    weights = rng.permutation(np.arange(1.0, members + 1))
    return rng.normal(0, 2, size=(members, classes)), weights / weights.sum()


def voted(vote: LearnerFunction, z: Array, P: Array) -> Array:
    """The vote of members with these logits, positive, and not yet judged by its sum."""
    y = as_array(ask(vote, softmax(z), P.copy()), z.shape[1:])
    if not (y > 0).all():
        raise Failed(NO_PROBABILITIES, f"{y.min():.4g} for one of the classes", "a positive number")
    return y


def ratios(vote: LearnerFunction, z: Array, P: Array) -> Array:
    """The vote, renormalised where it was not."""
    y = voted(vote, z, P)
    return np.asarray(y / y.sum())


def sums_to_one(vote: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The vote is a distribution over the classes."""
    total = voted(vote, *draw_crowd(rng)).sum()
    if not np.isclose(total, 1, rtol=1e-5):
        raise Failed(NOT_NORMALISED, f"the classes sum to {total:.4g}", "1")
    return Evidence("the classes sum to 1")


def weighed(vote: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """A member that is drawn nearly always decides."""
    z, P = draw_crowd(rng)
    sure = int(rng.integers(len(P)))
    nearly_always = np.full(len(P), RARE)
    nearly_always[sure] = 1 - RARE * (len(P) - 1)
    y, expected = ratios(vote, z, nearly_always), softmax(z)[sure]
    if not np.allclose(y, expected, atol=1e-5):
        reason = UNWEIGHTED if np.allclose(y, ratios(vote, z, P), rtol=1e-5) else WRONG_WEIGHTS
        worst = int(np.abs(y - expected).argmax())
        seen = f"member {sure} is drawn nearly always, and class {worst} gets {y[worst]:.4g}"
        raise Failed(reason, seen, f"its answer {expected[worst]:.4g}")
    return Evidence(f"member {sure}, drawn nearly always, decides")


def geometric(vote: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The vote is the softmax of the mean logits."""
    z, P = draw_crowd(rng)
    y, expected = ratios(vote, z, P), softmax(P @ z)
    if np.allclose(y, expected, rtol=1e-4):
        return Evidence("the vote is the softmax of the mean logits, apart from its sum")
    if np.allclose(y, P @ softmax(z), rtol=1e-4):
        reason = ARITHMETIC
    else:
        reason = UNWEIGHTED if np.allclose(y, ratios(vote, z, P[::-1]), rtol=1e-5) else WRONG_MEAN
    worst = int(np.abs(y - expected).argmax())
    raise Failed(reason, f"class {worst} gets {y[worst]:.4g}", f"{expected[worst]:.4g}")


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "vote": (
        Property("sum", "the vote is renormalised", sums_to_one),
        Property("weights", "each member counts as often as it is drawn", weighed),
        Property("geometric", "the vote is the geometric mean", geometric),
    )
}
