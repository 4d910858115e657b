"""Homework 3, one layer: ``dropout(x, p, rng, training)`` and ``classic_predict(x, p)``.

Where ``dropout`` hands back a pair, that is told once, and its first value is judged.
"""

import numpy as np

from dropout_course.checks import classic, inverted
from dropout_course.checks.answers import SEVERAL, as_array, ask, precision
from dropout_course.checks.inverted import NOT_ZERO, as_draw, draw_activations, input_untouched
from dropout_course.checks.law import SINGLE, Draw, Mask, draw_rate, edges, law, new_generator
from dropout_course.checks.masks import draw_shape
from dropout_course.checks.property import (
    Answer,
    Evidence,
    Failed,
    Judge,
    LearnerFunction,
    Misconception,
    Property,
    because_of,
)
from dropout_course.checks.test_time.calls import Array, alike, leaves_alone

CLASSIC = classic.PAGE

WRONG_AT_TEST_EDGE = Misconception(
    "The edge cases are wrong at test time",
    "With training=False the output is x, whatever p is.",
    "Test time",
)
NEVER_DROPS = Misconception("Nothing is dropped in training", "Multiply x by a mask of its own shape.")
UPSIDE_DOWN = Misconception("Training and test time are swapped", "Drop where `training` is True.")
NOT_WHOLE = Misconception("The edge cases are wrong", "p = 0 drops nothing: the output is x.")

SCALED_BY_P = Misconception(
    "The output is scaled by p", "`p` is the probability to drop; 1 - p of the units were heard.", CLASSIC
)
DIVIDED = Misconception(
    "The output is divided by 1 - p", "Now all units speak, so each must say less.", CLASSIC
)
HALVED = Misconception("The rate is taken to be one half", "The factor is 1 - p, for every p.", CLASSIC)
ROOT = Misconception(
    "The factor has a square root", "The mean is to be kept, not the variance: the factor is 1 - p.", CLASSIC
)
SQUARED = Misconception("The factor is applied twice", "Multiply by 1 - p once.", CLASSIC)
DROPS = Misconception(
    "Units are dropped at test time", "At test time every unit speaks, and says (1 - p) x.", CLASSIC
)
WRONG_SCALE = Misconception("The output is not training's mean", "The mean of b x is (1 - p) x.", CLASSIC)
EDGE = Misconception(
    "The edge cases are wrong", "p = 0 leaves x as it is, and p = 1 leaves nothing.", CLASSIC
)


# ---- dropout


def images(function: LearnerFunction) -> Draw:
    """``dropout`` of images, (examples, channels, height, width), as a table of coins."""

    def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
        rows, columns = shape
        x = np.ones((rows, 2, 4, columns // 8), SINGLE)
        return np.not_equal(inverted.ask_output(function, x, p, rng, training=True), 0).reshape(shape)

    return draw


def drops(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """In training some units are dropped."""
    x, p = draw_activations((20, 30), rng), draw_rate(rng)
    y = inverted.ask_output(function, x, p, new_generator(rng), training=True)
    if (y == x).all():
        at_test = inverted.ask_output(function, x, p, new_generator(rng), training=False)
        reason = NEVER_DROPS if (at_test == x).all() else UPSIDE_DOWN
        raise Failed(reason, f"with training=True the output is x at p = {p:.4g}", "some zeros")
    if (y != 0).all() and not np.allclose(y / x, y[0, 0] / x[0, 0]):  # 600 coins do not all keep
        raise Failed(NOT_ZERO, f"none of {y.size} outputs is 0 at p = {p:.4g}", "0 for what is dropped")
    return Evidence("in training some units are dropped")


def scale(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """In training a unit that is kept becomes x / (1 - p), and nothing else is handed back."""
    x, p = draw_activations((4, 5), rng), draw_rate(rng)
    answer = ask(function, x, p, new_generator(rng), training=True)
    if type(answer) is tuple:
        raise Failed(SEVERAL, f"a tuple of {len(answer)}", "the output alone")
    return inverted.scale(function, rng)


def at_test_time(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At test time the output is x, at the edges of p as well."""
    evidence = inverted.at_test_time(function, rng)
    x = draw_activations((4, 5), rng)
    for p in (0.0, 1.0):
        y = inverted.ask_output(function, x, p, new_generator(rng), training=False)
        if not alike(y, x):
            seen = f"x = {x[0, 0]:.4g} became {y[0, 0]:.4g} at p = {p:g}"
            raise Failed(WRONG_AT_TEST_EDGE, seen, f"{x[0, 0]:.4g}")
    return evidence


def training_edges(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At p = 0 the output is x, at p = 1 nothing is left of it."""
    evidence = edges(as_draw(function), rng)
    x = draw_activations((4, 5), rng)
    y = inverted.ask_output(function, x, 0.0, new_generator(rng), training=True)
    if not alike(y, x):
        raise Failed(NOT_WHOLE, f"x = {x[0, 0]:.4g} became {y[0, 0]:.4g} at p = 0", f"{x[0, 0]:.4g}")
    return evidence


def of_dropout(judge: Judge) -> Judge:
    """``judge`` for ``dropout``, whose last argument may have any name; not dropping at all is told first."""
    plain = because_of(judge, drops)

    def judged(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        def by_position(x: Array, p: float, rng: np.random.Generator, *, training: bool) -> Answer:
            return function(x, p, rng, training)

        by_position.__name__ = function.__name__
        return plain(by_position, rng)

    return judged


# ---- classic_predict


def predicted(function: LearnerFunction, x: Array, p: float) -> Array:
    """The answer for a copy of ``x``."""
    return as_array(ask(function, x.copy(), p), x.shape)


def classic_scale(classic_predict: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The output is (1 - p) x, for arrays of any shape."""
    for dimensions in (4, 2, 1):  # the largest first: a unit that is dropped by chance is seen there
        p = draw_rate(rng)
        x = draw_activations(draw_shape(rng, dimensions), rng)
        y = predicted(classic_predict, x, p)
        if alike(y, (1 - p) * x):
            continue
        ratio = y / x
        spoken = ratio[ratio != 0]
        if 0 < spoken.size < ratio.size and np.allclose(spoken, spoken[0], rtol=precision(y)):
            raise Failed(DROPS, f"{(ratio == 0).mean():.0%} of the outputs are 0", "none")
        known = (
            (classic.NOT_SCALED, 1),
            (SCALED_BY_P, p),
            (DIVIDED, 1 / (1 - p)),
            (HALVED, 0.5),
            (ROOT, np.sqrt(1 - p)),
            (SQUARED, (1 - p) ** 2),
        )
        reason = next((reason for reason, factor in known if np.allclose(ratio, factor)), WRONG_SCALE)
        raise Failed(reason, f"the output is x times {ratio.flat[0]:.4g} at p = {p:.4g}", f"{1 - p:.4g}")
    return Evidence(f"the output is x times {1 - p:.4g} at p = {p:.4g}")


def classic_edges(classic_predict: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At p = 0 nothing changes, at p = 1 nothing is left."""
    x = draw_activations((4, 5), rng)
    for p in (0.0, 1.0):
        y = predicted(classic_predict, x, p)
        if not alike(y, (1 - p) * x):
            seen = f"x = {x[0, 0]:.4g} became {y[0, 0]:.4g} at p = {p:g}"
            raise Failed(EDGE, seen, f"{(1 - p) * x[0, 0]:.4g}")
    return Evidence("p = 0 leaves x as it is, and p = 1 leaves nothing")


def classic_input(classic_predict: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The caller's array is as it was."""
    leaves_alone(classic_predict, draw_activations((4, 5), rng), draw_rate(rng))
    return leaves_alone(classic_predict, draw_activations((4, 5), rng), 1.0, may_raise=True)


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "dropout": (
        Property("scale", "in training, kept units are divided by 1 - p", of_dropout(scale)),
        Property("test", "at test time the output is x", of_dropout(at_test_time)),
        Property("input", "x itself is not changed", of_dropout(input_untouched)),
        *(
            Property(coin.name, coin.statement, of_dropout(coin.judge))
            for coin in law(as_draw, images)
            if coin.name != "edges"
        ),
        Property("edges", "p = 0 drops nothing, p = 1 drops all", of_dropout(training_edges)),
    ),
    "classic_predict": (
        Property("scale", "the output is (1 - p) x", classic_scale),
        Property("edges", "p = 0 leaves x as it is, p = 1 leaves nothing", classic_edges),
        Property("input", "x itself is not changed", classic_input),
    ),
}
