"""Placement: the same dropout in other layers of a perceptron, and how much of it the input takes.

Rates are those of the input and of each hidden layer. Arms whose order is compared have the same mean rate.
The condition ``two`` alone has every rate on the input; ``wide`` has the rates that the authors of dropout on
visible and hidden units used, on a wider network; ``inner`` is the one hidden layer of the course's notes.
"""

from collections.abc import Mapping
from typing import Any

from ..figures import Figure, Table
from ..results import Result
from ..training import Recipe
from .comparison import Arm, Condition, Plan, arm, measure, sample, stacks_planned
from .comparison_figures import arms_table, dots
from .comparison_figures import verdicts as all_verdicts
from .contrasts import Contrast
from .stacks import Sizes

__all__ = [
    "CLAIMS",
    "NAME",
    "QUESTION",
    "SETTINGS",
    "figure",
    "measure",
    "sample",
    "stacks_planned",
    "table",
    "verdicts",
]

ACCURACY_MARGIN = 0.005  # half a point
NLL_MARGIN = 0.02  # nats
GRID = (0.0016, 0.004, 0.01, 0.025, 0.06)


def _more_accurate(says: str, better: str, worse: str, on: str = "test") -> Contrast:
    return Contrast(says, ((1, on, better), (-1, on, worse)), ACCURACY_MARGIN)


def _likelier(says: str, better: str, worse: str) -> Contrast:
    return Contrast(says, ((1, "test", worse), (-1, "test", better)), NLL_MARGIN, "nll")


CONTRASTS = {
    "overfits": Contrast(
        "without dropout the network overfits: train less test accuracy is more than five points",
        ((1, "train", "none"), (-1, "test", "none")),
        margin=0.0,
        constant=-0.05,
    ),
    "rising_beats_falling": _more_accurate(
        "light to heavy is more accurate than heavy to light", "rising", "falling"
    ),
    "rising_beats_even": _more_accurate("light to heavy is more accurate than even", "rising", "even"),
    "rising_likelier_than_falling": _likelier(
        "light to heavy has a lower test NLL than heavy to light", "rising", "falling"
    ),
    "rising_likelier_than_even": _likelier("light to heavy has a lower test NLL than even", "rising", "even"),
    "late_beats_early": _more_accurate(
        "p = 0.8 on the last hidden layer is more accurate than on the first", "late_heavy", "early_heavy"
    ),
    "late_heavy_hurts": _more_accurate(
        "p = 0.8 on the last hidden layer is less accurate than no dropout", "none", "late_heavy"
    ),
    "late_heavy_learns_less": _more_accurate(
        "p = 0.8 on the last hidden layer keeps the network from fitting its training images",
        "none",
        "late_heavy",
        on="train",
    ),
    "last_likelier": _likelier("p = 0.5 on the last hidden layer alone lowers test NLL", "last", "none"),
    "last_no_less_accurate": Contrast(
        "p = 0.5 on the last hidden layer alone costs less than half a point",
        ((1, "test", "last"), (-1, "test", "none")),
        margin=0.0,
        constant=ACCURACY_MARGIN,
    ),
    "hidden_helps": _more_accurate("even dropout on hidden layers beats none", "even", "none"),
    "hidden_likelier": _likelier("even dropout on hidden layers lowers test NLL", "even", "none"),
    "both_helps": _more_accurate("dropout on input and hidden layers beats none", "both", "none"),
    "both_beats_hidden": _more_accurate(
        "dropout on input and hidden layers beats hidden layers alone", "both", "even"
    ),
    "both_likelier_than_hidden": _likelier(
        "dropout on input and hidden layers has a lower test NLL than on hidden layers alone", "both", "even"
    ),
    "input_helps": _more_accurate("p = 0.2 on the input alone beats none", "input", "none"),
    "both_beats_half": _more_accurate(
        "p = 0.2 on the input beats p = 0.5 there, above the same hidden layers", "both", "input_half"
    ),
    "by_layer_helps": _more_accurate(
        "light on the input, medium, heavy on the last layer beats none", "by_layer", "none"
    ),
    "by_layer_beats_even": _more_accurate(
        "light on the input, medium, heavy on the last layer beats even dropout on hidden layers",
        "by_layer",
        "even",
    ),
}

_CLAIMS = {
    # Harm is told from regularisation by the test images: a rate that only fits less need not do any.
    "0.3": ("late_heavy_learns_less", "late_heavy_hurts"),
    "0.5": ("rising_beats_falling", "rising_beats_even"),
    "1.7": ("rising_beats_falling", "late_beats_early"),
    # What these rates are told for is that following them pays: against none, and against simpler advice.
    "1.8": ("by_layer_helps", "by_layer_beats_even"),
    "2.9": ("both_helps", "both_beats_half"),
    # It says where dropout stands, not how much it gains: it works there, and costs nothing that matters.
    "3.11": ("last_likelier", "last_no_less_accurate"),
    "4.7": ("both_helps", "both_beats_hidden"),
}


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
    claims=_CLAIMS,
)
NAME = SETTINGS.name
QUESTION = SETTINGS.question
CLAIMS = SETTINGS.claims

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


def figure(result: Result) -> Figure:
    """All arms of the networks of two and of three layers."""
    return dots(result, NAMES, conditions={name: HEADINGS[name] for name in ("deep", "two")})


def table(result: Result, condition: str = "deep") -> Table:
    """The arms under one condition."""
    return arms_table(result, NAMES, condition)


def verdicts(result: Result) -> Table:
    """All contrasts under each condition that has their arms."""
    return all_verdicts(result, HEADINGS)
