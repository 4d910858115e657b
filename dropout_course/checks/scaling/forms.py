"""Forms of dropout: ``classic_forward``, ``inverted_forward`` and ``size_preserving_forward``.

Each takes ``(x, p, rng)``, returns ``(y, mask)``, and multiplies the entries that it keeps by one number,
which p alone determines. How sharp the law of the masks is judged stands in ``law``; a wrong factor is seen
for certain.
"""

from collections.abc import Callable, Sequence

import numpy as np

from dropout_course.checks.inverted import (
    MULTIPLIED,
    NOT_SCALED,
    SCALED_BY_P,
    WRONG_SCALE,
    draw_activations,
)
from dropout_course.checks.law import HARDLY_RANDOM, draw_rate, new_generator
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property
from dropout_course.checks.scaling.pairs import Array, ask_layer, output_and_mask, pair_properties

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
SCALED_TWICE = Misconception(
    "The survivors are scaled twice", "One division by 1 - p makes up for what is dropped."
)
OF_THIS_DRAW = Misconception(
    "The scale is that of this draw",
    "Use p and not the share that this draw kept: the factor is the same in every draw.",
)
IS_SIZE = Misconception(
    "The size is kept in place of the mean", "The square root keeps E[y^2]; the mean needs 1 / (1 - p)."
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

Factor = Callable[[float], float]
Known = Sequence[tuple[Misconception, Factor]]

CLASSIC: Known = (
    (IS_INVERTED, lambda p: 1 / (1 - p)),
    (TEST_SCALE, lambda p: 1 - p),
)
INVERTED: Known = (
    (NOT_SCALED, lambda p: 1),
    (MULTIPLIED, lambda p: 1 - p),
    (SCALED_BY_P, lambda p: 1 / p),
    (SCALED_TWICE, lambda p: 1 / (1 - p) ** 2),
    (IS_SIZE, lambda p: 1 / np.sqrt(1 - p)),
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
        rates = [draw_rate(rng), draw_rate(rng), rng.uniform(0.05, 0.15), rng.uniform(0.85, 0.95)]
        survived = False
        for shape, p in zip(SHAPES, rates, strict=True):
            x = draw_activations(shape, rng)
            y, _ = output_and_mask(ask_layer(function, x, p, new_generator(rng)), shape)
            survived |= (y != 0).any()
            fail_if_not_scaled(
                x, y, p, right(p), [(reason, factor(p)) for reason, factor in known], otherwise
            )
        if not survived:
            raise Failed(HARDLY_RANDOM, f"the outputs of {len(SHAPES)} calls are all 0", "a draw for each")
        return Evidence(f"kept units are x times {right(rates[0]):.4g} at p = {rates[0]:.4g}")

    return Property("scale", "the units that are kept have the right size", scale)


def fail_if_not_scaled(
    x: Array,
    y: Array,
    p: float,
    right: float,
    known: Sequence[tuple[Misconception, float]],
    otherwise: Misconception,
) -> None:
    """Raise when entries of ``y`` that are not 0 are not ``right`` times those of ``x``."""
    kept = y != 0
    factors = y[kept] / x[kept]
    if np.allclose(factors, right, rtol=1e-5):
        return
    reason = next((reason for reason, wrong in known if np.allclose(factors, wrong, rtol=1e-5)), otherwise)
    if reason is otherwise and np.allclose(factors, kept.size / kept.sum(), rtol=1e-5):
        reason = OF_THIS_DRAW
    worst = factors[np.abs(factors - right).argmax()]
    raise Failed(reason, f"a kept unit is x times {worst:.4g} at p = {p:.4g}", f"{right:.4g}")


def form(right: Factor, known: Known, otherwise: Misconception) -> tuple[Property, ...]:
    """All that is judged of one form."""
    return (survivors_become(right, known, otherwise), *pair_properties(ask_layer, (2, 4)))


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "classic_forward": form(lambda p: 1, CLASSIC, NOT_LEFT_ALONE),
    "inverted_forward": form(lambda p: 1 / (1 - p), INVERTED, WRONG_SCALE),
    "size_preserving_forward": form(lambda p: 1 / np.sqrt(1 - p), SIZE, WRONG_SIZE),
}
