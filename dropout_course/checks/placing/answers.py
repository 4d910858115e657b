"""What all judges of homework 4 ask: for pairs, and for functions that leave their arguments alone."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import kind_of
from dropout_course.checks.inverted import IN_PLACE
from dropout_course.checks.law import OWN_GENERATOR
from dropout_course.checks.property import NO_PAGE, Answer, Evidence, Failed, Misconception

Array = NDArray[Any]

NOT_A_PAIR = Misconception("The answer is not a pair", "Return both, with a comma between them.", NO_PAGE)
TOLERANCE = 1e-5  # an answer may come in float32


def as_pair(answer: Answer, names: str) -> tuple[Answer, Answer]:
    """The two parts of an answer that should be a tuple or a list of two."""
    if type(answer) not in (tuple, list):
        raise Failed(NOT_A_PAIR, kind_of(answer), f"({names})")
    if len(answer) != 2:
        raise Failed(NOT_A_PAIR, f"{len(answer)} values", f"({names})")
    first, second = answer
    return first, second


def alike(one: Array, other: Array) -> bool:
    """Whether two arrays differ by no more than rounding does, be it in float32."""
    return bool(np.allclose(one, other, rtol=TOLERANCE, atol=TOLERANCE * max(1, np.abs(other).max())))


def pure(call: Callable[..., Array], arguments: Sequence[Any], rng: np.random.Generator) -> Evidence:
    """The answer depends on the arguments and the state of rng alone, and the arguments stay as they were.

    ``call(*arguments, rng, training)`` asks for one array that tells of the answer.
    """
    seed = int(rng.integers(2**63))
    for training in (True, False):
        given, again = deepcopy(arguments), deepcopy(arguments)
        rng = np.random.default_rng(seed)
        state = rng.bit_generator.state
        first = call(*given, rng, training)
        if training and rng.bit_generator.state == state:
            raise Failed(OWN_GENERATOR, "a call in training left `rng` as it was", "a state that moved on")
        changed = [
            before.shape
            for before, now in zip(arrays(arguments), arrays(given), strict=True)
            if (before != now).any()
        ]
        if changed:
            seen = f"an argument of shape {changed[0]} changed (training={training})"
            raise Failed(IN_PLACE, seen, "every argument as it was")
        if not alike(first, call(*again, np.random.default_rng(seed), training)):
            raise Failed(OWN_GENERATOR, "one state of `rng` gave two different answers", "the same answer")
    return Evidence("the arguments are as they were, and one state of rng gives one answer")


def arrays(value: Any) -> Iterator[Array]:
    """The arrays in a value, however deep."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from arrays(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from arrays(part)
