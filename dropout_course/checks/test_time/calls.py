"""Calling a function with copies of its arguments, taking a pair from it, comparing arrays."""

from contextlib import nullcontext, suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import NOT_FINITE, as_array, ask, kind_of, precision
from dropout_course.checks.property import Answer, Evidence, Failed, LearnerFunction, Misconception

Array = NDArray[np.floating[Any]]

IN_PLACE = Misconception(
    "An argument was changed",
    "Whoever called needs it again: make a new array instead of writing into this one.",
    "Test time",
)
NOT_A_PAIR = Misconception(
    "The answer is not a pair", "Return two arrays, `return mean, std`: both are asked for.", "Test time"
)
NO_ROOT = Misconception(
    "The std is no number",
    "0 / 0 is none, nor is the root of a variance that rounding pushed below 0: "
    "sum squared distances from the mean, or take the larger of the variance and 0.",
    "Test time",
)


def ask_copies(function: LearnerFunction, *arguments: Any) -> Answer:
    """Call ``function`` with copies, so that what it writes into them spoils no other question."""
    return ask(function, *map(copied, arguments))


def copied(argument: Any) -> Any:
    """An array, or a list of arrays and numbers, anew; anything else as it is."""
    if isinstance(argument, list):
        return [copied(item) for item in argument]
    return argument.copy() if isinstance(argument, np.ndarray) else argument


def leaves_alone(function: LearnerFunction, *arguments: Any, may_raise: bool = False) -> Evidence:
    """No array among the arguments, nor in a list of them, is changed."""
    before = [copied(argument) for argument in arguments]
    with suppress(Failed) if may_raise else nullcontext():
        ask(function, *arguments)
    changed = sum(not is_same(now, then) for now, then in zip(arguments, before, strict=True))
    if changed:
        raise Failed(
            IN_PLACE, f"{changed} of {len(arguments)} arguments are no longer what they were", "none"
        )
    return Evidence("all arguments are as they were")


def is_same(now: Any, then: Any) -> bool:
    """Whether an argument is what it was: an array, a number, or a list of them, entry by entry."""
    if type(now) is not type(then):
        return False
    if isinstance(then, list):
        return len(now) == len(then) and all(map(is_same, now, then))
    if isinstance(then, np.ndarray):
        return now.shape == then.shape and bool((now == then).all())
    return now is then or bool(now == then)


def as_pair(answer: Answer) -> tuple[Answer, Answer]:
    """The two parts of a pair, be it a tuple or a list."""
    if type(answer) not in (tuple, list):
        raise Failed(NOT_A_PAIR, kind_of(answer), "(mean, std)")
    if len(answer) != 2:
        raise Failed(NOT_A_PAIR, f"{len(answer)} values", "(mean, std)")
    return answer[0], answer[1]


def mean_of(answer: Answer, shape: tuple[int, ...]) -> Array:
    """The first of the pair, as an array of ``shape``."""
    return as_array(as_pair(answer)[0], shape)


def std_of(answer: Answer, shape: tuple[int, ...]) -> Array:
    """The second of the pair, as an array of ``shape``; how a NaN comes into a std is told."""
    try:
        return as_array(as_pair(answer)[1], shape)
    except Failed as failure:
        if failure.misconception is not NOT_FINITE:
            raise
        raise Failed(NO_ROOT, "NaN or infinity in the std", "numbers") from None


def alike(one: Array, other: Array) -> bool:
    """Whether the two agree, be it in single or half precision."""
    tolerance = max(1e-4, precision(one), precision(other))
    return np.allclose(one, other, rtol=tolerance, atol=tolerance)


def words(values: Array) -> str:
    """A few numbers, as numpy prints them."""
    return str(np.round(values, 3))
