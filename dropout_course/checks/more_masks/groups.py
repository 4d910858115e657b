"""Groups of units that share a coin: ``group_mask(batch, units, size, p, rng)`` of shape (batch, units)."""

import numpy as np

from dropout_course.checks.answers import ask
from dropout_course.checks.law import Draw, Mask, Shape, corner, draw_rate, law, new_generator
from dropout_course.checks.masks import as_mask, zeros_and_ones
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Masks, Misconception, Property

TILED = Misconception(
    "Distant units share a draw",
    "A group's units stand side by side, a, a, b, b and not a, b, a, b: try `np.repeat` and `np.tile`.",
)
SIZE_GROUPS = Misconception(
    "There are `size` groups", "`size` is how many units a group has: there are units // size groups."
)
EXAMPLES = Misconception(
    "Examples share a draw, and units do not", "Axis 0 is the batch: repeat draws along axis 1."
)
IN_PARTS = Misconception(
    "A group is dropped in parts", "Draw once for each example and group, and repeat that draw."
)

BATCH = 12
SIZE = 2  # of the groups whose coins are judged by their law


def grouped(group_mask: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The units of a group are kept or dropped together, be a group one unit, a few or all."""
    for size, groups in ((3, int(rng.integers(5, 9))), (4, 3), (1, 7), (6, 1)):
        shape, p = (BATCH, groups * size), draw_rate(rng)
        answer = ask(group_mask, *shape, size, p, new_generator(rng))
        zeros_and_ones(answer, shape, p)
        fail_if_in_parts(as_mask(answer, shape), size)
    return Evidence("groups of 1, 3, 4 and 6 units are kept or dropped as a whole")


def fail_if_in_parts(mask: Mask, size: int) -> None:
    """Raise when the units of a group differ, naming what is equal in their place."""
    batch, units = mask.shape
    groups = units // size
    if shared(mask, (batch, groups, size), 2):
        return
    known = (
        (TILED, (batch, size, groups), 1),
        (SIZE_GROUPS, (batch, size, groups), 2),
        (EXAMPLES, (batch // size, size, units), 1),
    )
    reason = next((name for name, shape, axis in known if shared(mask, shape, axis)), IN_PARTS)
    members = mask.reshape(batch, groups, size)
    torn = int((members != members[..., :1]).any(axis=2).sum())
    seen = f"{torn} of {batch * groups} groups of {size} units are partly dropped"
    raise Failed(reason, seen, "none", Masks([corner(mask)]))


def shared(mask: Mask, shape: tuple[int, ...], axis: int) -> bool:
    """Whether the mask, read in this shape, is the same all along ``axis``."""
    table = mask.reshape(shape)
    return bool((table == table.take([0], axis)).all())


def coins(group_mask: LearnerFunction) -> Draw:
    """The first unit of each group as a table of coins: examples and groups."""

    def draw(shape: Shape, p: float, rng: np.random.Generator) -> Mask:
        rows, columns = shape
        whole = (rows, columns * SIZE)
        return as_mask(ask(group_mask, *whole, SIZE, p, rng), whole)[:, ::SIZE]

    return draw


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "group_mask": (
        Property("grouped", "the units of a group are kept or dropped together", grouped),
        *law(coins),
    )
}
