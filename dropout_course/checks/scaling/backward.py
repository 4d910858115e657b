"""Going back through inverted dropout: ``inverted_backward(dy, mask, p)``. Nothing is left to chance."""

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import as_array, ask, precision
from dropout_course.checks.backward import FRESH_DRAW, NOT_DROPPED, NOT_SCALED, PAGE
from dropout_course.checks.inverted import draw_activations
from dropout_course.checks.law import draw_rate
from dropout_course.checks.property import (
    Evidence,
    Failed,
    LearnerFunction,
    Misconception,
    Property,
    because_of,
)
from dropout_course.checks.scaling.pairs import SHAPE, Array

REVERSED = Misconception(
    "The gradient flows through the units that were dropped", "The mask is 1 where a unit was kept.", PAGE
)
MULTIPLIED = Misconception(
    "The gradient is multiplied by 1 - p",
    "Survivors were divided by 1 - p on the way there: so on the way back.",
    PAGE,
)
BY_P = Misconception(
    "The gradient is divided by p", "`p` is the probability to drop; forward divided by 1 - p.", PAGE
)
TWICE = Misconception(
    "The gradient is scaled twice", "One multiplication there, one back: dy / (1 - p).", PAGE
)
OF_THIS_MASK = Misconception(
    "The scale is that of this mask", "Forward divided by 1 - p, whatever share its mask kept.", PAGE
)
WRONG_GRADIENT = Misconception(
    "Backward does not multiply by forward's multiplier", "dx = dy * mask / (1 - p), place by place.", PAGE
)
BOOLEANS_ONLY = Misconception(
    "Backward understands only some masks", "A mask may hold True and False, integers or floats.", PAGE
)
WRONG_AT_ENDS = Misconception(
    "The edge cases are wrong", "p = 0 hands dy on as it is, and p = 1 hands on nothing but zeros.", PAGE
)
CHANGED = Misconception(
    "An argument was changed", "Whoever called still needs dy and mask: make a new array.", PAGE
)

Mask = NDArray[np.bool_]
SHAPES = (SHAPE, (600,), (5, 6, 20), (3, 4, 5, 10))


def draw_case(shape: tuple[int, ...], p: float, rng: np.random.Generator) -> tuple[Array, Mask]:
    """A gradient and a mask, which keeps one unit at least."""
    mask = rng.random(shape) >= p
    mask.flat[0] = True
    return draw_activations(shape, rng), mask


def gradient(function: LearnerFunction, dy: Array, mask: NDArray[np.generic], p: float) -> Array:
    """The learner's dx."""
    return as_array(ask(function, dy.copy(), mask.copy(), p), dy.shape)


def dropped(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """What was dropped gets no gradient, and what was kept gets some."""
    for shape in SHAPES:
        p = draw_rate(rng)
        dy, mask = draw_case(shape, p, rng)
        flows = gradient(function, dy, mask, p) != 0
        revived, silenced = int((flows & ~mask).sum()), int((~flows & mask).sum())
        if flows.all():
            raise Failed(NOT_DROPPED, f"{revived} dropped units get a gradient", "0")
        if (flows != mask).all():
            raise Failed(REVERSED, f"{revived} dropped units get a gradient, the kept ones none", "0")
        if revived or silenced:
            seen = f"{silenced} kept units get no gradient, and {revived} dropped ones get some"
            raise Failed(FRESH_DRAW, seen, "0 of either")
    return Evidence("units that were dropped get no gradient")


def scaled(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The gradient that flows is dy / (1 - p)."""
    rates = [draw_rate(rng), draw_rate(rng), rng.uniform(0.05, 0.15), rng.uniform(0.95, 0.99)]
    for shape, p in zip(SHAPES, rates, strict=True):
        dy, mask = draw_case(shape, p, rng)
        dx = gradient(function, dy, mask, p)
        flows = dx != 0
        if not flows.any():
            raise Failed(WRONG_GRADIENT, "no unit gets a gradient", "those that were kept")
        factors = dx[flows] / dy[flows]
        if np.allclose(factors, 1 / (1 - p), rtol=precision(dx)):
            continue
        known = (
            (NOT_SCALED, 1),
            (MULTIPLIED, 1 - p),
            (BY_P, 1 / p),
            (TWICE, 1 / (1 - p) ** 2),
            (OF_THIS_MASK, 1 / mask.mean()),
        )
        reason = next(
            (name for name, wrong in known if np.allclose(factors, wrong, rtol=precision(dx))), WRONG_GRADIENT
        )
        worst = factors[np.abs(factors - 1 / (1 - p)).argmax()]
        raise Failed(reason, f"dx is {worst:.4g} dy at p = {p:.4g}", f"{1 / (1 - p):.4g} dy")
    return Evidence("dx = dy / (1 - p), for small p and large")


def kinds(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Integers and floats do for a mask as booleans do."""
    p = draw_rate(rng)
    dy, mask = draw_case(SHAPE, p, rng)
    answer = gradient(function, dy, mask, p)
    for kind in (np.int64, np.uint8, np.float64, np.float32):
        other = gradient(function, dy, mask.astype(kind), p)
        if not np.allclose(other, answer, rtol=precision(other)):
            share = np.mean(~np.isclose(other, answer, rtol=precision(other)))
            seen = f"{share:.0%} of dx differ between a boolean mask and one of {np.dtype(kind)}"
            raise Failed(BOOLEANS_ONLY, seen, "none")
    return Evidence("booleans, integers and floats do alike")


def ends(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At p = 0 all flows, at p = 1 nothing."""
    dy = draw_activations(SHAPE, rng)
    for p, expected in ((0.0, dy), (1.0, 0 * dy)):
        dx = gradient(function, dy, np.full(SHAPE, p == 0), p)
        if not np.allclose(dx, expected, rtol=precision(dx)):
            seen = f"dy = {dy[0, 0]:.4g} became {dx[0, 0]:.4g} at p = {p:g}"
            raise Failed(WRONG_AT_ENDS, seen, f"{expected[0, 0]:.4g}")
    return Evidence("p = 0 hands dy on, and p = 1 zeros")


def untouched(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The caller's arrays are as they were."""
    p = draw_rate(rng)
    dy, mask = draw_case(SHAPE, p, rng)
    cases = [(mask, p), (mask.astype(np.float64), p), (np.zeros(SHAPE, dtype=bool), 1.0)]
    for drawn, p in cases:
        given, given_mask = dy.copy(), drawn.copy()
        ask(function, given, given_mask, p)
        for name, changed in (("dy", given != dy), ("mask", given_mask != drawn)):
            if changed.any():
                raise Failed(CHANGED, f"{changed.mean():.0%} of {name} changed at p = {p:.4g}", "none")
    return Evidence("dy and mask are as they were")


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "inverted_backward": (
        Property("dropped", "units that were dropped get no gradient, all others do", dropped),
        Property("scaled", "the gradient that flows is dy / (1 - p)", scaled),
        Property("ends", "p = 0 hands dy on, p = 1 hands on zeros", because_of(ends, dropped, scaled)),
        Property("input", "dy and mask are not changed", untouched),
        Property("kinds", "booleans, integers and floats do alike for a mask", kinds),
    )
}
