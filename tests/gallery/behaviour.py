"""Whether two functions answer alike: inputs to try, answers to compare, an end to those that have none."""

import contextlib
import copy
import signal
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

SECONDS = 20.0  # for one answer, or for grading one function: many times what the model takes


class OutOfTimeError(BaseException):
    """A mutant that does not end."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `OutOfTimeError` inside after ``seconds``."""

    def interrupt(*_):
        raise OutOfTimeError

    previous = signal.signal(signal.SIGALRM, interrupt)
    others = signal.setitimer(signal.ITIMER_REAL, seconds)  # of the test that runs us
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *others)
        signal.signal(signal.SIGALRM, previous)


def altered(arguments: tuple, rng: np.random.Generator) -> tuple:
    """Arguments of the same form: other numbers, rates at their ends more often than by chance."""
    return tuple(altered_value(value, rng) for value in arguments)


def altered_value(value: Any, rng: np.random.Generator) -> Any:
    """Another value of the same form."""
    match value:
        case np.random.Generator():
            return np.random.default_rng(rng.integers(1 << 32))
        case bool():
            return bool(rng.random() < 0.5)
        case float() if 0 <= value <= 1:
            return float(rng.choice([0.0, 1.0, value, rng.random()]))
        case float():
            return float(value * rng.normal())
        case np.ndarray() if value.dtype.kind == "f":
            return (value * rng.normal(size=value.shape)).astype(value.dtype)
        case np.ndarray() if value.dtype.kind == "b":
            return rng.random(value.shape) < 0.5
        case dict():
            return {key: altered_value(each, rng) for key, each in value.items()}
        case list() | tuple() if not all(isinstance(each, int) for each in value):  # those are shapes
            return type(value)(altered_value(each, rng) for each in value)
    return copy.deepcopy(value)


def answer(function: Any, arguments: tuple) -> Any:
    """What a function answers and what it left in its arguments, or that it fails."""
    given = copy.deepcopy(arguments)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"), time_limit(SECONDS):
            warnings.simplefilter("ignore")
            return function(*given), [each for each in given if not isinstance(each, np.random.Generator)]
    except (Exception, OutOfTimeError) as error:
        return type(error)


def same(one: Any, other: Any) -> bool:
    """Whether two answers hold the same values, up to rounding."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, type) or isinstance(other, type) or one is None or other is None:
        return one is other
    try:
        one, other = np.asarray(one), np.asarray(other)
        if one.dtype.kind in "OSU" or other.dtype.kind in "OSU":
            return one.shape == other.shape and bool(np.all(one == other))
        return one.shape == other.shape and np.allclose(one, other, rtol=1e-7, atol=1e-12, equal_nan=True)
    except (TypeError, ValueError):
        return False
