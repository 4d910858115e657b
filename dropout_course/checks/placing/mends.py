"""Layers that homework 4 shows broken: where dropout acts in a residual block, a layer norm, a gated unit."""

from collections.abc import Callable
from itertools import product

import numpy as np

from dropout_course.checks.inverted import draw_activations
from dropout_course.checks.placing.answers import Array
from dropout_course.checks.placing.branch import Case, Layer, in_single, properties
from dropout_course.checks.property import Misconception, Property

RESIDUAL, NORM, HIDDEN = (
    "Residual branches, attention, large models",
    "Dropout and batch norm",
    "Hidden layers",
)
INNER = 8  # hidden units of a branch, inputs of a gated unit

SKIP_DROPPED = Misconception(
    "The skip connection is dropped", "x is added as it is: only the branch drops.", RESIDUAL
)
INSIDE = Misconception(
    "Dropout acts inside the branch", "It acts on the branch's output, which is then added to x.", RESIDUAL
)
NO_SKIP = Misconception(
    "The skip connection is missing", "The output is x plus the dropped branch.", RESIDUAL
)
NOT_RESIDUAL = Misconception(
    "That is not x plus a dropped branch", "y = x + m * (relu(x @ w1 + b1) @ w2), m for each unit.", RESIDUAL
)
BEFORE_NORM = Misconception(
    "The norm sees dropped units", "Normalise x first, then drop: no zero may enter mean or variance.", NORM
)
BEFORE_GAIN = Misconception(
    "Dropout acts before gain and shift",
    "A dropped unit is 0 at the end: drop what gain and shift gave.",
    NORM,
)
NOT_NORM = Misconception(
    "That is not a dropped layer norm", "y = m * (gain * (x - mean) / std + shift), row by row.", NORM
)
GATE_ALONE = Misconception(
    "Dropout acts inside the gate", "A gate whose input is dropped says 1/2: drop the product.", HIDDEN
)
NOT_GATED = Misconception("That is not a dropped gated unit", "y = m * ((x @ w) * sigmoid(x @ v)).", HIDDEN)


def residual_case(rows: int, columns: int, rng: np.random.Generator) -> Case:
    """A block whose branch is positive: half of its hidden units always speak, the others now and then."""
    x = draw_activations((rows, columns), rng)
    w1 = rng.uniform(-1, 1, (columns, INNER)) / np.sqrt(columns)
    b1 = np.concatenate([rng.uniform(1, 2, INNER // 2), rng.uniform(-0.5, 0.5, INNER // 2)])
    w2 = rng.uniform(0.5, 1, (INNER, columns))
    w1[:, : INNER // 2] *= 0.25
    return Case((x, w1, b1, w2), x, residual_branch(x, w1, b1, w2))


def residual_branch(x: Array, w1: Array, b1: Array, w2: Array) -> Array:
    """What the block adds to x."""
    return np.asarray(np.maximum(x @ w1 + b1, 0) @ w2)


def residual_mistake(case: Case, output: Array, p: float) -> Misconception:
    """Why an output is not x + m * branch."""
    whole = case.rest + case.branch
    if two_valued(output, whole) or not output.any():
        return SKIP_DROPPED
    if two_valued(output, case.branch):
        return NO_SKIP
    x, w1, b1, w2 = case.arguments
    hidden = np.maximum(x[0] @ w1 + b1, 0)
    some = (
        np.array(list(product([0.0, 1.0], repeat=INNER))) * hidden @ w2
    )  # the first row, for each mask inside
    for factor in (1.0, 1 / (1 - p) if p < 1 else 0.0):
        if np.isclose(x[0] + factor * some, output[0], rtol=1e-3).all(axis=1).any():
            return INSIDE
    return NOT_RESIDUAL


def two_valued(output: Array, whole: Array) -> bool:
    """Whether the output is ``whole`` times 0 or one other number."""
    ratio = output / whole
    kept = np.abs(ratio) > 1e-3
    return bool(kept.any() and not kept.all() and np.allclose(ratio[kept], ratio[kept][0], rtol=1e-3))


def norm_case(rows: int, columns: int, rng: np.random.Generator) -> Case:
    """Rows whose means differ from 0, a small gain and a larger shift: no output is near 0."""
    x = draw_activations((rows, columns), rng) + rng.uniform(1, 2, (rows, 1))
    gain, shift = rng.uniform(0.1, 0.2, columns), rng.uniform(1, 2, columns)
    return Case((x, gain, shift), np.zeros_like(x), gain * normalised(x) + shift)


def normalised(x: Array) -> Array:
    """Each row with mean 0 and standard deviation 1."""
    return np.asarray((x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True))


def norm_mistake(case: Case, output: Array, p: float) -> Misconception:
    """Why an output is not m * (gain * normalised + shift)."""
    _, gain, shift = case.arguments
    before_gain = (output - shift) / gain
    if two_valued(before_gain, normalised(case.arguments[0])):
        return BEFORE_GAIN
    return BEFORE_NORM if p > 0 and (output != 0).all() else NOT_NORM


def gated_case(rows: int, columns: int, rng: np.random.Generator) -> Case:
    """Positive inputs and weights, gates on both sides of one half."""
    x = rng.uniform(0.5, 1.5, (rows, INNER))
    w = rng.uniform(0.5, 1.5, (INNER, columns)) / INNER
    v = rng.normal(0, 1, (INNER, columns)) / np.sqrt(INNER)
    v *= 2 / np.abs(x @ v).max()
    return Case((x, w, v), np.zeros((rows, columns)), (x @ w) * sigmoid(x @ v))


def many_of(
    case: Callable[[int, int, np.random.Generator], Case],
) -> Callable[[int, int], Case]:
    """The same case for many draws, always with the same numbers."""
    return lambda rows, columns: in_single(case(rows, columns, np.random.default_rng(0)))


def sigmoid(a: Array) -> Array:
    """1 / (1 + exp(-a))."""
    return np.asarray(1 / (1 + np.exp(-a)))


def gated_mistake(case: Case, output: Array, p: float) -> Misconception:
    """Why an output is not m * branch."""
    x, w, v = case.arguments
    for a in (0 * (x @ v), x @ v, (x @ v) / (1 - p) if p < 1 else x @ v):
        if np.isclose(output, (x @ w) * sigmoid(a), rtol=1e-3).mean() > 0.2:
            return GATE_ALONE
    return NOT_GATED


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "residual_block": properties(
        Layer(residual_case, residual_mistake, many_of(residual_case), NOT_RESIDUAL),
        "the branch's units are dropped, and the skip connection is not",
    ),
    "normed_dropout": properties(
        Layer(norm_case, norm_mistake, many_of(norm_case), NOT_NORM),
        "units are dropped behind the norm, gain and shift",
    ),
    "gated_unit": properties(
        Layer(gated_case, gated_mistake, many_of(gated_case), NOT_GATED), "the product is dropped, once"
    ),
}
