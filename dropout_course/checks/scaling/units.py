"""A rate for every unit, units first: ``unit_rates_forward(x, rates, rng)`` returns ``(y, mask)``.

``x`` has shape (units, batch). With equal rates it is a table of coins, as in ``law``. With different ones:

====================  =======================  ============================================
check                 a right answer fails     a wrong one is caught, power above 1 - 1e-6
====================  =======================  ============================================
each unit's rate      below 1e-9               a unit's drop rate is off by 0.025
edges                 never                    a rate of 1 is taken for 0.999, or 0 for 0.001
====================  =======================  ============================================
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import ask, precision
from dropout_course.checks.inverted import (
    IN_PLACE,
    MULTIPLIED,
    NOT_SCALED,
    NOT_ZERO,
    OF_THIS_DRAW,
    SCALED_BY_P,
    SCALED_TWICE,
    WRONG_SCALE,
    draw_activations,
)
from dropout_course.checks.law import (
    EDGE,
    HARDLY_RANDOM,
    ONE_FOR_ALL,
    SINGLE,
    WHOLE_ROWS,
    law,
    new_generator,
    percent,
)
from dropout_course.checks.property import (
    Answer,
    Evidence,
    Failed,
    Judge,
    LearnerFunction,
    Misconception,
    Property,
    Share,
)
from dropout_course.checks.scaling.pairs import (
    Array,
    coins,
    mask_is_told,
    output_and_mask,
)
from dropout_course.checks.stats import binomial_interval

UNITS = 12
OWN = (6, 60_000)  # units and examples: as many as show each unit's rate
ENDS = 3000  # examples in which 6 units have a rate of 0, and 6 of 1: 18,000 draws of either

WRONG_AXIS = Misconception(
    "The rates are spread along the wrong axis",
    "x is (units, batch): give `rates` a second axis, rates[:, None].",
)
MEAN_RATE = Misconception(
    "All units are scaled alike",
    "A unit that is dropped more often must be scaled more: divide by its own 1 - rate.",
)
ONE_RATE = Misconception(
    "All units are dropped alike", "Unit i is dropped with probability rates[i]: compare row i with it."
)
SWAPPED = Misconception("Keep and drop are swapped", "`rates` are the probabilities to drop.")
ALL_UNITS_ALIKE = Misconception(
    "One draw for all units", "Every unit of every example needs a draw of its own: as many as x has entries."
)
WRONG_RATES = Misconception("A unit's drop rate is wrong", "Unit i is dropped with probability rates[i].")

Rates = NDArray[np.floating[Any]]


def draw_rates(rng: np.random.Generator, units: int = UNITS) -> Rates:
    """A rate for each unit, no two alike and none near another's complement, in any order."""
    steps = np.linspace(0.1, 0.9, 2 * units + 1)
    chosen = np.where(rng.random(units) < 0.5, steps[:units], steps[units + 1 :][::-1])
    return np.asarray(rng.permutation(chosen))


def ask_with(function: LearnerFunction, x: Array, rates: Rates, rng: np.random.Generator) -> Answer:
    """A forward pass on copies; that shapes do not fit is told for what it is."""
    try:
        return ask(function, x.copy(), rates.copy(), rng)
    except Failed as failure:
        if isinstance(failure.__cause__, ValueError) and "broadcast" in str(failure.__cause__):
            seen = f"x of shape {x.shape} and rates of shape {rates.shape} do not fit each other"
            raise Failed(WRONG_AXIS, seen, "a rate for each row of x") from None
        raise


def ask_alike(function: LearnerFunction, x: Array, p: float, rng: np.random.Generator) -> Answer:
    """A forward pass in which all units have one rate."""
    return ask_with(function, x, np.full(len(x), p), rng)


def survivors(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """A unit's survivors are divided by 1 - its own rate, be there as many examples as units or not."""
    for batch in (UNITS, 400):
        rates, x = draw_rates(rng), draw_activations((UNITS, batch), rng)
        y, _ = output_and_mask(ask_with(function, x, rates, new_generator(rng)), x.shape)
        kept = y != 0
        if not kept.any():
            raise Failed(HARDLY_RANDOM, f"all {y.size} entries are dropped", "a draw for each")
        if kept.all():
            raise Failed(NOT_ZERO, f"none of {y.size} outputs is 0", "0 for what is dropped")
        right = np.broadcast_to(1 / (1 - rates[:, None]), x.shape)
        factors = y[kept] / x[kept]
        if np.allclose(factors, right[kept], rtol=precision(y)):
            continue
        unit = int(np.where(kept, np.abs(y - x * right), 0).max(axis=1).argmax())
        known = [(NOT_SCALED, np.ones(x.shape)), (MEAN_RATE, np.full(x.shape, 1 / (1 - rates.mean())))]
        known += [
            (MEAN_RATE, np.full(x.shape, np.mean(1 / (1 - rates)))),
            (MEAN_RATE, np.full(x.shape, 1 / (1 - rates.max()))),
            (SCALED_TWICE, right**2),
            (OF_THIS_DRAW, np.broadcast_to(1 / np.maximum(kept.mean(axis=1, keepdims=True), 1e-9), x.shape)),
            (SCALED_BY_P, np.broadcast_to(1 / rates[:, None], x.shape)),
            (MULTIPLIED, np.broadcast_to(1 - rates[:, None], x.shape)),
        ]
        if batch == UNITS:
            known += [(WRONG_AXIS, np.broadcast_to(1 / (1 - rates), x.shape))]
        reason = next(
            (name for name, wrong in known if np.allclose(factors, wrong[kept], rtol=precision(y))),
            WRONG_SCALE,
        )
        factor = (y[unit] / x[unit])[kept[unit]][0]
        seen = f"survivors of unit {unit} are x times {factor:.4g} at a rate of {rates[unit]:.4g}"
        raise Failed(reason, seen, f"{right[unit, 0]:.4g}")
    return Evidence("each unit's survivors are divided by 1 - its own rate")


def own_rates(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Unit i is dropped with probability rates[i]."""
    units, batch = OWN
    rates, x = draw_rates(rng, units).astype(SINGLE), np.full(OWN, 2.0, SINGLE)
    y, _ = output_and_mask(ask_with(function, x, rates, new_generator(rng)), x.shape)
    dropped = (y == 0).sum(axis=1)
    bounds = np.array([binomial_interval(batch, float(rate)) for rate in rates])
    wrong = (dropped < bounds[:, 0]) | (dropped > bounds[:, 1])
    shares = dropped / batch
    if not wrong.any():
        return Evidence(f"each of {units} units is dropped at its own rate")
    if np.isin(dropped, (0, batch)).all():
        raise Failed(WHOLE_ROWS, "each unit is kept or dropped for all examples alike", "a mix in every row")
    reason = WRONG_RATES
    if np.allclose(shares, 1 - rates, atol=0.02):
        reason = SWAPPED
    elif np.allclose(shares, shares.mean(), atol=0.02):
        reason = ONE_RATE
    unit = int((np.abs(shares - rates) * wrong).argmax())
    low, high = bounds[unit] / batch
    share = Share(float(shares[unit]), float(low), float(high), float(rates[unit]))
    seen = f"unit {unit} is dropped in {percent(share.seen)} of {batch:,} cases at rate {rates[unit]:.4g}"
    raise Failed(reason, seen, f"between {percent(share.low)} and {percent(share.high)}", share)


def mask(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The mask tells which entries were kept."""
    return mask_is_told(function, ask_alike, rng)


def ends(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Beside others, a unit with rate 0 is kept as it is and one with rate 1 is 0."""
    rates, x = draw_rates(rng), draw_activations((UNITS, UNITS), rng)
    rates[:4] = (0, 1, 0, 1)
    rates = rng.permutation(rates)
    y, _ = output_and_mask(ask_with(function, x, rates, new_generator(rng)), x.shape)
    if not y[rates == 0].any() and y[rates == 1].all():
        raise Failed(
            SWAPPED, "units with rate 0 are dropped, and those with rate 1 kept", "the other way round"
        )
    if y[:, rates == 0].all() and not y[:, rates == 1].any():
        raise Failed(WRONG_AXIS, "examples are kept and dropped by the rates of units", "units")
    if not np.allclose(y[rates == 0], x[rates == 0], rtol=precision(y)):
        raise Failed(EDGE, "a unit with rate 0 is changed", "its x")
    if y[rates == 1].any():
        raise Failed(EDGE, "a unit with rate 1 says something", "0")
    fail_if_ends_are_near(function, rng)
    return Evidence("units with rate 0 are kept as they are, and those with rate 1 are 0")


def fail_if_ends_are_near(function: LearnerFunction, rng: np.random.Generator) -> None:
    """Raise when one of many entries is dropped at a rate of 0, or kept at a rate of 1."""
    rates = rng.permutation(np.repeat([0, 1], UNITS // 2)).astype(SINGLE)
    x = np.full((UNITS, ENDS), 2.0, SINGLE)
    y, _ = output_and_mask(ask_with(function, x, rates, new_generator(rng)), x.shape)
    for rate, wrong in ((0, (y == 0)[rates == 0]), (1, (y != 0)[rates == 1])):
        if wrong.any():
            seen = f"{wrong.sum()} of {wrong.size:,} entries are {'kept' if rate else 'dropped'}"
            raise Failed(EDGE, f"{seen} at a rate of {rate}", "none")


def untouched(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The caller's arrays are as they were."""
    rates, x = draw_rates(rng), draw_activations((UNITS, UNITS), rng)
    rates[:2] = (0, 1)
    rates = rng.permutation(rates)
    given, given_rates = x.copy(), rates.copy()
    ask(function, given, given_rates, new_generator(rng))
    for name, changed in (("x", given != x), ("rates", given_rates != rates)):
        if changed.any():
            raise Failed(IN_PLACE, f"{changed.mean():.0%} of {name} changed", "none")
    return Evidence("x and rates are as they were")


def in_words_of_units(judge: Judge) -> Judge:
    """``judge``, whose rows are units here and no examples."""

    def judged(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        try:
            return judge(function, rng)
        except Failed as failure:
            if failure.misconception is not ONE_FOR_ALL:
                raise
            seen = "units with equal rates are always dropped together"
            raise Failed(ALL_UNITS_ALIKE, seen, "a draw for each", failure.picture) from None

    return judged


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "unit_rates_forward": (
        Property("survivors", "a unit's survivors are divided by 1 - its own rate", survivors),
        Property("mask", "the mask is 1 where an entry was kept, else 0", mask),
        Property("rates", "unit i is dropped with probability rates[i]", own_rates),
        Property("edges", "units with rate 0 are kept, units with rate 1 are dropped", ends),
        Property("input", "x and rates are not changed", untouched),
        *(
            Property(one.name, one.statement, in_words_of_units(one.judge))
            for one in law(coins(ask_alike))
            if one.name in ("independent", "fresh", "reproducible")
        ),
    )
}
