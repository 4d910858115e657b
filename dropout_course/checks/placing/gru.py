"""Homework 4's ``gru_rollout``: a GRU whose gates read its state through one locked mask.

Where the mask acts is judged without chance: few units have few masks, and the second state must be what one
of them gives, for every example. That the mask is locked shows in a GRU whose update gate is shut and whose
news are tanh(x + m * h): a dropped unit says tanh(x).
"""

from functools import partial
from itertools import product

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import as_array, ask
from dropout_course.checks.inverted import DROPS_AT_TEST, MULTIPLIED, NOT_SCALED, SCALED_BY_P, SCALES_AT_TEST
from dropout_course.checks.law import (
    EDGE,
    SINGLE,
    SWAPPED,
    Draw,
    Mask,
    corner,
    draw_rate,
    draw_sizes,
    law,
    new_generator,
    percent,
)
from dropout_course.checks.masks import FRESH_EVERY_STEP
from dropout_course.checks.placing.answers import Array, alike, pure
from dropout_course.checks.placing.branch import TWICE
from dropout_course.checks.placing.recurrence import (
    Params,
    Step,
    carried_step,
    draw_params,
    early_reset_step,
    memory_step,
    mixed_step,
    news_step,
    reordered_step,
    rollout,
    state_step,
    swapped_step,
    telltale,
)
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Masks, Misconception, Property

PAGE = "Recurrent layers"

UNITS = 3  # of a GRU all of whose masks are tried
MANY = (700, 60)  # examples and units: a rate that is taken for 0.999 leaves some of them

RESET_EARLY = Misconception(
    "The reset gate acts before the matrix", "n = tanh(W x + b + r * (U h + b')): r multiplies the sum.", PAGE
)
UPDATE_SWAPPED = Misconception("The update gate is turned round", "h = (1 - z) * n + z * h: z keeps.", PAGE)
GATE_ORDER = Misconception("The gates are in another order", "The rows of weights and biases: r, z, n.", PAGE)
LAST_ONLY = Misconception("Only the last state is returned", "Return the states of all steps.", PAGE)
NOT_A_GRU = Misconception("That is not the GRU of the text", "Compare the three lines with your code.", PAGE)
MEMORY = Misconception(
    "The memory is dropped", "The mask acts on what gates and news read: z * h stays whole.", PAGE
)
OUTPUT = Misconception(
    "The states that are returned are dropped", "The mask acts on what the gates read.", PAGE
)
NEWS_DROPPED = Misconception(
    "The news are dropped, not what they read", "n = tanh(...) goes into the state as it is.", PAGE
)
INPUT = Misconception("The input is dropped", "The mask acts on the state that the gates read.", PAGE)
NEWS_ALONE = Misconception("Only the news read the dropped state", "r and z read it, too.", PAGE)
GATES_ALONE = Misconception(
    "The news read the whole state", "n reads the dropped state, as r and z do.", PAGE
)
NOTHING = Misconception("Nothing is dropped", "With training=True the gates read m * h.", PAGE)
WRONG_PLACE = Misconception("That is no locked mask on what the gates read", "r, z and n read m * h.", PAGE)


def ask_states(
    function: LearnerFunction,
    params: Params,
    x: Array,
    p: float,
    rng: np.random.Generator,
    training: bool = True,
) -> Array:
    """The learner's states for copies of the arguments."""
    copies = {name: value.copy() for name, value in params.items()}
    answer = ask(function, copies, x.copy(), p, rng, training)
    shape = (*x.shape[:2], params["weight_hh"].shape[1])
    if type(answer) is np.ndarray and answer.shape == shape[1:]:
        raise Failed(LAST_ONLY, f"shape {answer.shape}", f"shape {shape}")
    return as_array(answer, shape)


def plain(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At test time it is PyTorch's GRU, whatever p says."""
    steps, batch = draw_sizes(rng, 4, 8, 2)
    params, x, p = draw_params(4, 5, rng), rng.normal(0, 1, (steps, batch, 4)), draw_rate(rng)
    states = ask_states(function, params, x, p, new_generator(rng), training=False)
    one = np.ones(1)
    right = rollout(state_step, params, x, one)
    if alike(states, right):
        if not alike(ask_states(function, params, x, 1.0, new_generator(rng), training=False), right):
            raise Failed(DROPS_AT_TEST, "the states are others at p = 1", "the states without dropout")
        return Evidence(f"with training=False the states of {steps} steps are the GRU's")
    again = ask_states(function, params, x, p, new_generator(rng), training=False)
    known = [(NOT_A_GRU, right)] if alike(states, again) else [(DROPS_AT_TEST, states)]
    known += [
        (RESET_EARLY, rollout(early_reset_step, params, x, one)),
        (UPDATE_SWAPPED, rollout(swapped_step, params, x, one)),
        (GATE_ORDER, rollout(reordered_step, params, x, one)),
        *((SCALES_AT_TEST, rollout(step, params, x, (1 - p) * one)) for step in (state_step, memory_step)),
    ]
    reason = next((reason for reason, wrong in known if alike(states, wrong)), NOT_A_GRU)
    raise Failed(reason, f"the last state is {states[-1, 0].round(3)}", f"{right[-1, 0].round(3)}")


def edges(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At p = 0 it is the plain GRU, at p = 1 the gates read nothing but the input."""
    params, x = draw_params(4, 5, rng), rng.normal(0, 1, (6, 7, 4))
    for p in (0.0, 1.0):
        states = ask_states(function, params, x, p, new_generator(rng))
        if not alike(states, rollout(state_step, params, x, np.full(1, 1 - p))):
            if not states.any():
                place(function, rng)  # of several mistakes that leave nothing it names the one
            seen, reason = (
                f"the last state is {states[-1, 0].round(3)} at p = {p:.0f}",
                why_not(states, params, x, 1 - p),
            )
            raise Failed(reason, seen, f"{rollout(state_step, params, x, np.full(1, 1 - p))[-1, 0].round(3)}")
    kept = as_draw(function)(MANY, 1.0, new_generator(rng))
    if kept.any():
        raise Failed(EDGE, f"{kept.sum()} of {kept.size:,} units are kept at p = 1", "none")
    return Evidence("p = 0 drops nothing, and at p = 1 the gates read the input alone")


def place(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """After two steps each example is what one of all masks on the state gives."""
    params, x, p = draw_params(4, UNITS, rng), rng.normal(0, 1, (2, 30, 4)), draw_rate(rng)
    states = ask_states(function, params, x, p, new_generator(rng))
    if given_by_masks(states, state_step, params, x, 1 / (1 - p)):
        return Evidence(f"at p = {p:.4g} gates and news read m * h, and the memory stays whole")
    seen = f"at p = {p:.4g} a second state is {states[1, 0].round(3)}"
    raise Failed(why_not(states, params, x, 1 / (1 - p)), seen, "what gates and news give that read m * h")


def given_by_masks(states: Array, step: Step, params: Params, x: Array, factor: float) -> bool:
    """Whether each example's states are what some mask gives, times that factor."""
    masks = factor * np.array(list(product([0.0, 1.0], repeat=UNITS)))
    candidates = np.stack([rollout(step, params, x, mask) for mask in masks])
    return is_among(states, candidates)


def is_among(states: Array, candidates: Array) -> bool:
    """Whether each example is among the candidates, (candidates, steps, batch, hidden)."""
    far = np.abs(candidates - states).max(axis=(1, 3))
    return bool((far < 1e-4).any(axis=0).all())


def why_not(states: Array, params: Params, x: Array, factor: float) -> Misconception:
    """The place or the scale that explains the states."""
    one = np.ones(1)
    if alike(states, rollout(state_step, params, x, one)):
        return NOTHING
    if params["weight_hh"].shape[1] != UNITS:
        return why_not_all(states, params, x, factor)
    keep_prob = 1 / factor
    known: list[tuple[Misconception, Step, float]] = [
        (MEMORY, memory_step, factor),
        (MEMORY, carried_step, factor),
        (NEWS_ALONE, partial(mixed_step, True), factor),
        (GATES_ALONE, partial(mixed_step, False), factor),
        (NOT_SCALED, state_step, 1),
        (MULTIPLIED, state_step, keep_prob),
        (SCALED_BY_P, state_step, 1 / (1 - keep_prob)),
        (TWICE, state_step, factor**2),
        (NEWS_DROPPED, news_step, factor),
        (RESET_EARLY, early_reset_step, factor),
        (UPDATE_SWAPPED, swapped_step, factor),
        (GATE_ORDER, reordered_step, factor),
        (MEMORY, memory_step, 1),
    ]
    found = (reason for reason, step, scale in known if given_by_masks(states, step, params, x, scale))
    return next(found, None) or why_not_around(states, params, x, factor)


def why_not_around(states: Array, params: Params, x: Array, factor: float) -> Misconception:
    """Whether the layer's output or input is dropped instead."""
    whole = rollout(state_step, params, x, np.ones(1))
    ratio = states / whole
    if (np.isclose(ratio, factor, rtol=1e-3) | (np.abs(ratio) < 1e-3)).all():
        return OUTPUT
    masks = factor * np.array(list(product([0.0, 1.0], repeat=x.shape[2])))
    first = np.stack([rollout(state_step, params, mask * x[:1], np.ones(1)) for mask in masks])
    return INPUT if is_among(states[:1], first) else WRONG_PLACE


def why_not_all(states: Array, params: Params, x: Array, multiplier: float) -> Misconception:
    """The mistake that explains states at p = 0 or p = 1, where there is one multiplier."""
    m = np.full(1, multiplier)
    known: tuple[tuple[Misconception, Step], ...] = (
        (MEMORY, memory_step),
        (MEMORY, carried_step),
        (NEWS_ALONE, partial(mixed_step, True)),
        (GATES_ALONE, partial(mixed_step, False)),
        (RESET_EARLY, early_reset_step),
        (UPDATE_SWAPPED, swapped_step),
        (GATE_ORDER, reordered_step),
    )
    if multiplier == 1 and alike(states, rollout(state_step, params, x, 0 * m)):
        return SWAPPED
    if (states == 0).all():
        return OUTPUT
    if alike(states, rollout(state_step, params, 0 * x, np.ones(1))):
        return INPUT
    found = (reason for reason, step in known if alike(states, rollout(step, params, x, m)))
    return next(found, WRONG_PLACE)


def read(states: Array, x: Array) -> NDArray[np.bool_]:
    """Which units of a telltale GRU were kept, at each step but the first."""
    return np.asarray(np.abs(states[1:] - np.tanh(x[1:])) > 1e-4)


def locked(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """What is dropped at one step is dropped at all."""
    steps, units = draw_sizes(rng, 10, 20, 2)
    x, p = rng.uniform(0.3, 0.6, (steps, 20, units)), draw_rate(rng)
    kept = read(ask_states(function, telltale(units), x, p, new_generator(rng)), x)
    changes = (kept != kept[0]).mean(axis=(1, 2))
    if changes.any():
        worst = int(changes.argmax())
        seen = f"{percent(changes[worst])} of the units of step {worst + 2} differ from those of step 2"
        raise Failed(FRESH_EVERY_STEP, seen, "none", Masks([corner(kept[0]), corner(kept[worst])]))
    return Evidence(f"one mask for all {steps} steps")


def as_draw(function: LearnerFunction) -> Draw:
    """The mask at the second step as a table of coins, a row for every example."""

    def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
        rows, units = shape
        x = np.full((2, rows, 1), 0.5, SINGLE)
        params = {name: value.astype(SINGLE) for name, value in telltale(units, one_input=True).items()}
        kept: Mask = read(ask_states(function, params, x, p, rng), x)[0]
        return kept

    return draw


def changes_nothing(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """No argument is changed, and nothing but rng decides."""
    params, x, p = draw_params(4, 5, rng), rng.normal(0, 1, (6, 7, 4)), draw_rate(rng)

    def states(params: Params, x: Array, generator: np.random.Generator, training: bool) -> Array:
        return as_array(ask(function, params, x, p, generator, training), (6, 7, 5))

    return pure(states, (params, x), rng)


COINS = {property.name: property for property in law(as_draw)}

PROPERTIES: dict[str, tuple[Property, ...]] = {
    "gru_rollout": (
        Property("plain", "at test time it is the GRU of the text", plain),
        Property("edges", "p = 0 drops nothing, p = 1 leaves the gates the input alone", edges),
        Property("place", "gates and news read m * h, and h is carried over whole", place),
        Property("locked", "all steps share one mask", locked),
        COINS["rate"],
        COINS["independent"],
        COINS["fresh"],
        Property("pure", "no argument is changed, and rng alone decides", changes_nothing),
    )
}
