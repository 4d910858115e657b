"""Homework 1: what keep_mask, channel_mask, locked_mask and count_subnetworks must satisfy."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from dropout_course.checks.answers import as_array, ask, kind_of
from dropout_course.checks.law import Draw, Mask, corner, draw_rate, draw_sizes, law, new_generator, percent
from dropout_course.checks.property import (
    NO_PAGE,
    Answer,
    Evidence,
    Failed,
    LearnerFunction,
    Masks,
    Misconception,
    Property,
)

CROWD = "The ensemble view"

NOT_A_MASK = Misconception("The answer is not a mask", "A mask says 1 (kept) or 0 (dropped), nothing else.")
SCALED = Misconception(
    "The mask is scaled", "A mask holds 0 and 1; the factor 1 / (1 - p) belongs to the multiplier."
)
ELEMENT_MASK = Misconception(
    "A mask for every pixel where one for every channel is asked",
    "A map is kept or dropped as a whole: draw one value for each example and channel.",
    "Convolutions",
)
FRESH_EVERY_STEP = Misconception(
    "A fresh mask at every step", "Draw one (batch, units) mask and use it at all steps.", "Recurrent layers"
)
WRONG_COUNT = Misconception(
    "The count is wrong", "Write down all masks of three units and count them.", CROWD
)
ONE_LESS = Misconception(
    "One subnetwork too few", "The masks that keep everything and that drop everything count as well.", CROWD
)
NOT_POWER = Misconception(
    "The count does not double with each unit",
    "A further unit can be kept or dropped in each of the subnetworks there were.",
    CROWD,
)
FACTORIAL = Misconception(
    "The count is that of orderings", "A mask says which units are kept, not in which order.", CROWD
)
FLOAT_COUNT = Misconception(
    "The count went through a float",
    "A float keeps 53 bits; Python's integers keep all: compute with `int`.",
    NO_PAGE,
)
OVERFLOW = Misconception(
    "The count overflows", "numpy's integers have 64 bits; Python's `int` has as many as it needs.", NO_PAGE
)
NO_COUNT = Misconception(
    "The answer is not a whole number", "Return an `int`, and do not forget `return`.", NO_PAGE
)


# ---- masks


def as_mask(answer: Answer, shape: tuple[int, ...]) -> Mask:
    """Where ``answer`` keeps an entry. It may hold one positive value beside 0: ``values`` judges which."""
    array = as_array(answer, shape)
    kept: Mask = array != 0
    if array.dtype != bool and ((kept & (array != array.max(initial=0))).any() or (array < 0).any()):
        values = array[kept]
        examples = ", ".join(f"{value:.4g}" for value in np.unique(values)[:3])
        raise Failed(NOT_A_MASK, f"it holds {examples}", "0 and 1 only")
    return kept


def zeros_and_ones(answer: Answer, shape: tuple[int, ...], p: float) -> None:
    """Raise when ``answer`` is no mask of ``shape`` that holds 0 and 1 alone."""
    values = answer[as_mask(answer, shape)]
    if (values != 1).any():
        raise Failed(SCALED, f"kept entries are {values[0]:.4g} at p = {p:.4g}", "1")


def draw_shape(rng: np.random.Generator, dimensions: int) -> tuple[int, ...]:
    """A shape whose axes differ in length, so that a swap of axes is seen."""
    return tuple(int(size) for size in rng.permutation(np.arange(3, 10))[:dimensions])


def dense(keep_mask: LearnerFunction, inner: tuple[int, ...] = ()) -> Draw:
    """``keep_mask`` as a table of coins; with ``inner`` axes, each example is an array read as a row."""

    def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
        rows, columns = shape
        whole = (rows, *inner, columns // math.prod(inner))
        return as_mask(ask(keep_mask, whole, p, rng), whole).reshape(shape)

    return draw


def sequences(keep_mask: LearnerFunction) -> Draw:
    """``keep_mask`` for sequences, (examples, steps, units), as a table of coins."""
    return dense(keep_mask, (4,))


def images(keep_mask: LearnerFunction) -> Draw:
    """``keep_mask`` for images, (examples, channels, height, width), as a table of coins."""
    return dense(keep_mask, (2, 4))


def dense_values(keep_mask: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Zeros and ones for vectors, tables, sequences and images."""
    shapes = [draw_shape(rng, dimensions) for dimensions in (1, 2, 3, 4)]
    for shape in shapes:
        p = draw_rate(rng)
        zeros_and_ones(ask(keep_mask, shape, p, new_generator(rng)), shape, p)
    return Evidence(f"0 and 1 in masks of shapes {', '.join(map(str, shapes))}")


def ask_channels(
    channel_mask: LearnerFunction, shape: tuple[int, ...], p: float, rng: np.random.Generator
) -> Answer:
    """Ask for a channel mask; one for every pixel is told apart from other wrong shapes."""
    answer = ask(channel_mask, shape, p, rng)
    if type(answer) is np.ndarray and answer.shape == shape:
        raise Failed(ELEMENT_MASK, f"shape {answer.shape}", f"shape {(*shape[:2], 1, 1)}")
    return answer


def channels(channel_mask: LearnerFunction) -> Draw:
    """``channel_mask`` as a table of coins: examples and channels."""

    def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
        answer = ask_channels(channel_mask, (*shape, 2, 3), p, rng)
        return as_mask(answer, (*shape, 1, 1)).reshape(shape)

    return draw


def channel_values(channel_mask: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Zeros and ones of shape (N, C, 1, 1)."""
    shape, p = draw_shape(rng, 4), draw_rate(rng)
    expected = (*shape[:2], 1, 1)
    zeros_and_ones(ask_channels(channel_mask, shape, p, new_generator(rng)), expected, p)
    return Evidence(f"0 and 1 in a mask of shape {expected} for activations of shape {shape}")


def locked(locked_mask: LearnerFunction) -> Draw:
    """The first step of ``locked_mask`` as a table of coins: examples and units."""

    def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
        first: Mask = as_mask(ask(locked_mask, 2, *shape, p, rng), (2, *shape))[0]
        return first

    return draw


def locked_values(locked_mask: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Zeros and ones of shape (steps, batch, units)."""
    shape, p = draw_shape(rng, 3), draw_rate(rng)
    zeros_and_ones(ask(locked_mask, *shape, p, new_generator(rng)), shape, p)
    return Evidence(f"0 and 1 in a mask of shape {shape}")


def same_at_all_steps(locked_mask: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """What is dropped at the first step is dropped at all steps, and nothing else is."""
    steps, (batch, units) = int(rng.integers(30, 51)), draw_sizes(rng, 10, 20, 2)
    p = draw_rate(rng)
    mask = as_mask(ask(locked_mask, steps, batch, units, p, new_generator(rng)), (steps, batch, units))
    changes = (mask != mask[0]).mean(axis=(1, 2))
    if changes.any():
        worst = int(changes.argmax())
        seen = f"{percent(changes[worst])} of the entries of step {worst + 1} differ from those of the first"
        raise Failed(FRESH_EVERY_STEP, seen, "none", Masks([corner(mask[0]), corner(mask[worst])]))
    return Evidence(f"one mask for all {steps} steps")


# ---- subnetworks


MISCOUNTS: tuple[tuple[Misconception, Callable[[int], int]], ...] = (
    (ONE_LESS, lambda n: 2**n - 1),
    (NOT_POWER, lambda n: 2 * n),
    (NOT_POWER, lambda n: n**2),
    (NOT_POWER, lambda n: n),
    (FACTORIAL, math.factorial),
)
FLOATS = (float, np.float16, np.float32, np.float64)
INTEGERS = (np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64)


def small_counts(count_subnetworks: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Right for networks that can be counted by hand; the type is for ``exact`` to judge."""
    sizes = [0, 1, 3, int(rng.integers(4, 9)), int(rng.integers(9, 20))]
    counts = [as_count(ask(count_subnetworks, n)) for n in sizes]
    fail_if_miscounted(sizes, counts)
    return Evidence(", ".join(f"{count:,.0f} for n = {n}" for n, count in zip(sizes, counts, strict=True)))


def exact_counts(count_subnetworks: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Right to the last digit where neither a float nor 64 bits are enough."""
    sizes = [*draw_sizes(rng, 20, 31, 1), *draw_sizes(rng, 65, 600, 4)]
    for n in sizes:
        fail_if_inexact(ask(count_subnetworks, n), n)
    beyond_floats = int(rng.integers(1100, 2000))
    try:
        fail_if_inexact(ask(count_subnetworks, beyond_floats), beyond_floats)
    except Failed as failure:
        if isinstance(failure.__cause__, OverflowError):
            raise Failed(FLOAT_COUNT, f"an OverflowError for n = {beyond_floats}", "an int") from None
        if not isinstance(failure.__cause__, RecursionError):  # Python's limit, and no fault of the answer
            raise
    return Evidence(f"exact for n = {', '.join(map(str, sizes))}")


def fail_if_inexact(answer: Answer, n: int) -> None:
    """Raise when the answer is not 2**n as an ``int`` of Python's."""
    if type(answer) in FLOATS:
        raise Failed(FLOAT_COUNT, f"{float(answer):.6g} for n = {n}", brief(2**n))
    if type(answer) in INTEGERS:
        raise Failed(OVERFLOW, f"a value of type {type(answer).__name__} for n = {n}", "an int of Python's")
    count = as_count(answer)
    fail_if_miscounted([n], [count], otherwise=OVERFLOW if abs(count) < 2**64 else FLOAT_COUNT)


def as_count(answer: Answer) -> int | float:
    """``answer`` as a number of Python's, when it is one of a plain type."""
    if type(answer) in (int, float):
        return answer  # type: ignore[no-any-return]
    if type(answer) in INTEGERS + FLOATS:
        return answer.item()  # type: ignore[no-any-return]
    raise Failed(NO_COUNT, kind_of(answer), "an int")


def fail_if_miscounted(
    sizes: Sequence[int], counts: Sequence[int | float], otherwise: Misconception = WRONG_COUNT
) -> None:
    """Raise when the counts are not 2**n, naming the rule that they follow instead where one is known."""
    right = [2**n for n in sizes]
    if counts == right:
        return
    reasons = (reason for reason, rule in MISCOUNTS if counts == [rule(n) for n in sizes])
    n, count = next((n, count) for n, count in zip(sizes, counts, strict=True) if count != 2**n)
    raise Failed(next(reasons, otherwise), f"{brief(count)} for n = {n}", brief(2**n))


def brief(count: int | float) -> str:
    """A count, or how long it is where it would fill a page."""
    if isinstance(count, float) or abs(count) < 10**15:
        return f"{count:,}"
    return f"a number of {int(count.bit_length() * math.log10(2)) + 1:,} digits"


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "keep_mask": (
        Property("values", "the mask holds 0 and 1, in the shape asked for", dense_values),
        *law(dense, sequences, images),
    ),
    "channel_mask": (
        Property("values", "the mask holds 0 and 1, in shape (N, C, 1, 1)", channel_values),
        *law(channels),
    ),
    "locked_mask": (
        Property("values", "the mask holds 0 and 1, in shape (steps, batch, units)", locked_values),
        Property("locked", "all steps share one mask", same_at_all_steps),
        *law(locked),
    ),
    "count_subnetworks": (
        Property("small", "small networks are counted right", small_counts),
        Property("exact", "large ones are exact to the last digit", exact_counts),
    ),
}
