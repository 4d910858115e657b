"""Dropout that a whole map, sequence or key shares, in several layouts of the array."""

import numpy as np

from dropout_course.checks.inverted import WRONG_SCALE, draw_activations
from dropout_course.checks.law import SINGLE
from dropout_course.checks.placing.answers import Array
from dropout_course.checks.placing.branch import Case, Layer, properties
from dropout_course.checks.property import Misconception, Property

CONVOLUTIONS, RECURRENT, ATTENTION = (
    "Convolutions",
    "Recurrent layers",
    "Residual branches, attention, large models",
)


def wrong_scale(case: Case, output: Array, p: float) -> Misconception:
    """A layer that multiplies x and does nothing else has one way to be unreadable."""
    return WRONG_SCALE


def arranged(rows: int, columns: int, rng: np.random.Generator, *, shape: tuple[int, ...]) -> Case:
    """Activations in which -1 and -2 of ``shape`` stand for the rows and the columns of the table."""
    sizes = tuple({-1: rows, -2: columns}.get(size, size) for size in shape)
    x = draw_activations(sizes, rng)
    return Case((x,), np.zeros(sizes), x)


def alike(rows: int, columns: int, *, shape: tuple[int, ...]) -> Case:
    """Many draws: activations that are all 2, and one of them for each draw."""
    sizes = tuple({-1: rows, -2: columns}.get(size, 1) for size in shape)
    x = np.full(sizes, 2.0, SINGLE)
    return Case((x,), np.zeros(sizes, SINGLE), x)


def layout(shape: tuple[int, ...], what: str, mend: str, page: str) -> Layer:
    """A layer that draws once for all axes but those marked -1 and -2."""
    return Layer(
        case=lambda rows, columns, rng: arranged(rows, columns, rng, shape=shape),
        mistake=wrong_scale,
        many=lambda rows, columns: alike(rows, columns, shape=shape),
        shared=tuple(axis for axis, size in enumerate(shape) if size > 0),
        element_mask=Misconception(f"{what} is dropped in parts", mend, page),
        wrong_axes=Misconception("The wrong axes share a draw", mend, page),
    )


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "spatial_dropout": properties(
        layout((-1, -2, 3, 2), "A map", "Draw a mask of shape (N, C, 1, 1).", CONVOLUTIONS),
        "a map is kept or dropped as a whole",
    ),
    "channels_last_dropout": properties(
        layout((-1, 3, 2, -2), "A map", "Here channels come last: draw (N, 1, 1, C).", CONVOLUTIONS),
        "a map is kept or dropped as a whole",
    ),
    "batch_first_dropout": properties(
        layout((-1, 4, -2), "A sequence", "Here the steps are axis 1: draw (batch, 1, units).", RECURRENT),
        "a unit is kept or dropped at all steps",
    ),
    "key_dropout": properties(
        layout(
            (-1, 3, 2, -2), "A key", "All heads and queries share it: draw (batch, 1, 1, keys).", ATTENTION
        ),
        "a key is kept or dropped for all heads and queries",
    ),
}
