"""Forms of dropout: ``classic_forward``, ``inverted_forward`` and ``size_preserving_forward``.

Each takes ``(x, p, rng)``, returns ``(y, mask)``, and multiplies the entries that it keeps by one number,
which p alone determines. How sharp the law of the masks is judged stands in ``law``; a wrong factor is seen
for certain.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from dropout_course.checks.inverted import (
    FACTORS,
    SCALED_BY_P,
    WRONG_SCALE,
    Factor,
    draw_activations,
    fail_if_not_scaled,
)
from dropout_course.checks.law import HARDLY_RANDOM, draw_rate, new_generator
from dropout_course.checks.property import (
    Evidence,
    Failed,
    LearnerFunction,
    Misconception,
    Property,
    because_of,
)
from dropout_course.checks.scaling.pairs import (
    Array,
    ask_layer,
    output_and_mask,
    pair_properties,
    something_is_dropped,
)

CLASSIC_PAGE, DEPTH_PAGE = "Classic dropout", "Variance along the depth"
SHAPES = ((20, 30), (600,), (5, 6, 20), (3, 4, 5, 10))

IS_INVERTED = Misconception(
    "That is the inverted form",
    "Classic dropout leaves the survivors as they are; 1 - p is due at test time.",
    CLASSIC_PAGE,
)
TEST_SCALE = Misconception(
    "The survivors are scaled as at test time",
    "In training classic dropout only drops; all units are multiplied by 1 - p at test time.",
    CLASSIC_PAGE,
)
NOT_LEFT_ALONE = Misconception(
    "The survivors are changed", "Classic dropout leaves a unit that is kept as it is.", CLASSIC_PAGE
)
IS_MEAN = Misconception(
    "The mean is kept in place of the size",
    "With survivors of c x, E[y^2] = (1 - p) c^2 x^2: solve for c.",
    DEPTH_PAGE,
)
SIZE_NOT_SCALED = Misconception(
    "The survivors are left as they are", "Then E[y^2] is (1 - p) x^2: scale them.", DEPTH_PAGE
)
SHRUNK = Misconception(
    "The survivors are made smaller", "Fewer entries are left, so each must be larger.", DEPTH_PAGE
)
WRONG_SIZE = Misconception(
    "The survivors have the wrong size", "A factor c gives E[y^2] = (1 - p) c^2 x^2.", DEPTH_PAGE
)

Known = Sequence[tuple[Misconception, Factor]]

CLASSIC: Known = (
    (IS_INVERTED, lambda p: 1 / (1 - p)),
    (TEST_SCALE, lambda p: 1 - p),
)
SIZE: Known = (
    (IS_MEAN, lambda p: 1 / (1 - p)),
    (SIZE_NOT_SCALED, lambda p: 1),
    (SHRUNK, lambda p: np.sqrt(1 - p)),
    (SHRUNK, lambda p: 1 - p),
    (SCALED_BY_P, lambda p: 1 / np.sqrt(p)),
)


def survivors_become(right: Factor, known: Known, otherwise: Misconception) -> Property:
    """The property that entries which are kept are multiplied by ``right(p)``, in arrays of any shape."""

    def scale(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        rates = [draw_rate(rng), draw_rate(rng), rng.uniform(0.05, 0.15), rng.uniform(0.95, 0.99)]
        survived = False
        for shape, p in zip(SHAPES, rates, strict=True):
            x = draw_activations(shape, rng)
            forward = partial(output, function, x, p, new_generator(rng))
            y = forward()
            survived |= (y != 0).any()
            fail_if_not_scaled(x, y, p, right, known, otherwise, forward)
        if not survived:
            raise Failed(HARDLY_RANDOM, f"the outputs of {len(SHAPES)} calls are all 0", "a draw for each")
        return Evidence(f"kept units are x times {right(rates[0]):.4g} at p = {rates[0]:.4g}")

    judged = because_of(scale, something_is_dropped(ask_layer))
    return Property("scale", "the units that are kept have the right size", judged)


def output(function: LearnerFunction, x: Array, p: float, rng: np.random.Generator) -> Array:
    """The first of the learner's pair."""
    return output_and_mask(ask_layer(function, x, p, rng), x.shape)[0]


def form(right: Factor, known: Known, otherwise: Misconception) -> tuple[Property, ...]:
    """All that is judged of one form."""
    return (survivors_become(right, known, otherwise), *pair_properties(ask_layer, (2, 4)))


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "classic_forward": form(lambda p: 1, CLASSIC, NOT_LEFT_ALONE),
    "inverted_forward": form(lambda p: 1 / (1 - p), FACTORS, WRONG_SCALE),
    "size_preserving_forward": form(lambda p: 1 / np.sqrt(1 - p), SIZE, WRONG_SIZE),
}
