"""Regularisers: dropout beside L2, early stopping, label smoothing and none, at an equal tuning budget.

Each arm has three settings and every learning rate to choose from by validation images; only "none" has no
setting. Early stopping trains with a constant learning rate, keeps the epoch in which its validation accuracy
was best (the first of equals), and has three momenta as its settings; the others end with their schedule.

"Among the most effective" is taken to say that dropout helps, and that none of the other three is more than a
point more accurate than dropout.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from ..figures import Figure, Table
from ..results import Result
from ..training import Outcome, Recipe
from . import comparison
from .comparison import Arm, Condition, Plan, arm, sample
from .comparison_figures import arms_table, dots
from .contrasts import ACCURACY_MARGIN, NLL_MARGIN, Contrast
from .stacks import ModuleStack, Sizes, Stack, Train

__all__ = ["CLAIMS", "NAME", "QUESTION", "SETTINGS", "figure", "measure", "sample", "stacks_planned", "table"]

RIVAL_MARGIN = 0.01  # a point: what makes a rival the better one


def _arms(noise: float, decays: tuple[float, float, float]) -> dict[str, Arm]:
    taught = partial(arm, label_noise=noise)

    light, middle, _ = decays
    return {
        "none": taught(0, 0, 0),
        "dropout": taught(0, 0.2, 0.2) + taught(0, 0.35, 0.35) + taught(0, 0.5, 0.5),
        "l2": sum((taught(0, 0, 0, weight_decay=decay) for decay in decays), ()),
        "smoothing": sum((taught(0, 0, 0, label_smoothing=share) for share in (0.1, 0.3, 0.6)), ()),
        "stopping": sum((taught(0, 0, 0, schedule="constant", momentum=m) for m in (0.0, 0.5, 0.9)), ()),
        "dropout_l2": taught(0, 0.2, 0.2, weight_decay=light)
        + taught(0, 0.2, 0.2, weight_decay=middle)
        + taught(0, 0.5, 0.5, weight_decay=light),
    }


def _condition(
    noise: float, decays: tuple[float, float, float], learning_rates: tuple[float, ...]
) -> Condition:
    return Condition(
        says=f"{noise:.0%} of the labels drawn at random" if noise else "true labels",
        arms=_arms(noise, decays),
        recipe=Recipe(hidden=(128, 128), epochs=30, batch_size=50),
        sizes=Sizes(train=1000, validation=1000, test=2000, seed=0),
        learning_rates=learning_rates,
    )


CONDITIONS = {
    "clean": _condition(0.0, (0.001, 0.003, 0.01), (0.006, 0.02, 0.06, 0.18)),
    "noisy": _condition(0.4, (0.003, 0.01, 0.03), (0.002, 0.006, 0.02, 0.06)),
}

ARMS = {
    "none": "none",
    "dropout": "dropout",
    "l2": "L2",
    "smoothing": "smoothing",
    "stopping": "stopping",
    "dropout_l2": "dropout + L2",
}
RIVALS = {"l2": "L2", "smoothing": "label smoothing", "stopping": "early stopping"}


def _helps(name: str, says: str) -> Contrast:
    return Contrast(
        f"{says} improves test accuracy", ((1, "test", name), (-1, "test", "none")), ACCURACY_MARGIN
    )


def _not_beaten_by(name: str) -> Contrast:
    says = f"{RIVALS[name]} is not a point more accurate than dropout"
    return Contrast(says, ((1, "test", "dropout"), (-1, "test", name)), margin=0.0, constant=RIVAL_MARGIN)


CONTRASTS = {
    "dropout_helps": _helps("dropout", "dropout"),
    **{f"{name}_helps": _helps(name, says) for name, says in RIVALS.items()},
    **{f"not_beaten_by_{name}": _not_beaten_by(name) for name in RIVALS},
    "dropout_adds_to_l2": Contrast(
        "dropout beside L2 is more accurate than L2 alone",
        ((1, "test", "dropout_l2"), (-1, "test", "l2")),
        ACCURACY_MARGIN,
    ),
    "dropout_likelier": Contrast(
        "dropout improves test NLL", ((-1, "test", "dropout"), (1, "test", "none")), NLL_MARGIN, "nll"
    ),
}

SETTINGS = Plan(
    name="regularisers",
    question="Is dropout among the most effective ways to regularise, if each is tuned as well?",
    conditions=CONDITIONS,
    contrasts=CONTRASTS,
    claims={"3.12": ("dropout_helps", *(f"not_beaten_by_{name}" for name in RIVALS))},
    curves=True,
)
NAME, QUESTION, CLAIMS = SETTINGS.name, SETTINGS.question, SETTINGS.claims


def stacks_planned(plan: Plan) -> int:
    """Those of every comparison, and one for each run that is stopped."""
    tried = sum(len(condition.candidates("stopping")) for condition in plan.conditions.values())
    stopped = len(plan.tuning_seeds) * tried + len(plan.seeds) * len(plan.conditions)
    return comparison.stacks_planned(plan) + stopped


def measure(plan: Plan, train: Train) -> Result:
    """The comparison, with the runs of early stopping stopped."""
    return comparison.measure(plan, lambda stacks: stopped_early(stacks, train))


def stopped_early(stacks: Sequence[Stack | ModuleStack], train: Train) -> dict[Any, Outcome]:
    """The outcomes of ``stacks``, but those at a constant learning rate as they were after their best epoch.

    Trained again for as many epochs such a run goes the same way, and so ends as it stood then. Its curves
    are those of the whole training.
    """
    outcomes = dict(train(stacks))
    again = [
        Stack((run,), replace(stack.recipe, epochs=_best_epoch(outcomes[run])), stack.sizes, stack.measure)
        for stack in stacks
        if isinstance(stack, Stack)
        for run in stack.runs
        if run.schedule == "constant"
    ]
    stopped = train(again)
    return outcomes | {run: replace(stopped[run], curves=outcomes[run].curves) for run in stopped}


def _best_epoch(outcome: Outcome) -> int:
    """After how many epochs validation accuracy was highest."""
    accuracy = outcome.curves["validation"][:, 0]
    return 1 + int(np.argmax(np.nan_to_num(accuracy, nan=-1.0)))


def figure(result: Result) -> Figure:
    """Test accuracy and NLL of each arm, with true labels and with random ones."""
    return dots(result, ARMS, conditions={"clean": "true labels", "noisy": "40% random labels"})


def table(result: Result, condition: str = "clean") -> Table:
    """Each arm under ``condition`` with its learning rate and what it came to."""
    return arms_table(result, ARMS, condition, (("train", "accuracy"), ("test", "accuracy"), ("test", "nll")))


def setting(run: dict[str, Any]) -> str:
    """What was chosen for an arm, in a few words."""
    said = {"p": run["rates"][-1], "L2": run["weight_decay"], "smoothing": run["label_smoothing"]}
    chosen = {name: value for name, value in said.items() if value}
    if run["momentum"] is not None:
        chosen["momentum"] = run["momentum"]
    return ", ".join(f"{name} = {value:g}" for name, value in chosen.items()) or "\N{EN DASH}"
