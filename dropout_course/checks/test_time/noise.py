"""Homework 3, layers to mend: noise whose mean is not 1 - p, so that the factor must be found anew.

Each of the layers hits a unit with probability p, and gives the unit that it spares a value by which the mean
of the output is x, as at test time:

    p * hit + (1 - p) * spared = x,    spared = (x - p * hit) / (1 - p)

=================  ====================  =====================================================
layer              a unit that is hit    what else
=================  ====================  =====================================================
shrink_dropout     rest * x
fill_dropout       fill
seesaw_dropout     0                     its partner, half the layer further, is spared, and vice
                                         versa: there the hit has probability 1 - p
=================  ====================  =====================================================
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from dropout_course.checks.answers import as_array
from dropout_course.checks.inverted import WRONG_AT_TEST, draw_activations
from dropout_course.checks.law import (
    SINGLE,
    SWAPPED,
    Draw,
    Mask,
    draw_rate,
    law,
    new_generator,
    percent,
)
from dropout_course.checks.property import (
    Evidence,
    Failed,
    Judge,
    LearnerFunction,
    Misconception,
    Property,
    because_of,
)
from dropout_course.checks.test_time.calls import Array, alike, ask_copies, leaves_alone

PAGE = "Inverted dropout"

FEW = 0.05  # of the units may have some value by accident; more than a third are hit

DROPS_AT_TEST = Misconception(
    "Units are hit at test time", "With training=False the output is x.", "Test time"
)
SCALES_AT_TEST = Misconception(
    "The output is scaled at test time",
    "The mean of training is x already: with training=False the output is x.",
    "Test time",
)
NEVER_HITS = Misconception("Nothing is hit in training", "Draw a mask of the shape of x.", PAGE)
HIT_WRONG = Misconception("A unit that is hit has the wrong value", "Read again what becomes of it.", PAGE)
HIT_SCALED = Misconception(
    "The units that are hit are scaled, too", "Only those that are spared make up for the others.", PAGE
)
NOT_SCALED = Misconception(
    "The mean of training is not x", "The units that are spared must make up for those that are hit.", PAGE
)
OLD_FACTOR = Misconception(
    "The factor is that of plain dropout",
    "1 / (1 - p) is right where a unit that is hit gives 0. Write down the mean, and solve for the rest.",
    PAGE,
)
ONE_FACTOR = Misconception(
    "Both halves have one factor",
    "A unit of the second half is spared with probability p: what must it give then?",
    PAGE,
)
HALVES_EXCHANGED = Misconception(
    "The factors of the halves are exchanged", "The first half is spared with probability 1 - p.", PAGE
)
WRONG_MEAN = Misconception(
    "The spared units have the wrong value", "p * hit + (1 - p) * spared = x: solve for `spared`.", PAGE
)
NO_PARTNERS = Misconception(
    "Partners are not opposite", "Unit j of the second half is hit where unit j of the first is not.", PAGE
)
SAME_HALVES = Misconception(
    "Partners share one fate", "Where the first half is hit, the second is spared: invert the mask.", PAGE
)
EDGE = Misconception("The edge cases are wrong", "p = 0 hits nothing: the output is x.", PAGE)


class Case(NamedTuple):
    """What a layer is asked: activations, rate and what else it takes."""

    x: Array
    p: float
    options: tuple[float, ...]


class Layer(NamedTuple):
    """A layer by what it does to a unit."""

    draw_options: Callable[[np.random.Generator], tuple[float, ...]]
    hit: Callable[[Case], Array]
    seesaw: bool = False

    def ask(self, function: LearnerFunction, case: Case, rng: np.random.Generator, training: bool) -> Array:
        """The learner's output."""
        answer = ask_copies(function, case.x, case.p, *case.options, new_generator(rng), training)
        return as_array(answer, case.x.shape)

    def draw_case(self, rng: np.random.Generator, p: float | None = None) -> Case:
        """Activations of both signs, none near 0, and an even number of units."""
        x = draw_activations((40, 2 * int(rng.integers(9, 15))), rng)
        return Case(x, draw_rate(rng) if p is None else p, self.draw_options(rng))

    def rates(self, case: Case) -> Array:
        """How probable a hit is, for each unit."""
        units = case.x.shape[1]
        second_half = np.arange(units) >= units // 2
        return np.where(second_half & self.seesaw, 1 - case.p, case.p)

    def spared(self, case: Case) -> Array:
        """What a unit gives that is not hit."""
        rates = self.rates(case)
        return np.asarray((case.x - rates * self.hit(case)) / (1 - rates))

    def mistakes(self, case: Case) -> list[tuple[Misconception, Array]]:
        """Known wrong values of the units that are spared."""
        x, p, rates = case.x, case.p, self.rates(case)
        known = [(NOT_SCALED, x), (OLD_FACTOR, x / (1 - p)), (WRONG_MEAN, x * (1 - p)), (WRONG_MEAN, x / p)]
        known += [(SWAPPED, (x - (1 - rates) * self.hit(case)) / rates)]
        if self.seesaw:
            known[1:] = [(ONE_FACTOR, x / (1 - p)), (ONE_FACTOR, 2 * x), (HALVES_EXCHANGED, x / rates)]
        return known


SHRINK = Layer(lambda rng: (float(rng.uniform(0.1, 0.4)),), lambda case: case.options[0] * case.x)
FILL = Layer(lambda rng: (float(rng.uniform(-2, -1)),), lambda case: np.full(case.x.shape, case.options[0]))
SEESAW = Layer(lambda rng: (), lambda case: np.zeros(case.x.shape), seesaw=True)


def test_time(layer: Layer) -> Judge:
    """At test time the output is x."""

    def judge(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        case = layer.draw_case(rng)
        ratio = layer.ask(function, case, rng, False) / case.x
        if alike(ratio, np.ones_like(ratio)):
            return Evidence("with training=False the output is x")
        seen = f"x = {case.x[0, 0]:.4g} became {ratio[0, 0] * case.x[0, 0]:.4g} at p = {case.p:.4g}"
        half = ratio.shape[1] // 2
        constant = np.ptp(ratio[:, :half]) < 1e-4 and np.ptp(ratio[:, half:]) < 1e-4
        if constant:
            raise Failed(SCALES_AT_TEST, seen, f"{case.x[0, 0]:.4g}")
        hit = np.isclose(ratio * case.x, layer.hit(case), atol=1e-4).mean()
        raise Failed(DROPS_AT_TEST if FEW < hit < 1 else WRONG_AT_TEST, seen, f"{case.x[0, 0]:.4g}")

    return judge


def values(layer: Layer) -> Judge:
    """In training a unit has the value of a hit, or the one that makes up for it."""

    def judge(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        case = layer.draw_case(rng)
        y, hit, spared = layer.ask(function, case, rng, True), layer.hit(case), layer.spared(case)
        is_hit, is_spared = np.isclose(y, hit, atol=1e-4), np.isclose(y, spared, atol=1e-4)
        if (is_hit | is_spared).all():
            return Evidence(
                f"{percent(is_hit.mean())} of the units are hit at p = {case.p:.4g}, all are right"
            )
        if alike(y, case.x):
            raise Failed(NEVER_HITS, f"the output is x at p = {case.p:.4g}", "two values")
        raise wrong_values(layer, case, y, is_hit, is_spared)

    return judge


def wrong_values(layer: Layer, case: Case, y: Array, is_hit: Mask, is_spared: Mask) -> Failed:
    """The reason for values that no unit may have."""
    hit, spared = layer.hit(case), layer.spared(case)
    wrong = ~(is_hit | is_spared)
    row, unit = (int(place[0]) for place in np.nonzero(wrong))
    seen = f"x = {case.x[row, unit]:.4g} became {y[row, unit]:.4g} at p = {case.p:.4g}"
    expected = f"{hit[row, unit]:.4g} or {spared[row, unit]:.4g}"
    if is_hit.mean() < FEW:
        return Failed(HIT_SCALED if are_both_scaled(layer, case, y) else HIT_WRONG, seen, expected)
    known = layer.mistakes(case)
    reason = next(
        (reason for reason, value in known if np.isclose(y, value, atol=1e-4)[wrong].all()), WRONG_MEAN
    )
    return Failed(reason, seen, expected)


def are_both_scaled(layer: Layer, case: Case, y: Array) -> bool:
    """Whether hit and spared units were divided by one number: the share that is spared, or the mean."""
    hit, rates = layer.hit(case), layer.rates(case)
    divisors = (1 - rates, 1 - rates + rates * hit / case.x)
    return any(
        bool((np.isclose(y * divisor, hit, atol=1e-4) | np.isclose(y * divisor, case.x, atol=1e-4)).all())
        for divisor in divisors
    )


def nothing_hit(layer: Layer) -> Judge:
    """At p = 0 the output is x."""

    def judge(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        case = layer.draw_case(rng, p=0.0)
        y = layer.ask(function, case, rng, True)
        if alike(y, case.x):
            return Evidence("at p = 0 the output is x")
        reason = SWAPPED if alike(y, layer.hit(case)) else EDGE
        raise Failed(reason, f"x = {case.x[0, 0]:.4g} became {y[0, 0]:.4g} at p = 0", f"{case.x[0, 0]:.4g}")

    return judge


def partners(layer: Layer) -> Judge:
    """Of two partners exactly one is hit."""

    def judge(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        case = layer.draw_case(rng)
        is_hit = np.abs(layer.ask(function, case, rng, True)) < 1e-4
        first, second = np.hsplit(is_hit, 2)
        if (first != second).all():
            return Evidence("of two partners exactly one is hit")
        reason = SAME_HALVES if (first == second).all() else NO_PARTNERS
        raise Failed(reason, f"{percent((first == second).mean())} of the partners share their fate", "none")

    return judge


def as_draw(layer: Layer) -> Callable[[LearnerFunction], Draw]:
    """The layer as a table of coins, which hit low and spare high, whatever the values are."""

    def of_function(function: LearnerFunction) -> Draw:
        def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
            rows, units = shape
            x = np.ones((rows, 2 * units if layer.seesaw else units), SINGLE)
            case = Case(x, p, layer.draw_options(np.random.default_rng(0)))
            y = layer.ask(function, case, rng, True)[:, :units]
            return np.asarray(y > (y.min() + y.max()) / 2)

        return draw

    return of_function


def input_untouched(layer: Layer) -> Judge:
    """The caller's array is as it was, in training and at test time."""

    def judge(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        case = layer.draw_case(rng)
        leaves_alone(function, case.x, case.p, *case.options, new_generator(rng), True)
        return leaves_alone(function, case.x, case.p, *case.options, new_generator(rng), False)

    return judge


def properties(layer: Layer) -> tuple[Property, ...]:
    """What is true of such a layer; the partners of a seesaw come before what they say."""
    right_values, no_hit, opposite = values(layer), nothing_hit(layer), partners(layer)
    if layer.seesaw:
        plainer = (opposite, right_values)
        own = (
            Property("partners", "of two partners exactly one is hit", opposite),
            Property("values", "in training the mean of every unit is x", because_of(right_values, opposite)),
        )
    else:
        plainer = (right_values, no_hit)
        own = (
            Property("values", "in training the mean of every unit is x", right_values),
            Property("edges", "at p = 0 the output is x", because_of(no_hit, right_values)),
        )
    return (
        *own,
        Property("test", "at test time the output is x", test_time(layer)),
        Property("input", "x itself is not changed", input_untouched(layer)),
        *(
            Property(coin.name, coin.statement, because_of(coin.judge, *plainer))
            for coin in law(as_draw(layer))
            if coin.name != "edges"
        ),
    )


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "shrink_dropout": properties(SHRINK),
    "fill_dropout": properties(FILL),
    "seesaw_dropout": properties(SEESAW),
}
