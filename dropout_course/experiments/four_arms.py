"""Four arms: an inner dense layer yes or no, dropout before the output yes or no.

A study note reports that an inner layer *together with* dropout raised validation accuracy from 83% to 84%.
Those were two changes at once. Here each is made with and without the other, so that each gets its own share.
Dropout stands where the note has it, before the output layer: behind the inner layer, or where there is none
on the features themselves, which are pixels here. The rate is the better of 0.2 and 0.5 by validation images,
the learning rate is each arm's own.

The claim has two readings. Together: both changes beat neither, on validation and on test images. Dropout's
share: where the inner layer is already there, dropout still adds to it, on both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..figures import Figure, Table
from ..results import Result
from ..training import Outcome, Recipe
from . import comparison
from .comparison import AnyRun, Arm, Condition, Plan, arm, sample, stacks_planned
from .comparison_figures import dots
from .contrasts import Contrast, answer_readings, judge
from .provenance import as_json
from .stacks import ModuleStack, Sizes, Stack, Train
from .verdict_table import verdict_table

__all__ = ["CLAIMS", "NAME", "QUESTION", "SETTINGS", "figure", "measure", "sample", "stacks_planned"]

MARGIN = 0.005  # half a point of accuracy
TOGETHER = "four"
"""The condition of all contrasts: they compare arms of two networks."""


def _network(says: str, hidden: tuple[int, ...], none: Arm, dropout: Arm) -> Condition:
    return Condition(
        says=says,
        arms={"none": none, "dropout": dropout},
        recipe=Recipe(hidden=hidden, epochs=30, batch_size=100),
        sizes=Sizes(train=3000, validation=1000, test=2000, seed=0),
        learning_rates=(0.003, 0.01, 0.03, 0.1, 0.3),
    )


NETWORKS = {
    "plain": _network("no inner layer", (), arm(0), arm(0.2) + arm(0.5)),
    "inner": _network("an inner layer of 100 units", (100,), arm(0, 0), arm(0, 0.2) + arm(0, 0.5)),
}

Terms = tuple[tuple[float, str], ...]
TOGETHER_TERMS: Terms = ((1, "inner dropout"), (-1, "plain none"))
WITH_INNER: Terms = ((1, "inner dropout"), (-1, "inner none"))
WITHOUT_INNER: Terms = ((1, "plain dropout"), (-1, "plain none"))


def _contrast(says: str, terms: Terms, on: str = "test", scale: float = 1) -> Contrast:
    return Contrast(says, tuple((scale * sign, on, group) for sign, group in terms), MARGIN)


CONTRASTS = {
    "together_validation": _contrast("both raise validation accuracy", TOGETHER_TERMS, "validation"),
    "together": _contrast("both raise test accuracy", TOGETHER_TERMS),
    "dropout_with_inner_validation": _contrast(
        "beside the inner layer, dropout raises validation accuracy", WITH_INNER, "validation"
    ),
    "dropout_with_inner": _contrast("beside the inner layer, dropout raises test accuracy", WITH_INNER),
    "dropout_alone": _contrast("without an inner layer, dropout raises test accuracy", WITHOUT_INNER),
    "inner_alone": _contrast(
        "without dropout, the inner layer raises test accuracy", ((1, "inner none"), (-1, "plain none"))
    ),
    "dropout_on_average": _contrast(
        "dropout raises test accuracy, on average of both networks", WITH_INNER + WITHOUT_INNER, scale=0.5
    ),
    "inner_on_average": _contrast(
        "the inner layer raises test accuracy, on average of both arms",
        ((1, "inner dropout"), (-1, "plain dropout"), (1, "inner none"), (-1, "plain none")),
        scale=0.5,
    ),
    "interaction": _contrast(
        "dropout raises test accuracy more with the inner layer than without",
        WITH_INNER + tuple((-sign, group) for sign, group in WITHOUT_INNER),
    ),
}

CLAIMS = {
    "3.9": {
        "together": ("together_validation", "together"),
        "dropout's share": ("dropout_with_inner_validation", "dropout_with_inner"),
    }
}

SETTINGS = Plan(
    name="four-arms",
    question="An inner layer and dropout raised accuracy: which of the two did it?",
    conditions=NETWORKS,
    contrasts=CONTRASTS,
)
NAME, QUESTION = SETTINGS.name, SETTINGS.question


def measure(plan: Plan, train: Train) -> Result:
    """The comparison within each network, then the contrasts between both."""
    outcomes: dict[Any, Outcome] = {}

    def keeping(stacks: Sequence[Stack | ModuleStack]) -> Mapping[Any, Outcome]:
        found = train(stacks)
        outcomes.update(found)
        return found

    result = comparison.measure(replace(plan, contrasts={}), keeping)
    groups = {
        f"{network} {name}": [
            outcomes[replace(_chosen(condition, name, result, network), seed=s)] for s in plan.seeds
        ]
        for network, condition in plan.conditions.items()
        for name in condition.arms
    }
    contrasts = {name: judge(contrast, {TOGETHER: groups}) for name, contrast in plan.contrasts.items()}
    return {
        **result,
        "settings": as_json(plan),
        "conditions": {**result["conditions"], TOGETHER: "all four arms"},
        "contrasts": contrasts,
        "claims": {
            claim: answer_readings(readings, contrasts, [TOGETHER]) for claim, readings in CLAIMS.items()
        },
    }


def _chosen(condition: Condition, name: str, result: Result, network: str) -> AnyRun:
    """The run that the arm ``name`` turned out to be, by what the result tells of it."""
    of = result["arms"][network][name]["run"]
    return next(run for run in condition.candidates(name) if as_json(run) == of)


ARMS = {"none": "no dropout", "dropout": "dropout"}


def figure(result: Result, on: str = "test") -> Figure:
    """Accuracy and NLL of all four arms."""
    return dots(result, ARMS, conditions={"plain": "no inner layer", "inner": "inner layer"}, on=on)


def verdicts(result: Result) -> Table:
    """Each contrast with its effect, its interval and its verdict."""
    return verdict_table(result, {TOGETHER: "four arms"})
