"""Homework 5: ``max_norm_`` and its relatives shorten what enters a unit, in place.

Whatever the layout, a ``Trial`` shows it as rows, one for each unit, before anything is judged.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import NOT_FINITE
from dropout_course.checks.law import draw_sizes
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property
from dropout_course.checks.tuning.tensors import Numbers, changed

PAGE = "Learning rate, momentum, max-norm"
NOT_IN_PLACE = Misconception(
    "The tensor itself is not changed", "Write into it: `weight[...] = ...`, or `weight.mul_(...)`.", PAGE
)
COLUMNS = Misconception(
    "Columns are shortened in place of rows",
    "In PyTorch a weight is (units, inputs): what enters a unit stands in a row.",
    PAGE,
)
WHOLE = Misconception(
    "All units are measured together", "Every unit has a length and a limit of its own.", PAGE
)
SQUARED = Misconception(
    "The squared length is held against the limit", "The length is the root of the sum of squares.", PAGE
)
CLIPPED = Misconception(
    "Each entry is clipped", "Multiply all that enters a unit by one factor: its direction stays.", PAGE
)
OTHER_NORM = Misconception("Another norm is taken", "The length is the root of the sum of squares.", PAGE)
STRETCHED = Misconception(
    "What is short is made longer", "The limit is a fence, not a target: the factor is at most 1.", PAGE
)
INSIDE_OUT = Misconception(
    "The fence stands the wrong way round", "What is *longer* than the limit is shortened to it.", PAGE
)
SHORT_CHANGED = Misconception("What is within the limit is changed", "Leave it exactly as it is.", PAGE)
TURNED = Misconception("The direction is changed", "Multiply a unit's entries by one positive factor.", PAGE)
WRONG_LENGTH = Misconception("The length afterwards is wrong", "The factor is limit / length.", PAGE)
NAN = Misconception(
    "Zeros become NaN", "What is all zeros has length 0: keep from dividing by that, or change nothing.", PAGE
)
KERNELS = Misconception(
    "Each kernel is measured alone",
    "What enters a filter is all of weight[i]: every channel, row, column.",
    PAGE,
)
INPUT_CHANNELS = Misconception(
    "Input channels are measured in place of filters",
    "A filter is weight[i]: the first axis counts them.",
    PAGE,
)
EACH_ALONE = Misconception(
    "The two matrices are measured apart", "A unit reads both of its rows: their squares add up.", PAGE
)
LENGTHS_ADDED = Misconception(
    "Lengths are added", "Squares add up, not lengths: the two rows stand side by side in one long one.", PAGE
)
ONE_OF_TWO = Misconception("Only one matrix is shortened", "Multiply both rows by the same factor.", PAGE)
BEFORE_STEP = Misconception(
    "The limit comes before the step", "Then the step leaves the fence again: step first, shorten last.", PAGE
)
ASCENT = Misconception("The step goes up the gradient", "Subtract learning_rate * gradient.", PAGE)
NO_RATE = Misconception("The learning rate is left out", "Subtract learning_rate * gradient.", PAGE)
OLD_LENGTHS = Misconception(
    "The lengths are those before the step", "Measure after the step what you shorten then.", PAGE
)
NO_LIMIT = Misconception("Nothing is shortened after the step", "Hold the new weights to the limit.", PAGE)
STEP_SHORTENED = Misconception("The step is shortened, not the weights", "The limit is the weights'.", PAGE)
GRADIENT_CHANGED = Misconception(
    "The gradient is changed", "Only the weights are yours to write into: make a new tensor.", PAGE
)


@dataclass(frozen=True)
class Trial:
    """One call, as rows: what came out, what should have, and what known mistakes would have made of it."""

    after: Numbers
    right: Numbers
    long: NDArray[np.bool_]  # the rows that were to be shortened
    rivals: tuple[tuple[Misconception, Numbers], ...]


Try = Callable[[LearnerFunction, np.random.Generator, bool], Trial]  # the last: whether a row is all zeros


def shortened(rows: Numbers, limit: float, order: float = 2) -> Numbers:
    """``rows``, none longer than ``limit``."""
    lengths = np.linalg.norm(rows, ord=order, axis=1, keepdims=True)
    return np.asarray(rows * np.minimum(1, limit / np.maximum(lengths, 1e-12)))


def by_square(rows: Numbers, limit: float, power: float) -> Numbers:
    """Shortened where the *squared* length is above the limit, by a power of ``limit / square``."""
    squares = np.maximum((rows**2).sum(axis=1, keepdims=True), 1e-24)
    return np.where(squares > limit, rows * (limit / squares) ** power, rows)


def stretched(rows: Numbers, limit: float) -> Numbers:
    """All rows of length ``limit``, but for zeros."""
    return np.asarray(rows * limit / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))


def columns(rows: Numbers, limit: float) -> Numbers:
    """No column longer than ``limit``."""
    return shortened(rows.T, limit).T


def whole(rows: Numbers, limit: float) -> Numbers:
    """One factor for everything."""
    return shortened(rows.reshape(1, -1), limit).reshape(rows.shape)


def usual_rivals(rows: Numbers, limit: float) -> tuple[tuple[Misconception, Numbers], ...]:
    """What goes wrong in every layout."""
    return (
        (NOT_IN_PLACE, rows),
        (WHOLE, whole(rows, limit)),
        *((SQUARED, by_square(rows, limit, power)) for power in (0.5, 1)),
        *((CLIPPED, rows.clip(low, limit)) for low in (-limit, None)),
        *((OTHER_NORM, shortened(rows, limit, order)) for order in (1, np.inf)),
        (STRETCHED, stretched(rows, limit)),
        (INSIDE_OUT, np.where(is_long(rows, limit)[:, None], rows, stretched(rows, limit))),
    )


def draw_rows(rng: np.random.Generator, units: int, inputs: int, limit: float, zeros: bool) -> Numbers:
    """Rows in drawn order: as many within the limit as beyond it, and one of zeros where asked for."""
    within, beyond = rng.uniform(0.3, 0.9, units // 2), rng.uniform(1.4, 5, units - units // 2)
    within[-1] = rng.uniform(0.9, 0.95)  # long where its square is taken for it
    beyond[-1] = 5
    if zeros:
        within[0] = 0
    rows = rng.normal(size=(units, inputs)) ** 3  # a few large entries, so that clipping them is seen
    lengths = limit * np.concatenate([within, beyond]) / np.linalg.norm(rows, axis=1)
    return rng.permutation(rows * lengths[:, None]).astype(np.float32).astype(float)


def is_long(rows: Numbers, limit: float) -> NDArray[np.bool_]:
    """Which rows are to be shortened."""
    found: NDArray[np.bool_] = np.linalg.norm(rows, axis=1) > limit
    return found


def draw_limit(rng: np.random.Generator) -> float:
    """A limit that its own square is not to be taken for."""
    return float(rng.uniform(1.8, 3.5))


# ---- the layouts


def rows_of_a_layer(function: LearnerFunction, rng: np.random.Generator, zeros: bool) -> Trial:
    """``max_norm_(weight, limit)``: (units, inputs)."""
    (units, inputs), limit = draw_sizes(rng, 6, 16, 2), draw_limit(rng)
    rows = draw_rows(rng, units, inputs + 10, limit, zeros)
    (after,) = changed(function, [rows], limit)
    rivals = (*usual_rivals(rows, limit), (COLUMNS, columns(rows, limit)))
    return Trial(after, shortened(rows, limit), is_long(rows, limit), rivals)


def filters(function: LearnerFunction, rng: np.random.Generator, zeros: bool) -> Trial:
    """``max_norm_filters_(weight, limit)``: (filters, channels, height, width)."""
    shape = (*(int(size) for size in rng.permutation([6, 7, 8, 9])[:2]), 3, 2)
    limit = draw_limit(rng)
    rows = draw_rows(rng, shape[0], int(np.prod(shape[1:])), limit, zeros)
    (after,) = changed(function, [rows.reshape(shape)], limit)
    by_channel = rows.reshape(shape).swapaxes(0, 1)  # (channels, filters, height, width)
    of_channels = shortened(by_channel.reshape(shape[1], -1), limit).reshape(by_channel.shape).swapaxes(0, 1)
    of_taps = shortened(rows.reshape(*shape[:2], -1).swapaxes(1, 2).reshape(-1, shape[1]), limit)
    rivals = (
        *usual_rivals(rows, limit),
        (KERNELS, shortened(rows.reshape(-1, 6), limit).reshape(rows.shape)),
        (KERNELS, of_taps.reshape(shape[0], 6, shape[1]).swapaxes(1, 2).reshape(rows.shape)),
        (INPUT_CHANNELS, of_channels.reshape(rows.shape)),
    )
    return Trial(after.reshape(rows.shape), shortened(rows, limit), is_long(rows, limit), rivals)


def two_matrices(function: LearnerFunction, rng: np.random.Generator, zeros: bool) -> Trial:
    """``joint_max_norm_(first, second, limit)``: (units, inputs) and (units, units)."""
    (units, inputs), limit = draw_sizes(rng, 6, 12, 2), draw_limit(rng)
    inputs += 6
    rows = draw_rows(rng, units, inputs + units, limit, zeros)
    first, second = rows[:, :inputs], rows[:, inputs:]
    after = changed(function, [first, second], limit)
    right = shortened(rows, limit)
    lengths = [np.linalg.norm(part, axis=1, keepdims=True) for part in (first, second)]
    alone = [shortened(part, limit) for part in (first, second)]
    rivals = (
        *usual_rivals(rows, limit),
        (EACH_ALONE, np.hstack(alone)),
        (LENGTHS_ADDED, rows * np.minimum(1, limit / np.maximum(sum(lengths), 1e-12))),
        (ONE_OF_TWO, np.hstack([right[:, :inputs], second])),
        (ONE_OF_TWO, np.hstack([first, right[:, inputs:]])),
        (ONE_OF_TWO, np.hstack([alone[0], second])),
        (COLUMNS, columns(rows, limit)),
    )
    return Trial(np.hstack(after), right, is_long(rows, limit), rivals)


def a_step(function: LearnerFunction, rng: np.random.Generator, zeros: bool) -> Trial:
    """``projected_step_(weight, gradient, learning_rate, limit)``: a step of descent, then the limit."""
    (units, inputs), limit = draw_sizes(rng, 6, 16, 2), draw_limit(rng)
    rate = float(rng.uniform(0.2, 0.5))
    there = draw_rows(rng, units, inputs + 10, limit, zeros)  # where the step leads
    gradient = rng.normal(0, 3, there.shape).astype(np.float32).astype(float)
    if zeros:
        gradient[np.linalg.norm(there, axis=1) == 0] = 0  # exactly zero in float32 as well
    weight = (there + rate * gradient).astype(np.float32).astype(float)
    after, given = changed(function, [weight, gradient], rate, limit)
    if not alike(given, gradient):
        raise Failed(GRADIENT_CHANGED, f"{(given != gradient).mean():.0%} of its entries differ", "none")
    there, step = weight - rate * gradient, rate * gradient
    lengths = np.linalg.norm(weight, axis=1, keepdims=True)
    rivals = (
        *((reason, seen) for reason, seen in usual_rivals(there, limit) if reason is not NOT_IN_PLACE),
        (NOT_IN_PLACE, weight),
        (BEFORE_STEP, shortened(weight, limit) - step),
        (ASCENT, shortened(weight + step, limit)),
        (NO_RATE, shortened(weight - gradient, limit)),
        (NO_LIMIT, there),
        (NO_LIMIT, shortened(weight, limit)),
        (OLD_LENGTHS, there * np.minimum(1, limit / np.maximum(lengths, 1e-12))),
        (STEP_SHORTENED, weight - shortened(step, limit)),
        (STEP_SHORTENED, weight - rate * shortened(gradient, limit)),
        (COLUMNS, columns(there, limit)),
    )
    return Trial(after, shortened(there, limit), is_long(there, limit), rivals)


# ---- judging


def judged(attempt: Try, function: LearnerFunction, rng: np.random.Generator, zeros: bool) -> Trial:
    """The trial; NaN is told apart from other broken answers."""
    try:
        return attempt(function, rng, zeros)
    except Failed as failure:
        if failure.misconception is NOT_FINITE:
            raise Failed(NAN, "the tensor holds NaN or infinity", "numbers") from None
        raise


def explain(trial: Trial, which: NDArray[np.bool_], otherwise: Misconception) -> None:
    """Raise when the rows ``which`` came out wrong, for the known mistake that made them so."""
    if alike(trial.after[which], trial.right[which]):
        return
    off = np.abs(trial.after - trial.right).max(axis=1) * which
    after, right = trial.after[off.argmax()], trial.right[off.argmax()]
    turned = not alike(after * np.linalg.norm(right), right * np.linalg.norm(after))
    reasons = (reason for reason, rival in trial.rivals if alike(trial.after, rival))
    raise Failed(
        next(reasons, TURNED if turned else otherwise),
        f"a unit's weights have length {np.linalg.norm(after):.3f}" + " in another direction" * turned,
        f"{np.linalg.norm(right):.3f} in the direction that they had",
    )


def properties(attempt: Try) -> tuple[Property, ...]:
    """What is judged in every layout."""

    def in_place(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        trial = judged(attempt, function, rng, zeros=False)
        before = next(rival for reason, rival in trial.rivals if reason is NOT_IN_PLACE)
        if alike(trial.after, before):
            raise Failed(NOT_IN_PLACE, "the tensor holds what it held before the call", "the new weights")
        return Evidence("the tensor itself holds the new weights")

    def long(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        trial = judged(attempt, function, rng, zeros=False)
        explain(trial, trial.long, WRONG_LENGTH)
        return Evidence(f"{trial.long.sum()} units beyond the limit are brought back to it, and do not turn")

    def short(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        trial = judged(attempt, function, rng, zeros=True)
        explain(trial, ~trial.long, SHORT_CHANGED)
        return Evidence(f"{(~trial.long).sum()} units within the limit stay as they are, one of zeros, too")

    return (
        Property("in_place", "the tensor that was given is changed", in_place),
        Property("long", "what is too long gets the limit's length and keeps its direction", long),
        Property("short", "what is within the limit stays as it is", short),
    )


def alike(seen: Numbers, right: Numbers) -> bool:
    """Equal up to what float32 rounds."""
    return bool(np.allclose(seen, right, rtol=1e-4, atol=1e-5))


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "max_norm_": properties(rows_of_a_layer),
    "max_norm_filters_": properties(filters),
    "joint_max_norm_": properties(two_matrices),
    "projected_step_": properties(a_step),
}
