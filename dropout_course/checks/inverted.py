"""The exercise of the page Inverted dropout: ``inverted_dropout(x, p, rng, training)``.

The answer may be the output alone, or the pair ``(output, multiplier)`` as in ``dropout_course.reference``.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import as_array, ask, precision
from dropout_course.checks.law import SINGLE, Draw, Mask, draw_rate, law, new_generator
from dropout_course.checks.property import Answer, Evidence, Failed, LearnerFunction, Misconception, Property

Activations = NDArray[np.floating[Any]]

NOT_SCALED = Misconception(
    "The survivors are not scaled", "Without 1 / (1 - p) the mean output is (1 - p) x instead of x."
)
MULTIPLIED = Misconception(
    "The survivors are multiplied by 1 - p", "Divide: fewer units are left, so each must say more."
)
SCALED_BY_P = Misconception(
    "The survivors are divided by p", "`p` is the probability to drop; 1 - p of the units are left."
)
WRONG_SCALE = Misconception("The survivors have the wrong size", "A unit that is kept becomes x / (1 - p).")
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
NOT_ZERO = Misconception(
    "Dropped entries are not 0", "A unit that is dropped says nothing: multiply x by the mask."
)
WRONG_MULTIPLIER = Misconception(
    "The multiplier does not give the output", "Of the pair (y, multiplier), y is x * multiplier."
)
DROPS_AT_TEST = Misconception("Units are dropped at test time", "With training=False the output is x.")
SCALES_AT_TEST = Misconception(
    "The output is scaled at test time",
    "Inverted dropout pays for its scale in training: with training=False the output is x.",
)
WRONG_AT_TEST = Misconception("The output is wrong at test time", "With training=False the output is x.")
IN_PLACE = Misconception(
    "The input was changed", "Whoever called still needs x: make a new array instead of writing into x."
)

Factor = Callable[[float], float]
FACTORS: Sequence[tuple[Misconception, Factor]] = (
    (NOT_SCALED, lambda p: 1),
    (MULTIPLIED, lambda p: 1 - p),
    (SCALED_BY_P, lambda p: 1 / p),
    (SCALED_TWICE, lambda p: 1 / (1 - p) ** 2),
    (IS_SIZE, lambda p: 1 / np.sqrt(1 - p)),
)
"""Known wrong factors of the survivors, at every rate."""


def ask_output(
    function: LearnerFunction, x: Activations, p: float, rng: np.random.Generator, *, training: bool
) -> Activations:
    """The output, alone or out of the pair, for a copy of ``x``."""
    answer = ask(function, x.copy(), p, rng, training=training)
    return as_array(output_of(answer), x.shape)


def output_of(answer: Answer) -> Answer:
    """The output of an answer that may be the pair (output, multiplier)."""
    return answer[0] if type(answer) is tuple and len(answer) == 2 else answer


def draw_activations(shape: tuple[int, ...], rng: np.random.Generator) -> Activations:
    """Activations of both signs, none near 0: a zero in the output was dropped."""
    return np.asarray(rng.uniform(0.5, 2, shape) * rng.choice([-1, 1], shape))


def scale(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """A unit that is kept becomes x / (1 - p), and the multiplier says the same."""
    rates = [draw_rate(rng), rng.uniform(0.05, 0.15), rng.uniform(0.95, 0.99)]
    for p in rates:
        x = draw_activations((20, 30), rng)
        answer = ask(function, x.copy(), p, new_generator(rng), training=True)
        y = as_array(output_of(answer), x.shape)
        again = partial(ask_output, function, x, p, new_generator(rng), training=True)
        fail_if_not_scaled(x, y, p, lambda p: 1 / (1 - p), FACTORS, WRONG_SCALE, again)
        if type(answer) is tuple and not np.allclose(x * as_array(answer[1], x.shape), y, rtol=precision(y)):
            raise Failed(WRONG_MULTIPLIER, "x * multiplier differs from y", "the same")
    return Evidence(f"kept units are x times {1 / (1 - rates[0]):.4g} at p = {rates[0]:.4g}")


def fail_if_not_scaled(
    x: Activations,
    y: Activations,
    p: float,
    right: Factor,
    known: Sequence[tuple[Misconception, Factor]],
    otherwise: Misconception,
    again: Callable[[], Activations],
) -> None:
    """Raise when what ``y`` keeps of ``x`` is not ``right(p)`` times as large; ``again`` draws once more."""
    factors = factors_of(x, y)
    if np.allclose(factors, right(p), rtol=precision(y)):
        return
    reasons = (reason for reason, wrong in known if np.allclose(factors, wrong(p), rtol=precision(y)))
    reason = next(reasons, otherwise)
    if reason is otherwise and np.allclose(factors, factors[0]):
        others = factors_of(x, again())
        is_new = not np.allclose(others, factors[0]) and np.allclose(others, others[0])
        if is_new or np.allclose(factors, y.size / factors.size):  # two draws may keep equally many
            reason = OF_THIS_DRAW
    worst = factors[np.abs(factors - right(p)).argmax()]
    raise Failed(reason, f"a kept unit is x times {worst:.4g} at p = {p:.4g}", f"{right(p):.4g}")


def factors_of(x: Activations, y: Activations) -> Activations:
    """What the entries were multiplied by that are kept."""
    return np.asarray(y[y != 0] / x[y != 0])


def at_test_time(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At test time the output is x."""
    p = draw_rate(rng)
    x = draw_activations((20, 30), rng)
    y = ask_output(function, x, p, new_generator(rng), training=False)
    ratio = y / x
    if np.allclose(ratio, 1, rtol=precision(y)):
        return Evidence("with training=False the output is x")
    if (y == 0).any():
        raise Failed(DROPS_AT_TEST, f"{(y == 0).mean():.0%} of the outputs are 0", "none")
    if np.allclose(ratio, ratio[0, 0], rtol=1e-5):
        raise Failed(SCALES_AT_TEST, f"the output is x times {ratio[0, 0]:.4g} at p = {p:.4g}", "x")
    raise Failed(WRONG_AT_TEST, f"x = {x[0, 0]:.4g} became {y[0, 0]:.4g}", "x")


def input_untouched(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The caller's array is as it was."""
    x = draw_activations((20, 30), rng)
    for p, training in ((draw_rate(rng), True), (draw_rate(rng), False), (1.0, True)):
        given = x.copy()
        with suppress(Failed) if p == 1 else nullcontext():  # an error there is for ``edges`` to judge
            ask(function, given, p, new_generator(rng), training=training)
        if (given != x).any():
            raise Failed(IN_PLACE, f"{(given != x).mean():.0%} of x changed (training={training})", "none")
    return Evidence("x is as it was")


def as_draw(function: LearnerFunction) -> Draw:
    """Dropout as a table of coins: where the output is not 0, the unit was kept."""

    def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
        return np.not_equal(ask_output(function, np.ones(shape, SINGLE), p, rng, training=True), 0)

    return draw


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "inverted_dropout": (
        Property("scale", "kept units are divided by 1 - p", scale),
        Property("test", "at test time the output is x", at_test_time),
        Property("input", "x itself is not changed", input_untouched),
        *law(as_draw),
    )
}
