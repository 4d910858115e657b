"""A mask thrown with a die: ``dice_mask(shape, hits, sides, rng)`` drops where it shows 1, ..., hits.

====================  =======================  =====================================================
check                 a right answer fails     a wrong one is caught with power above 1 - 1e-6
====================  =======================  =====================================================
rate                  below 1e-9               a face too few or too many, or one that falls on the
                                               wrong side; six faces whatever was asked; whole percents
====================  =======================  =====================================================
"""

from collections.abc import Sequence

import numpy as np

from dropout_course.checks.answers import ask
from dropout_course.checks.law import (
    FINE_SHAPE,
    RATE_OFF,
    ROUNDED,
    SWAPPED,
    Draw,
    Mask,
    Shape,
    distinct,
    is_constant,
    is_within,
    law,
    new_generator,
    percent,
)
from dropout_course.checks.masks import as_mask, zeros_and_ones
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property, Share
from dropout_course.checks.stats import binomial_interval

COMPARED = Misconception(
    "The comparison is one face off", "The faces 1, ..., hits drop: which comparison keeps all others?"
)
LAST_FACE = Misconception(
    "The die never shows its last face", "`rng.integers(low, high)` leaves `high` out: it ends at high - 1."
)
FACE_ZERO = Misconception("The die has a face 0", "Its faces are 1, 2, ..., sides: count from 1.")
EXTRA_FACE = Misconception(
    "The die has a face too many", "Write down the faces of a die with two sides, and count them."
)
SIX_FACES = Misconception("The die has six faces, always", "Throw one with `sides` faces.")

FINE_SIDES = 10_000  # a die so fine that any p is one of its rates
FEW, FEW_IN_A_BLOCK = (300, 200), (30, 40, 50)  # as many throws of a small die


def draw_dice(rng: np.random.Generator) -> Sequence[tuple[int, int, tuple[int, ...]]]:
    """Hits, sides and a shape: a die that all know, another, and one whose rate is no whole percent."""
    return (
        (int(rng.choice([2, 4])), 6, FEW),
        (int(rng.integers(7, 9)), int(rng.integers(10, 13)), FEW_IN_A_BLOCK),
        (10, int(rng.integers(405, 411)), FINE_SHAPE),
    )


def mistakes(hits: int, sides: int) -> Sequence[tuple[Misconception, float]]:
    """The rates that known mistakes have with this die."""
    return (
        (ROUNDED, round(hits / sides, 2)),
        (SWAPPED, 1 - hits / sides),
        (COMPARED, (hits - 1) / sides),
        (COMPARED, (hits - 1) / (sides - 1)),
        (LAST_FACE, hits / (sides - 1)),
        (FACE_ZERO, (hits + 1) / sides),
        (EXTRA_FACE, hits / (sides + 1)),
        (EXTRA_FACE, (hits + 1) / (sides + 1)),
        (SIX_FACES, min(hits / 6, 1.0)),
    )


def rate(dice_mask: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The share of dropped entries is hits / sides, whatever the die."""
    for hits, sides, shape in draw_dice(rng):
        answer = ask(dice_mask, shape, hits, sides, new_generator(rng))
        zeros_and_ones(answer, shape, hits / sides)
        table = as_mask(answer, shape).reshape(shape[0], -1)
        entries = table if is_constant(table) else distinct(table)  # shared draws are for ``independent``
        dropped, total = int((~entries).sum()), entries.size
        low, high = binomial_interval(total, hits / sides)
        share = Share(dropped / total, low / total, high / total, hits / sides)
        seen = f"{percent(share.seen)} of {total:,} entries are dropped for hits = {hits} of {sides} sides"
        if low <= dropped <= high:
            continue
        known = (name for name, chance in mistakes(hits, sides) if explains(chance, dropped, total))
        raise Failed(
            next(known, RATE_OFF), seen, f"between {percent(share.low)} and {percent(share.high)}", share
        )
    return Evidence(seen, share)


def explains(chance: float, dropped: int, total: int) -> bool:
    """Whether so many entries drop with this chance, which may be 0 or 1."""
    return is_within(dropped, total, chance) if 0 < chance < 1 else dropped == chance * total


def throws(dice_mask: LearnerFunction) -> Draw:
    """``dice_mask`` as a table of coins: a fine die for any p, a common one for p = 0 and p = 1."""

    def draw(shape: Shape, p: float, rng: np.random.Generator) -> Mask:
        sides = FINE_SIDES if 0 < p < 1 else 6
        return as_mask(ask(dice_mask, shape, round(p * sides), sides, rng), shape)

    return draw


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "dice_mask": (
        Property("rate", "an entry is dropped with probability hits / sides", rate),
        *(property for property in law(throws) if property.name != "rate"),
    )
}
