"""A forward pass that hands back a pair: the output, and the mask that made it."""

from collections.abc import Callable
from contextlib import nullcontext, suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import as_array, ask, kind_of, precision
from dropout_course.checks.inverted import IN_PLACE, NOT_ZERO, draw_activations, factors_of
from dropout_course.checks.law import (
    EDGE,
    HARDLY_RANDOM,
    SINGLE,
    Draw,
    Mask,
    draw_rate,
    edges,
    is_constant,
    law,
    new_generator,
)
from dropout_course.checks.masks import as_mask, zeros_and_ones
from dropout_course.checks.property import (
    NO_PAGE,
    Answer,
    Evidence,
    Failed,
    Judge,
    LearnerFunction,
    Misconception,
    Property,
    because_of,
)

NO_PAIR = Misconception("The answer is not a pair", "Return both values, with a comma between them.", NO_PAGE)
OTHER_WAY_ROUND = Misconception(
    "The pair is the other way round", "Return the values in the order that the text asks for.", NO_PAGE
)
MASK_OF_DROPPED = Misconception(
    "The mask says what was dropped", "A mask is True, or 1, where an entry is kept."
)
OTHER_MASK = Misconception(
    "The mask is not the one that made the output",
    "Draw once: the draw that you return is the draw that you apply.",
)
NO_NEGATIVES = Misconception(
    "Negative entries are all dropped", "A unit that is kept keeps its sign: dropout has no ReLU in it."
)
READ_OFF = Misconception(
    "The mask is read off the values", "A unit may be 0 and kept, as after a ReLU: return the mask you drew."
)

SHAPE = (20, 30)
"""Of 600 entries some 300 are 0 in ``mask_is_told``; that all of them are kept has a chance below 1e-50."""

Array = NDArray[np.floating[Any]]
Ask = Callable[[LearnerFunction, Array, float, np.random.Generator], Answer]


def ask_layer(function: LearnerFunction, x: Array, p: float, rng: np.random.Generator) -> Answer:
    """A forward pass ``function(x, p, rng)`` on a copy of ``x``."""
    return ask(function, x.copy(), p, rng)


def as_pair(answer: Answer) -> tuple[Answer, Answer]:
    """The two values of a pair."""
    if type(answer) not in (tuple, list):
        raise Failed(NO_PAIR, kind_of(answer), "two values")
    if len(answer) != 2:
        raise Failed(NO_PAIR, f"{len(answer)} values", "two")
    return answer[0], answer[1]


def output_and_mask(answer: Answer, shape: tuple[int, ...]) -> tuple[Array, Answer]:
    """The output as an array, and what is said to be the mask."""
    first, second = as_pair(answer)
    if is_mask(first, shape) and not is_mask(second, shape):
        y = as_array(second, shape)
        if first.any() and ((y != 0) <= (first != 0)).all():
            raise Failed(OTHER_WAY_ROUND, "the mask comes first", "the output, then the mask")
    return as_array(first, shape), second


def is_mask(value: Answer, shape: tuple[int, ...]) -> bool:
    """Whether ``value`` is an array of ``shape`` that holds 0 and 1 alone."""
    if type(value) is not np.ndarray or value.shape != shape or value.dtype.kind not in "biuf":
        return False
    return bool(((value == 0) | (value == 1)).all())


def coins(ask_pair: Ask, inner: tuple[int, ...] = ()) -> Callable[[LearnerFunction], Draw]:
    """Shows a forward pass as a table of coins: where the output is not 0, the entry was kept.

    With ``inner`` axes each example is an array, which is read as a row.
    """

    def as_draw(function: LearnerFunction) -> Draw:
        def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
            whole = (shape[0], *inner, shape[1] // int(np.prod(inner)))
            y, _ = output_and_mask(ask_pair(function, np.full(whole, 2.0, SINGLE), p, rng), whole)
            return np.not_equal(y, 0).reshape(shape)

        return draw

    return as_draw


def pair_properties(ask_pair: Ask, inner: tuple[int, ...] = ()) -> tuple[Property, ...]:
    """What a forward pass must satisfy whatever it does to the entries that it keeps."""
    tables = [coins(ask_pair), *([coins(ask_pair, inner)] if inner else [])]

    def mask(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        return mask_is_told(function, ask_pair, rng)

    def untouched(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        return input_is_untouched(function, rng)

    def ends(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        return ends_are_exact(function, ask_pair, rng)

    dropped = something_is_dropped(ask_pair)
    statement = "the mask is 1 where an entry was kept and 0 where it was dropped"
    return (
        Property("mask", statement, because_of(mask, dropped)),
        Property("input", "x itself is not changed", untouched),
        *(
            Property(coin.name, coin.statement, because_of(coin.judge, dropped))
            for coin in law(*tables)
            if coin.name != "edges"
        ),
        Property("edges", "p = 0 keeps all entries, p = 1 drops all", ends),
    )


def something_is_dropped(ask_pair: Ask) -> Judge:
    """A judge of whether outputs are 0 where a coin says so, and only there.

    The coins of 600 entries all keep, or drop all negative ones, less than once in 1e50 masks.
    """

    def judge(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        x, p = draw_activations(SHAPE, rng), draw_rate(rng)
        y, _ = output_and_mask(ask_pair(function, x, p, new_generator(rng)), SHAPE)
        factors = factors_of(x, y)
        if factors.size == y.size and not np.allclose(factors, factors[0]):
            raise Failed(NOT_ZERO, f"none of {y.size} outputs is 0 at p = {p:.4g}", "0 for what is dropped")
        if not y[x < 0].any() and y[x > 0].any():
            raise Failed(NO_NEGATIVES, f"{(x < 0).sum()} outputs are 0 where x is negative", "some of them")
        return Evidence("some outputs are 0")

    return judge


def mask_is_told(function: LearnerFunction, ask_pair: Ask, rng: np.random.Generator) -> Evidence:
    """The mask tells which entries were kept, also of those that are 0 in x."""
    x = draw_activations(SHAPE, rng)
    silent = rng.random(SHAPE) < 0.5
    x[silent] = 0
    p = draw_rate(rng)
    y, answer = output_and_mask(ask_pair(function, x, p, new_generator(rng)), SHAPE)
    zeros_and_ones(answer, SHAPE, p)
    mask, heard = as_mask(answer, SHAPE), y != 0
    if is_constant(mask) and np.unique(heard[~silent]).size == 1:
        raise Failed(HARDLY_RANDOM, f"all {mask.size} entries of the mask are the same", "a draw for each")
    wrong = (mask != heard)[~silent]
    if wrong.all():
        raise Failed(MASK_OF_DROPPED, "it is 0 wherever the output is not", "1 there")
    if wrong.any():
        raise Failed(OTHER_MASK, f"it is wrong at {wrong.sum()} of {wrong.size} entries", "at none")
    if not mask[silent].any() or mask[silent].all():
        fate = "kept" if mask[silent].all() else "dropped"
        raise Failed(READ_OFF, f"all {silent.sum()} entries that are 0 in x are {fate}", "some of either")
    return Evidence("the mask fits the output, and entries that are 0 in x are kept or dropped as others")


def input_is_untouched(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The caller's array is as it was."""
    x = draw_activations(SHAPE, rng)
    for p in (draw_rate(rng), 0.0, 1.0):
        given = x.copy()
        with suppress(Failed) if p == 1 else nullcontext():  # an error there is for ``edges`` to judge
            ask(function, given, p, new_generator(rng))
        if (given != x).any():
            raise Failed(IN_PLACE, f"{(given != x).mean():.0%} of x changed at p = {p:.4g}", "none")
    return Evidence("x is as it was")


def ends_are_exact(function: LearnerFunction, ask_pair: Ask, rng: np.random.Generator) -> Evidence:
    """At p = 0 and p = 1 nothing is left to chance, and the mask says so."""
    evidence = edges(coins(ask_pair)(function), rng)
    for p, all_kept in ((0.0, True), (1.0, False)):
        x = draw_activations(SHAPE, rng)
        y, answer = output_and_mask(ask_pair(function, x, p, new_generator(rng)), SHAPE)
        if (as_mask(answer, SHAPE) != all_kept).any():
            raise Failed(
                EDGE,
                f"the mask is not {int(all_kept)} everywhere at p = {p:g}",
                f"{int(all_kept)} everywhere",
            )
        if all_kept and not np.allclose(y, x, rtol=precision(y)):
            raise Failed(EDGE, "the output is not x at p = 0", "x")
    return evidence
