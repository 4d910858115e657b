"""Masks as others write them down: packed bits, lists of dropped units, lengths of runs.

The learner's function draws nothing here. A mask is drawn by the check, written down in the format, and read
by the function; what is misread is told by the rule that explains it, where one is known.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from dropout_course.checks.answers import ask
from dropout_course.checks.law import Mask, corner, draw_sizes
from dropout_course.checks.masks import NOT_A_MASK, as_mask
from dropout_course.checks.property import (
    Answer,
    Evidence,
    Failed,
    LearnerFunction,
    Masks,
    Misconception,
    Property,
)

Stored = Any  # an array of bytes, or lists of ints
Reading = Callable[[Stored, int], Mask]

MISREAD = Misconception("The mask is misread", "Write down a mask of three units by hand, and read it back.")
CHANGED = Misconception(
    "What was given is changed", "Whoever called needs it again: read it, and write into a new array."
)
BIT_SAYS_DROPPED = Misconception("A set bit is read as kept", "In this file a bit of 1 says dropped.")
OTHER_END = Misconception(
    "The bits of a byte are read from the wrong end", "The first unit is the highest bit of its byte, 128."
)
SPARE_BITS = Misconception(
    "Spare bits are read as units",
    "Every example begins with a new byte: pass over the bits behind its last unit.",
)
SPARE_FIRST = Misconception(
    "The first bits are taken for the spare ones", "An example's units come first, spare bits last."
)
LISTED_ARE_DROPPED = Misconception(
    "The listed units are read as kept", "These lists name the units that were dropped."
)
FROM_ONE = Misconception("The units are counted from 0", "These lists count from 1: unit 1 is column 0.")
ALL_EXAMPLES = Misconception(
    "Every example loses what one of them loses", "The list of example i is about row i only."
)
KEPT_FIRST = Misconception("Kept and dropped are exchanged", "The first run is one of kept entries.")
ZERO_RUN = Misconception(
    "A run of length 0 is passed over", "It changes sides as every run does: then comes a dropped entry."
)
BY_COLUMN = Misconception(
    "The runs are laid along the columns", "They go along the first example, then along the next."
)


@dataclass(frozen=True)
class Format:
    """How a mask is written down, and the known ways to misread it."""

    write: Callable[[Mask], Stored]
    misread: tuple[tuple[Misconception, Reading], ...]
    counted: Misconception | None = None  # what an index out of bounds comes from


# ---- the formats


def write_bits(mask: Mask) -> Stored:
    """Bytes, a row for each example: the highest bit first, 1 where dropped."""
    return np.packbits(~mask, axis=1)


def bits_in_order(bits: Stored, units: int) -> Mask:
    """All bits one after another, without regard to where an example begins."""
    return np.equal(np.unpackbits(bits)[: len(bits) * units].reshape(-1, units), 0)


def write_dropped(mask: Mask) -> Stored:
    """For each example the numbers of its dropped units, from 1, in an order that says nothing."""
    return [[int(unit) + 1 for unit in np.flatnonzero(~row)[::-1]] for row in mask]


def columns_listed(dropped: Stored, units: int, first: int = 1) -> Mask:
    """Which numbers each list holds, counted from ``first``."""
    return np.array([[unit + first in numbers for unit in range(units)] for numbers in dropped])


def all_alike(mask: Mask) -> Mask:
    """Each example loses what any of them loses."""
    return np.repeat(mask.all(axis=0, keepdims=True), len(mask), axis=0)


def write_runs(mask: Mask) -> Stored:
    """Lengths of runs along the rows: kept, dropped, kept, and so on."""
    flat = np.concatenate([[True], mask.ravel()])  # so that the first run is of kept entries
    ends = np.flatnonzero(np.append(flat[1:] != flat[:-1], True))
    return np.diff(ends, prepend=0).tolist()


def runs_laid(runs: Stored) -> Mask:
    """The runs in a row, the first one kept."""
    return np.repeat(np.arange(len(runs)) % 2 == 0, runs)


BITS = Format(
    write_bits,
    (
        (BIT_SAYS_DROPPED, lambda bits, units: np.unpackbits(bits, axis=1)[:, :units] == 1),
        (OTHER_END, lambda bits, units: np.unpackbits(bits, axis=1, bitorder="little")[:, :units] == 0),
        (SPARE_BITS, bits_in_order),
        (SPARE_FIRST, lambda bits, units: np.unpackbits(bits, axis=1)[:, -units:] == 0),
    ),
)
DROPPED = Format(
    write_dropped,
    (
        (LISTED_ARE_DROPPED, columns_listed),
        (FROM_ONE, lambda dropped, units: ~columns_listed(dropped, units, first=0)),
        (ALL_EXAMPLES, lambda dropped, units: all_alike(~columns_listed(dropped, units))),
    ),
    counted=FROM_ONE,
)
RUNS = Format(
    write_runs,
    (
        (ZERO_RUN, lambda runs, units: runs_laid([run for run in runs if run]).reshape(-1, units)),
        (KEPT_FIRST, lambda runs, units: ~runs_laid(runs).reshape(-1, units)),
        (BY_COLUMN, lambda runs, units: runs_laid(runs).reshape(units, -1).T),
    ),
)


# ---- what is judged


def draw_mask(examples: int, units: int, first: bool, rng: np.random.Generator) -> Mask:
    """A mask that begins with ``first``, ends kept, mixes in every row, and drops the last unit somewhere."""
    mask = rng.random((examples, units)) < rng.uniform(0.4, 0.6)
    rows = np.arange(examples)
    mask[rows, rows % units] = first
    mask[rows, (rows + 1) % units] = not first
    mask[0, -1], mask[-1, -1] = False, True
    return mask


def fail_if_misread(function: LearnerFunction, form: Format, mask: Mask) -> None:
    """Write the mask down, have it read, and raise when another one comes back."""
    stored, units = form.write(mask), mask.shape[1]
    answer = ask_to_read(function, form, stored, units)
    kept = as_mask(answer, mask.shape)
    if (answer[kept] != 1).any():
        raise Failed(NOT_A_MASK, f"it holds {answer[kept].max():.4g}", "0 and 1 only")
    wrong = kept != mask
    if not wrong.any():
        return
    reason = next((name for name, read in form.misread if is_same(read(stored, units), kept)), MISREAD)
    example, unit = np.argwhere(wrong)[0]
    fate = "dropped" if kept[example, unit] else "kept"
    seen = f"{wrong.sum()} of {mask.size} entries are misread; [{example}, {unit}], for one, was {fate}"
    raise Failed(reason, seen, "none", Masks([corner(mask), corner(kept)]))


def ask_to_read(function: LearnerFunction, form: Format, stored: Stored, units: int) -> Answer:
    """What the function reads from a copy; an index out of bounds is told for what it is."""
    try:
        return ask(function, copy.deepcopy(stored), units)
    except Failed as failure:
        if form.counted and isinstance(failure.__cause__, IndexError) and "out of" in str(failure):
            raise Failed(form.counted, str(failure.__cause__), "no index beyond the last unit") from None
        raise


def is_same(one: Mask, other: Mask) -> bool:
    """Whether two masks are of one shape and alike."""
    return one.shape == other.shape and bool((one == other).all())


def read(function: LearnerFunction, rng: np.random.Generator, form: Format) -> Evidence:
    """Masks come back as they were: units that fill bytes or do not, the first entry kept or dropped."""
    sizes = ((draw_sizes(rng, 17, 24, 1)[0], True), (16, False), (draw_sizes(rng, 13, 16, 1)[0], False))
    for units, first in sizes:
        fail_if_misread(function, form, draw_mask(int(rng.integers(8, 13)), units, first, rng))
    return Evidence(f"masks of {', '.join(str(units) for units, _ in sizes)} units came back as they were")


def ends(function: LearnerFunction, rng: np.random.Generator, form: Format) -> Evidence:
    """Masks that keep everything, and that drop everything."""
    shape = (*draw_sizes(rng, 5, 9, 1), *draw_sizes(rng, 9, 16, 1))
    for mask in (np.ones(shape, dtype=bool), np.zeros(shape, dtype=bool)):
        fail_if_misread(function, form, mask)
    return Evidence("a mask that keeps all and one that drops all came back as they were")


def untouched(function: LearnerFunction, rng: np.random.Generator, form: Format) -> Evidence:
    """What was written down stays as it is."""
    mask = draw_mask(10, 13, True, rng)
    stored = form.write(mask)
    given = copy.deepcopy(stored)
    ask(function, given, 13)
    same = np.array_equal(given, stored) if isinstance(stored, np.ndarray) else given == stored
    if not same:
        raise Failed(CHANGED, "it is not what it was before the call", "the same as before")
    return Evidence("what was given is as it was")


def properties(form: Format) -> tuple[Property, ...]:
    """What a function that reads ``form`` is judged by."""
    return (
        Property("read", "every entry is read as it was written", partial(read, form=form)),
        Property("ends", "all kept and all dropped are read as well", partial(ends, form=form)),
        Property("input", "what was given is not changed", partial(untouched, form=form)),
    )


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "mask_from_bits": properties(BITS),
    "mask_from_dropped": properties(DROPPED),
    "mask_from_runs": properties(RUNS),
}
