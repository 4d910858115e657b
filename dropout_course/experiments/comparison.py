"""Comparisons of arms: what most experiments do, whatever it is that they train.

A plan names, under each condition, arms of models that differ from one another in one thing; contrasts
between the arms; and the claims that these contrasts try. Each arm has its own learning rate, and its own
settings where it has several to choose from, chosen on validation images with seeds that judge nothing.

A result holds, for each condition and arm (``arms.<condition>.<arm>``): the run that was chosen, and whether
its learning rate lies at an edge of the grid; for each set (train, validation, test) accuracy, nll (nats) and
ece after the last epoch, each as mean, low and high (95%), the first two by seed, too; the learning curves,
means over seeds, if the plan asks for them. Then what was tried in tuning; the contrasts, each with interval
and verdict under every condition that has its arms; and the verdict on each claim.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeAlias, cast

import numpy as np

from ..results import Result
from ..training import SETS, Outcome, Recipe, Run
from ..training.modules import ModuleRecipe, ModuleRun, Network
from .contrasts import Contrast, answer, answer_readings, judge, under
from .experiment import Sample
from .provenance import as_json
from .stacks import ModuleStack, Sizes, Stack, Train
from .summaries import seen_again, summary

AnyRun: TypeAlias = Run | ModuleRun
Arm: TypeAlias = tuple[AnyRun, ...]
"""Settings among which validation images choose, each with every learning rate; its seed is filled in."""


def arm(*rates: float, **options: Any) -> Arm:
    """The arm that drops with ``rates``, the input's first, and is otherwise as ``options`` of a run say.

    Arms are added to let validation images choose: ``arm(0, 0.2) + arm(0, 0.5)``.
    """
    return (Run(rates=rates, learning_rate=0.0, seed=0, **options),)


def module_arm(network: Network, *rates: float, **options: Any) -> Arm:
    """As ``arm``, of a ``network`` that is trained by itself."""
    return (ModuleRun(network, rates, learning_rate=0.0, seed=0, **options),)


@dataclass(frozen=True)
class Condition:
    """What all of its arms have in common.

    Attributes:
        says: the condition in words.
        arms: what is compared, by name.
        recipe: the network and its training; its kind says what the arms are of.
        sizes: the images.
        learning_rates: to choose from, for each arm by itself; one alone is taken as it is.
    """

    says: str
    arms: Mapping[str, Arm]
    recipe: Recipe | ModuleRecipe
    sizes: Sizes
    learning_rates: tuple[float, ...]

    def stacks(
        self, runs: Iterable[AnyRun], measure: tuple[str, ...] = SETS
    ) -> Sequence[Stack | ModuleStack]:
        """``runs`` of one seed as pieces of work: one, or what is trained by itself one by one."""
        if isinstance(self.recipe, ModuleRecipe):
            modules = cast(Iterable[ModuleRun], runs)
            return [ModuleStack((run,), self.recipe, self.sizes, measure) for run in modules]
        together = tuple(cast(Iterable[Run], runs))
        return [Stack(together, self.recipe, self.sizes, measure)] if together else []

    def candidates(self, name: str) -> list[AnyRun]:
        """All that the arm ``name`` may turn out to be."""
        return [replace(run, learning_rate=rate) for run in self.arms[name] for rate in self.learning_rates]


@dataclass(frozen=True)
class Plan:
    """All that was fixed before the run.

    Attributes:
        name: of the experiment.
        question: that it asks.
        conditions: in which the arms are compared, by name.
        contrasts: between arms, with margins; each is tried under every condition that has its arms.
        claims: for each the contrasts that must all stand for it to stand.
        seeds: of the models that are judged; equal seeds are paired across arms.
        tuning_seeds: of the models that choose; none of the above.
        curves: whether the result holds the learning curves.
    """

    name: str
    question: str
    conditions: Mapping[str, Condition]
    contrasts: Mapping[str, Contrast]
    claims: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seeds: tuple[int, ...] = tuple(range(1, 11))
    tuning_seeds: tuple[int, ...] = (101, 102)
    curves: bool = False


Readings: TypeAlias = Mapping[str, Sequence[str]]
"""For each way to read a claim the contrasts that must all stand."""

Tuning: TypeAlias = Mapping[str, Mapping[AnyRun, float]]
"""The validation accuracy of every candidate of an arm; that of an arm without choice is not measured."""


def stacks_planned(plan: Plan) -> int:
    """One for each condition and seed; of networks that are trained by themselves, one for each."""
    return sum(
        len(plan.seeds) * len(condition.stacks(condition.candidates(name)[0] for name in condition.arms))
        + len(plan.tuning_seeds) * len(condition.stacks(_tried_in(condition)))
        for condition in plan.conditions.values()
    )


def measure(plan: Plan, train: Train) -> Result:
    """Choose, train what is judged, compare, judge."""
    tuning = {name: _tune(plan, condition, train) for name, condition in plan.conditions.items()}
    chosen = {name: {arm: _best(found) for arm, found in of.items()} for name, of in tuning.items()}
    judged = {name: _judged(plan, plan.conditions[name], of, train) for name, of in chosen.items()}
    contrasts = {name: judge(contrast, under(contrast, judged)) for name, contrast in plan.contrasts.items()}
    return {
        "experiment": plan.name,
        "question": plan.question,
        "settings": as_json(plan),
        "conditions": {name: condition.says for name, condition in plan.conditions.items()},
        "tuning": {
            name: {arm: _tried(found) for arm, found in of.items() if len(found) > 1}
            for name, of in tuning.items()
        },
        "arms": {
            name: {
                arm: _came_to(plan, plan.conditions[name].candidates(arm), run, judged[name][arm])
                for arm, run in of.items()
            }
            for name, of in chosen.items()
        },
        "contrasts": contrasts,
        "claims": {claim: _answer(parts, contrasts, plan) for claim, parts in plan.claims.items()},
    }


def measure_readings(plan: Plan, claims: Mapping[str, Readings], train: Train) -> Result:
    """As ``measure``, for claims that can be read in several ways: for each the readings and their parts."""
    result = measure(plan, train)
    answered = {
        claim: answer_readings(readings, result["contrasts"], list(plan.conditions))
        for claim, readings in claims.items()
    }
    return {**result, "claims": answered}


def sample(plan: Plan, result: Result, train: Train) -> Sample:
    """The first seed of the last arm under the first condition, alone."""
    condition_name, condition = next(iter(plan.conditions.items()))
    name = list(condition.arms)[-1]
    of = result["arms"][condition_name][name]["run"]
    run = next(c for c in condition.candidates(name) if as_json(c) | {"seed": of["seed"]} == of)
    run = replace(run, seed=plan.seeds[0])
    outcomes = train(condition.stacks([run], measure=("test",)))
    return seen_again(f"arms.{condition_name}.{name}", [outcomes[run]])


def _tried_in(condition: Condition) -> list[AnyRun]:
    """The candidates of all arms that have several."""
    found = (condition.candidates(name) for name in condition.arms)
    return list(dict.fromkeys(run for runs in found if len(runs) > 1 for run in runs))


def _tune(plan: Plan, condition: Condition, train: Train) -> Tuning:
    """A stack for each tuning seed; the test set is not looked at."""
    candidates = {name: condition.candidates(name) for name in condition.arms}
    tried = _tried_in(condition)
    seeds = plan.tuning_seeds if tried else ()
    outcomes = train(
        [
            stack
            for seed in seeds
            for stack in condition.stacks([replace(run, seed=seed) for run in tried], ("validation",))
        ]
    )

    def accuracy(run: AnyRun) -> float:
        found = [outcomes[replace(run, seed=seed)].final["validation"].correct for seed in seeds]
        return float(np.mean(found))

    return {
        name: {run: accuracy(run) if run in tried else np.nan for run in runs}
        for name, runs in candidates.items()
    }


def _best(found: Mapping[AnyRun, float]) -> AnyRun:
    """The most accurate candidate; of several the first with the smallest learning rate."""
    return max(found, key=lambda run: (found[run], -run.learning_rate))


def _judged(
    plan: Plan, condition: Condition, chosen: Mapping[str, AnyRun], train: Train
) -> dict[str, list[Outcome]]:
    """The outcomes of all seeds of each arm, a stack for each seed."""
    runs = dict.fromkeys(chosen.values())
    outcomes = train(
        [
            stack
            for seed in plan.seeds
            for stack in condition.stacks([replace(run, seed=seed) for run in runs])
        ]
    )
    return {name: [outcomes[replace(run, seed=seed)] for seed in plan.seeds] for name, run in chosen.items()}


def _answer(parts: Sequence[str], contrasts: Mapping[str, Result], plan: Plan) -> dict[str, Any]:
    """The verdict on a claim, over the conditions under which all of its ``parts`` were tried."""
    tried = [name for name in plan.conditions if all(name in contrasts[part] for part in parts)]
    return answer(parts, contrasts, tried)


def _tried(found: Mapping[AnyRun, float]) -> list[dict[str, Any]]:
    """Each candidate with its accuracy, by what tells it from the others."""
    runs = [asdict(run) for run in found]
    varied = [name for name in runs[0] if any(run[name] != runs[0][name] for run in runs)]
    return [
        {**{name: run[name] for name in varied}, "accuracy": accuracy}
        for run, accuracy in zip(runs, found.values(), strict=True)
    ]


def _came_to(
    plan: Plan, candidates: Sequence[AnyRun], run: AnyRun, outcomes: Sequence[Outcome]
) -> dict[str, Any]:
    grid = {candidate.learning_rate for candidate in candidates}
    found = summary(outcomes)
    kept = (*SETS, "curves") if plan.curves else SETS
    return {
        "run": as_json(run),
        "at_edge": len(grid) > 1 and run.learning_rate in (min(grid), max(grid)),
        **{name: found[name] for name in kept},
    }
