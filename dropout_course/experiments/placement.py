"""Placement: the same dropout in other layers of a perceptron, and how much of it the input takes.

Rates are those of the input and of each hidden layer. Arms whose order is compared have the same mean rate.
The condition ``two`` alone has every rate on the input; ``wide`` has the rates that the authors of dropout on
visible and hidden units used, on a wider network; ``inner`` is the one hidden layer of the course's notes.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ..figures import Figure, Table
from ..results import Result
from ..training import Recipe
from . import comparison
from .comparison import Arm, Condition, Plan, arm, sample, stacks_planned
from .comparison_figures import arms_table, dots
from .comparison_figures import verdicts as all_verdicts
from .contrasts import ACCURACY_MARGIN, Contrast, on_both
from .stacks import Sizes, Train

__all__ = [
    "CLAIMS",
    "NAME",
    "QUESTION",
    "SETTINGS",
    "figure",
    "heights_figure",
    "inputs_figure",
    "measure",
    "orders_figure",
    "sample",
    "stacks_planned",
    "table",
    "verdicts",
]

GRID = (0.0016, 0.004, 0.01, 0.025, 0.06)


COMPARED = {
    "rising_beats_falling": ("light to heavy beats heavy to light", "rising", "falling"),
    "rising_beats_even": ("light to heavy beats even", "rising", "even"),
    "late_beats_early": (
        "p = 0.8 on the last hidden layer beats it on the first",
        "late_heavy",
        "early_heavy",
    ),
    "late_heavy_hurts": ("no dropout beats p = 0.8 on the last hidden layer", "none", "late_heavy"),
    "last_helps": ("p = 0.5 on the last hidden layer alone beats none", "last", "none"),
    "hidden_helps": ("even dropout on hidden layers beats none", "even", "none"),
    "input_helps": ("p = 0.2 on the input alone beats none", "input", "none"),
    "both_helps": ("dropout on input and hidden layers beats none", "both", "none"),
    "both_beats_hidden": ("it beats that on hidden layers alone", "both", "even"),
    "both_beats_half": ("and p = 0.5 on the input instead of 0.2", "both", "input_half"),
    "by_layer_helps": ("light input, medium, heavy last layer beats none", "by_layer", "none"),
    "by_layer_beats_even": ("it beats even dropout on hidden layers", "by_layer", "even"),
}
"""What each comparison says, the arm that is better if so, and the other one."""

CONTRASTS = {
    "overfits": Contrast(
        "without dropout the network overfits: train less test accuracy is more than five points",
        ((1, "train", "none"), (-1, "test", "none")),
        margin=0.0,
        constant=-0.05,
    ),
    "late_heavy_learns_less": Contrast(
        "p = 0.8 on the last hidden layer fits less: train accuracy",
        ((1, "train", "none"), (-1, "train", "late_heavy")),
        ACCURACY_MARGIN,
    ),
    "last_no_less_accurate": Contrast(
        "p = 0.5 on the last hidden layer alone costs less than half a point: test accuracy",
        ((1, "test", "last"), (-1, "test", "none")),
        margin=0.0,
        constant=ACCURACY_MARGIN,
    ),
    **{key: found for name, words in COMPARED.items() for key, found in on_both(name, *words).items()},
}


def _either(*parts: str) -> dict[str, tuple[str, ...]]:
    """Two readings: better means more accurate, or it means likelier."""
    return {"accuracy": parts, "likelihood": tuple(f"{part}_likelier" for part in parts)}


CLAIMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    # Harm is told from regularisation by the test images: a rate that only fits less need not do any.
    "0.3": {
        "accuracy": ("late_heavy_learns_less", "late_heavy_hurts"),
        "likelihood": ("late_heavy_learns_less", "late_heavy_hurts_likelier"),
    },
    "0.5": _either("rising_beats_falling", "rising_beats_even"),
    "1.7": _either("rising_beats_falling", "late_beats_early"),
    # What these rates are told for is that following them pays: against none, and against simpler advice.
    "1.8": _either("by_layer_helps", "by_layer_beats_even"),
    "2.9": _either("both_helps", "both_beats_half"),
    # It says where dropout stands, not how much it gains: it works there, and costs nothing that matters.
    "3.11": {"place": ("last_helps_likelier", "last_no_less_accurate")},
    "4.7": _either("both_helps", "both_beats_hidden"),
}
"""For each claim its readings, each with the contrasts that must all stand for it to stand."""


def _condition(says: str, hidden: tuple[int, ...], arms: Mapping[str, Arm], **options: Any) -> Condition:
    return Condition(
        says,
        arms,
        Recipe(hidden=hidden, epochs=35, batch_size=25),
        Sizes(train=1000, validation=1000, test=2000, seed=0),
        **({"learning_rates": GRID} | options),
    )


CONDITIONS = {
    "deep": _condition(
        "three hidden layers of 100",
        (100, 100, 100),
        {
            "none": arm(0, 0, 0, 0),
            "even": arm(0, 0.3, 0.3, 0.3),
            "rising": arm(0, 0.1, 0.3, 0.5),
            "falling": arm(0, 0.5, 0.3, 0.1),
            "last": arm(0, 0, 0, 0.5),
            "late_heavy": arm(0, 0, 0, 0.8),
            "early_heavy": arm(0, 0.8, 0, 0),
            "input": arm(0.2, 0, 0, 0),
            "both": arm(0.2, 0.3, 0.3, 0.3),
            "by_layer": arm(0.1, 0.3, 0.3, 0.5),
        },
        learning_rates=(0.0006, *GRID, 0.15),  # a first run had chosen at either edge of GRID here
    ),
    "two": _condition(
        "two hidden layers of 100",
        (100, 100),
        {
            "none": arm(0, 0, 0),
            "even": arm(0, 0.3, 0.3),
            "rising": arm(0, 0.1, 0.5),
            "falling": arm(0, 0.5, 0.1),
            "last": arm(0, 0, 0.5),
            "late_heavy": arm(0, 0, 0.8),
            "early_heavy": arm(0, 0.8, 0),
            "input_tenth": arm(0.1, 0.3, 0.3),
            "both": arm(0.2, 0.3, 0.3),
            "input_third": arm(0.3, 0.3, 0.3),
            "input_half": arm(0.5, 0.3, 0.3),
            "by_layer": arm(0.1, 0.3, 0.5),
        },
    ),
    "wide": _condition(
        "two hidden layers of 200, p = 0.5 on hidden units and 0.2 on visible ones",
        (200, 200),
        {"none": arm(0, 0, 0), "even": arm(0, 0.5, 0.5), "both": arm(0.2, 0.5, 0.5)},
    ),
    "inner": _condition(
        "one hidden layer of 100",
        (100,),
        {"none": arm(0, 0), "last": arm(0, 0.5)},
        learning_rates=(0.004, 0.01, 0.025, 0.06, 0.15),
    ),
}

SETTINGS = Plan(
    name="placement",
    question="Which layers of a perceptron should drop, and which more than others?",
    conditions=CONDITIONS,
    contrasts=CONTRASTS,
    tuning_seeds=(101, 102, 103, 104, 105),
)
NAME = SETTINGS.name
QUESTION = SETTINGS.question

NAMES = {
    "none": "no dropout",
    "even": "even on hidden",
    "rising": "light to heavy",
    "falling": "heavy to light",
    "last": "last hidden, 0.5",
    "late_heavy": "last hidden, 0.8",
    "early_heavy": "first hidden, 0.8",
    "input": "input only, 0.2",
    "input_tenth": "input 0.1 + even",
    "both": "input 0.2 + even",
    "input_third": "input 0.3 + even",
    "input_half": "input 0.5 + even",
    "by_layer": "by layer, from input",
}
HEADINGS = {"deep": "three layers", "two": "two layers", "wide": "two, wide", "inner": "one layer"}


def measure(settings: Plan, train: Train) -> Result:
    """Choose, train, compare, judge; the claims by their readings."""
    return comparison.measure_readings(settings, CLAIMS, train)


def figure(result: Result) -> Figure:
    """All arms of the networks of two and of three layers."""
    return _of_arms(result, "placement", list(NAMES))


def orders_figure(result: Result) -> Figure:
    """The same mean rate in three orders, beside none."""
    return _of_arms(result, "orders", ["none", "even", "rising", "falling"])


def heights_figure(result: Result) -> Figure:
    """A high rate in one layer, beside none."""
    return _of_arms(result, "heights", ["none", "last", "late_heavy", "early_heavy"])


def inputs_figure(result: Result) -> Figure:
    """Every rate on the input above the same hidden layers, in the network that has them all."""
    names = {"even": "0", "input_tenth": "0.1", "both": "0.2", "input_third": "0.3", "input_half": "0.5"}
    return _dots(result, "inputs", {arm: f"input {p}" for arm, p in names.items()}, {"two": ""})


def _of_arms(result: Result, name: str, arms: Sequence[str]) -> Figure:
    return _dots(result, name, {arm: NAMES[arm] for arm in arms}, {c: HEADINGS[c] for c in ("deep", "two")})


def _dots(result: Result, name: str, names: Mapping[str, str], conditions: Mapping[str, str]) -> Figure:
    """A figure whose caption speaks of the networks in it alone; ``name`` keeps it apart on its page."""
    shown = {name: result["settings"]["conditions"][name] for name in conditions}
    part = {**result, "experiment": name, "settings": {**result["settings"], "conditions": shown}}
    return dots(part, names, conditions=conditions)


def table(result: Result, condition: str = "deep") -> Table:
    """The arms under one condition."""
    return arms_table(result, NAMES, condition)


def verdicts(result: Result) -> Table:
    """All contrasts under each condition that has their arms."""
    return all_verdicts(result, HEADINGS)
