"""Dropping to a value other than 0: ``fill_forward(x, p, fill, rng)`` returns ``(y, mask)``.

A dropped entry says ``fill``, so that the survivors must say (x - p fill) / (1 - p) for the mean to be x.
The coins are read off the mask, whose law is judged as in ``law``; values are seen for certain.
"""

from collections.abc import Callable, Sequence

import numpy as np

from dropout_course.checks.answers import ask, precision
from dropout_course.checks.inverted import IN_PLACE, draw_activations
from dropout_course.checks.law import (
    EDGE,
    EDGE_SHAPE,
    HARDLY_RANDOM,
    SINGLE,
    SWAPPED,
    Draw,
    Mask,
    draw_rate,
    draw_table,
    law,
    new_generator,
)
from dropout_course.checks.masks import as_mask, zeros_and_ones
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property
from dropout_course.checks.scaling.pairs import (
    MASK_OF_DROPPED,
    OTHER_MASK,
    READ_OFF,
    SHAPE,
    Array,
    output_and_mask,
)

FILL_NOT_PAID = Misconception(
    "The survivors make up for zeros",
    "Dropped entries say `fill`, not 0: solve (1 - p) s + p fill = x for s.",
)
NOT_SCALED = Misconception(
    "The survivors do not make up for the dropped",
    "Solve (1 - p) s + p fill = x for what a survivor says, s.",
)
WRONG_SIGN = Misconception("The fill is paid with the wrong sign", "Solve (1 - p) s + p fill = x for s.")
WHOLE_FILL = Misconception(
    "The fill is taken off as a whole", "It is said with probability p only: take p times fill off."
)
WRONG_SURVIVORS = Misconception(
    "The survivors have the wrong size", "Solve (1 - p) s + p fill = x for what a survivor says, s."
)
SCALED_FILL = Misconception(
    "The dropped entries are scaled, too", "A dropped entry says `fill` exactly; only survivors are scaled."
)
ZEROED = Misconception("Dropped entries are 0", "In this layer a dropped entry says `fill`.")
NOT_FILLED = Misconception(
    "Dropped entries are not `fill`", "In this layer a dropped entry says `fill` exactly."
)

Formula = Callable[[Array, float, float], Array]
KNOWN: Sequence[tuple[Misconception, Formula]] = (
    (FILL_NOT_PAID, lambda x, p, fill: x / (1 - p)),
    (NOT_SCALED, lambda x, p, fill: x),
    (NOT_SCALED, lambda x, p, fill: x - p * fill),
    (WRONG_SIGN, lambda x, p, fill: (x + p * fill) / (1 - p)),
    (WHOLE_FILL, lambda x, p, fill: (x - fill) / (1 - p)),
    (WHOLE_FILL, lambda x, p, fill: x / (1 - p) - fill),
    (SWAPPED, lambda x, p, fill: (x - (1 - p) * fill) / p),
)


FILLS = ((0.2, 0.45), (-4.0, -2.5), (-0.45, -0.2), (2.5, 4.0))
"""Nearer to 0 than any x, or further from it: so it is known which entries say ``fill``."""


def draw_rates(rng: np.random.Generator) -> list[float]:
    """A rate for each of ``FILLS``."""
    return [draw_rate(rng), draw_rate(rng), float(rng.uniform(0.1, 0.2)), float(rng.uniform(0.93, 0.97))]


class Pass:
    """One forward pass of the learner's, with values that no coincidence explains."""

    def __init__(
        self,
        function: LearnerFunction,
        p: float,
        fills: tuple[float, float],
        rng: np.random.Generator,
        shape: tuple[int, int] = SHAPE,
    ) -> None:
        """Ask for it."""
        self.p, self.x = p, draw_activations(shape, rng)
        self.fill = float(rng.uniform(*fills))
        answer = ask(function, self.x.copy(), p, self.fill, new_generator(rng))
        self.y, mask = output_and_mask(answer, shape)
        zeros_and_ones(mask, shape, p)
        self.kept: Mask = as_mask(mask, shape)
        filled = np.isclose(self.y, self.fill, rtol=precision(self.y))
        if 0 < p < 1 and (filled == self.kept).all():
            raise Failed(MASK_OF_DROPPED, "it is 0 wherever the output is not `fill`", "1 there")


def survivors(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """What is kept makes the mean over the draws x."""
    for p, fills in zip(draw_rates(rng), FILLS, strict=True):
        one = Pass(function, p, fills, rng)
        if not one.kept.any() and p < 0.9:  # whole rows may all be dropped above
            raise Failed(
                HARDLY_RANDOM, f"all {one.y.size} entries are dropped at p = {p:.4g}", "a draw for each"
            )
        x, y = one.x[one.kept], one.y[one.kept]
        right = (x - p * one.fill) / (1 - p)
        if np.allclose(y, right, rtol=precision(y), atol=precision(y)):
            continue
        if np.isclose(y, one.fill, rtol=precision(y)).any():
            raise Failed(OTHER_MASK, "entries that it calls kept say `fill`", "none")
        known = ((reason, rule(x, p, one.fill)) for reason, rule in KNOWN)
        reason = next(
            (name for name, wrong in known if np.allclose(y, wrong, rtol=precision(y))), WRONG_SURVIVORS
        )
        seen = f"x = {x[0]:.4g} became {y[0]:.4g} at p = {p:.4g} and fill = {one.fill:.4g}"
        raise Failed(reason, seen, f"{right[0]:.4g}")
    return Evidence("with the survivors' values the mean over the draws is x")


def dropped(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """What is dropped says fill."""
    for p, fills in zip(draw_rates(rng), FILLS, strict=True):
        one = Pass(function, p, fills, rng)
        y = one.y[~one.kept]
        if not y.size and p > 0.3:  # and all be kept below
            raise Failed(
                HARDLY_RANDOM, f"all {one.y.size} entries are kept at p = {p:.4g}", "a draw for each"
            )
        if np.allclose(y, one.fill, rtol=precision(y)):
            continue
        reason = OTHER_MASK if np.isclose(y, one.fill, rtol=precision(y)).any() else NOT_FILLED
        if np.allclose(y, one.fill / (1 - p), rtol=precision(y)):
            reason = SCALED_FILL
        elif not y.any():
            reason = ZEROED
        worst = y[np.abs(y - one.fill).argmax()]
        raise Failed(reason, f"a dropped entry says {worst:.4g} at p = {p:.4g}", f"fill = {one.fill:.4g}")
    fail_if_read_off(function, rng)
    return Evidence("dropped entries say fill")


def fail_if_read_off(function: LearnerFunction, rng: np.random.Generator) -> None:
    """Raise when entries that say ``fill`` before dropout as well are all kept, or all dropped."""
    x, fill = draw_activations(SHAPE, rng), 0.0  # survivors of 0 then say 0 to the last bit
    silent = rng.random(SHAPE) < 0.5
    x[silent] = fill
    _, answer = output_and_mask(ask(function, x.copy(), draw_rate(rng), fill, new_generator(rng)), SHAPE)
    kept = as_mask(answer, SHAPE)[silent]
    if kept.all() or not kept.any():
        fate = "kept" if kept.all() else "dropped"
        raise Failed(READ_OFF, f"all {kept.size} entries that are `fill` in x are {fate}", "some of either")


def ends(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At p = 0 the output is x, at p = 1 it is fill."""
    shape = draw_table(EDGE_SHAPE, rng)
    all_kept, all_dropped = (Pass(function, p, FILLS[0], rng, shape) for p in (0.0, 1.0))
    if not all_kept.kept.any() and all_dropped.kept.all():
        reason = (
            MASK_OF_DROPPED if np.allclose(all_kept.y, all_kept.x, rtol=precision(all_kept.y)) else SWAPPED
        )
        raise Failed(reason, "the mask is 0 at p = 0 and 1 at p = 1", "1 and 0")
    for one, expected in ((all_kept, all_kept.x), (all_dropped, np.full(shape, all_dropped.fill))):
        if not np.allclose(one.y, expected, rtol=precision(one.y)) or (one.kept != (one.p == 0)).any():
            reason = ZEROED if one.p == 1 and not one.y.any() else EDGE
            seen = f"{one.kept.mean():.0%} are kept, and y starts with {one.y[0, 0]:.4g}, at p = {one.p:g}"
            raise Failed(reason, seen, f"{1 - one.p:.0%} and {expected[0, 0]:.4g}")
    return Evidence("the output is x at p = 0, and fill at p = 1")


def untouched(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The caller's array is as it was."""
    x = draw_activations(SHAPE, rng)
    for p in (draw_rate(rng), 0.0, 1.0):
        given = x.copy()
        ask(function, given, p, 0.25, new_generator(rng))
        if (given != x).any():
            raise Failed(IN_PLACE, f"{(given != x).mean():.0%} of x changed at p = {p:.4g}", "none")
    return Evidence("x is as it was")


def coins(function: LearnerFunction) -> Draw:
    """The mask as a table of coins."""

    def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
        _, mask = output_and_mask(ask(function, np.full(shape, 2.0, SINGLE), p, -0.5, rng), shape)
        return as_mask(mask, shape)

    return draw


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "fill_forward": (
        Property("survivors", "what is kept makes the mean over the draws x", survivors),
        Property("dropped", "what is dropped says fill", dropped),
        Property("ends", "the output is x at p = 0 and fill at p = 1", ends),
        Property("input", "x itself is not changed", untouched),
        *(property for property in law(coins) if property.name != "edges"),
    )
}
