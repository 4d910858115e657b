"""Layers in which one part of the output meets dropout: output = rest + multiplier * branch.

``rest`` is what dropout leaves alone (0 for most layers, the skip connection for a residual block), and the
multiplier is inverted dropout's, drawn once for all entries along the ``shared`` axes. Whatever the layer,
what it dropped can be read from its output: there nothing but ``rest`` is left. So one judge serves them all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import as_array, ask
from dropout_course.checks.inverted import (
    DROPS_AT_TEST,
    MULTIPLIED,
    NOT_SCALED,
    SCALED_BY_P,
    SCALES_AT_TEST,
    WRONG_AT_TEST,
    WRONG_SCALE,
)
from dropout_course.checks.law import (
    EDGE,
    SINGLE,
    Draw,
    Mask,
    draw_rate,
    draw_sizes,
    law,
    new_generator,
    percent,
)
from dropout_course.checks.placing.answers import TOLERANCE, Array, alike, pure
from dropout_course.checks.property import (
    Evidence,
    Failed,
    Judge,
    LearnerFunction,
    Misconception,
    Property,
)

LEAST = 1e-3  # a smaller multiplier is 0 but for rounding

TWICE = Misconception("The survivors are scaled twice", "One draw for each unit, paid for once: 1 / (1 - p).")


class Case(NamedTuple):
    """Arguments of a layer (those before p), and the two parts of the output that they make."""

    arguments: tuple[Array, ...]
    rest: Array
    branch: Array


def in_single(case: Case) -> Case:
    """The case in single precision."""
    return Case(tuple(array.astype(SINGLE) for array in case.arguments), case.rest, case.branch)


class Reading(NamedTuple):
    """What an output tells: where the branch was kept, and its factor there (None: kept nowhere)."""

    kept: NDArray[np.bool_]
    factor: float | None


@dataclass(frozen=True)
class Layer:
    """A layer to judge.

    ``case(rows, columns, rng)`` gives arguments whose multiplier has a draw for each of so many rows and
    columns, ``many(rows, columns)`` as little as shows many draws; ``mistake(case, output, p)`` names the
    misconception behind an output that cannot be read, and ``formula`` is what to say where the layer is
    wrong without any dropout.
    """

    case: Callable[[int, int, np.random.Generator], Case]
    mistake: Callable[[Case, Array, float], Misconception]
    many: Callable[[int, int], Case]
    formula: Misconception = WRONG_AT_TEST
    shared: tuple[int, ...] = ()
    element_mask: Misconception | None = None
    wrong_axes: Misconception | None = None

    def ask(
        self, function: LearnerFunction, case: Case, p: float, rng: np.random.Generator, training: bool
    ) -> Array:
        """The learner's output for copies of the arguments."""
        answer = ask(function, *(argument.copy() for argument in case.arguments), p, rng, training)
        return as_array(answer, case.branch.shape)

    def read(self, case: Case, output: Array, p: float) -> Reading:
        """Where the branch was kept; raises when the output is not rest + multiplier * branch."""
        multiplier = (output - case.rest) / case.branch
        kept = np.abs(multiplier) > LEAST
        factors = multiplier[kept]
        if factors.size and not np.allclose(factors, factors[0], rtol=10 * TOLERANCE):
            self.fail(case, output, p)
        self.fail_unless_shared(kept)
        return Reading(kept, float(factors.mean()) if factors.size else None)

    def fail(self, case: Case, output: Array, p: float) -> None:
        """Raise for an output that dropout of the branch cannot give."""
        number = int(np.abs(output - case.rest - case.branch).argmax())
        seen = f"at p = {p:.4g} an output is {output.flat[number]:.4g}"
        left, whole = case.rest.flat[number], case.branch.flat[number] / max(1 - p, 1e-9)
        expected = f"{left:.4g} (dropped) or {left + whole:.4g} (kept)"
        raise Failed(self.mistake(case, output, p), seen, expected)

    def fail_unless_shared(self, kept: NDArray[np.bool_]) -> None:
        """Raise when entries that should share a draw do not."""
        alone = [axis for axis in self.shared if (kept != kept.take([0], axis)).any()]
        if not alone or self.element_mask is None or self.wrong_axes is None:
            return
        found = tuple(axis for axis in range(kept.ndim) if not (kept != kept.take([0], axis)).any())
        expected = f"all entries along axes {self.shared}"
        if found:
            raise Failed(self.wrong_axes, f"the entries along axes {found} share a draw", expected)
        raise Failed(
            self.element_mask, "kept and dropped entries along one of these axes", f"{expected} share a draw"
        )

    def table(self, kept: NDArray[np.bool_]) -> Mask:
        """The draws as rows and columns, each once."""
        for axis in sorted(self.shared, reverse=True):
            kept = np.asarray(kept.take(0, axis))
        return kept


def draw_case(layer: Layer, rng: np.random.Generator) -> tuple[Case, float]:
    """A small case of odd sizes, and a rate."""
    rows, columns = draw_sizes(rng, 20, 30, 2)
    return layer.case(rows, columns, rng), draw_rate(rng)


def test_time(layer: Layer, function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """With training=False the branch comes whole."""
    case, p = draw_case(layer, rng)
    y = layer.ask(function, case, p, new_generator(rng), training=False)
    if alike(y, case.rest + case.branch):
        y = layer.ask(function, case, 1.0, new_generator(rng), training=False)
        if not alike(y, case.rest + case.branch):
            raise Failed(DROPS_AT_TEST, "the output is another one at p = 1", "the output without dropout")
        return Evidence("with training=False nothing is dropped and nothing is scaled, whatever p is")
    multiplier = (y - case.rest) / case.branch
    dropped = np.abs(multiplier) < LEAST
    if 0.1 < dropped.mean() < 1:
        raise Failed(DROPS_AT_TEST, f"{dropped.mean():.0%} of the outputs are dropped", "none")
    for factor in (multiplier, y / (case.rest + case.branch)):
        if np.allclose(factor, factor.flat[0], rtol=1e-3):
            seen = f"what dropout acts on is multiplied by {factor.flat[0]:.4g} at p = {p:.4g}"
            raise Failed(SCALES_AT_TEST, seen, "1")
    number = int(np.abs(y - case.rest - case.branch).argmax())
    expected = (case.rest + case.branch).flat[number]
    raise Failed(layer.formula, f"with training=False an output is {y.flat[number]:.4g}", f"{expected:.4g}")


def place(layer: Layer, function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The output is rest + multiplier * branch, and the draws are shared as they should be."""
    case, p = draw_case(layer, rng)
    reading = layer.read(case, layer.ask(function, case, p, new_generator(rng), training=True), p)
    return Evidence(f"{percent(1 - reading.kept.mean())} are dropped at p = {p:.4g}, and nothing else is")


def scale(layer: Layer, function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """What is kept is divided by 1 - p."""
    case, p = draw_case(layer, rng)
    factor = layer.read(case, layer.ask(function, case, p, new_generator(rng), training=True), p).factor
    if factor is not None:
        fail_if_wrongly_scaled(factor, p)
    return Evidence(f"what is kept is multiplied by {1 / (1 - p):.4g} at p = {p:.4g}")


def fail_if_wrongly_scaled(factor: float, p: float) -> None:
    """Raise when survivors are multiplied by something else than 1 / (1 - p)."""
    if abs(factor * (1 - p) - 1) < 10 * TOLERANCE:
        return
    known = ((NOT_SCALED, 1.0), (MULTIPLIED, 1 - p), (SCALED_BY_P, 1 / p), (TWICE, (1 - p) ** -2))
    reason = next((reason for reason, other in known if abs(factor / other - 1) < 1e-3), WRONG_SCALE)
    raise Failed(reason, f"survivors are multiplied by {factor:.4g} at p = {p:.4g}", f"{1 / (1 - p):.4g}")


def as_draw(layer: Layer, function: LearnerFunction) -> Draw:
    """The layer as a table of coins."""

    def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
        case = layer.many(*shape)  # the law is about the coins, not about the case
        return layer.table(layer.read(case, layer.ask(function, case, p, rng, training=True), p).kept)

    return draw


def changes_nothing(layer: Layer, function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """No argument is changed, and nothing but rng decides."""
    case, p = draw_case(layer, rng)

    def call(*arguments: Array | np.random.Generator | bool) -> Array:
        *given, generator, training = arguments
        return as_array(ask(function, *given, p, generator, training), case.branch.shape)

    return pure(call, case.arguments, rng)


def edges(layer: Layer, coins: Judge, function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At p = 0 and p = 1 nothing is left to chance, and the output has its shape and size."""
    evidence = coins(function, rng)
    case, _ = draw_case(layer, rng)
    for p in (0.0, 1.0):
        y, right = layer.ask(function, case, p, new_generator(rng), True), case.rest + (1 - p) * case.branch
        if not alike(y, right):
            number = int(np.abs(y - right).argmax())
            seen = f"at p = {p:g} an output is {y.flat[number]:.4g}"
            raise Failed(EDGE, seen, f"{right.flat[number]:.4g}")
    return evidence


def in_place(coin: Property, place: Judge) -> Property:
    """``coin``, which does not hold where the draws are in the wrong place: they may be too few to see."""

    def judged(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        place(function, rng)
        return coin.judge(function, rng)

    return Property(coin.name, coin.statement, judged)


def properties(layer: Layer, statement: str) -> tuple[Property, ...]:
    """What such a layer must satisfy; ``statement`` says what is dropped."""
    right_place = partial(place, layer)
    coins = {coin.name: coin for coin in law(partial(as_draw, layer))}
    return (
        Property("test", "at test time nothing is dropped", partial(test_time, layer)),
        Property("place", statement, right_place),
        Property("scale", "what is kept is divided by 1 - p", partial(scale, layer)),
        *(in_place(coins[name], right_place) for name in ("rate", "independent", "fresh")),
        Property("edges", coins["edges"].statement, partial(edges, layer, coins["edges"].judge)),
        Property("pure", "no argument is changed, and rng alone decides", partial(changes_nothing, layer)),
    )
