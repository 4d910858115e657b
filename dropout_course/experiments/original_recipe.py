"""The original recipe: larger learning rates, high momentum and a max-norm, then and now.

The first papers on dropout asked for a learning rate 10 to 100 times that of a network without dropout,
which then falls; for a momentum of 0.95 to 0.99; and for a limit to the length of the weights into a unit.
Here each is tried by itself and all together, in the regime of its time (dropout not scaled in training,
tiny first weights, long training) and in a modern one.

A result is that of a comparison. Besides it holds, for each condition and arm in ``lengths``, how long the
weights into a hidden unit became: the mean over units, the longest, and the share of units beyond each of
several limits; each as mean, low and high (95%, over seeds) and by seed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from ..figures import Figure, Table
from ..reference import Network
from ..results import Result
from ..training import Recipe
from . import comparison
from .comparison import AnyRun, Arm, Condition, Plan, arm
from .comparison_figures import arms_table, dots
from .comparison_figures import verdicts as comparison_verdicts
from .contrasts import NLL_MARGIN, Contrast, answer_readings, judge_effects, more_accurate
from .experiment import Sample
from .intervals import seed_effect
from .provenance import as_json
from .stacks import Sizes, Stack, Train
from .summaries import over_seeds

NAME = "original-recipe"
QUESTION = "Does dropout want a learning rate ten times larger, high momentum and a max-norm?"

DROPS = (0.2, 0.5, 0.5)
ENDLESS = 1000.0  # what the length of a weight that overflowed counts as

LENGTH_MARGIN = 0.1


@dataclass(frozen=True)
class Regime(Condition):
    """A condition some of whose arms have learning rates of their own.

    Attributes:
        own: of those arms, by name.
    """

    own: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def candidates(self, name: str) -> list[AnyRun]:
        """All that the arm ``name`` may turn out to be."""
        rates = self.own.get(name, self.learning_rates)
        return [replace(run, learning_rate=rate) for run in self.arms[name] for rate in rates]


def _regime(
    says: str, *, plain: float, dropped: float, grid: tuple[float, ...], epochs: int, **options: Any
) -> Regime:
    """The arms under one condition.

    Args:
        says: the condition in words.
        plain: the best learning rate without dropout, of a pilot with the seeds that choose here, too.
        dropped: the best with dropout, likewise.
        grid: of learning rates at momentum 0.9; at another it is scaled so that lr / (1 - momentum) stays.
        epochs: how long.
        options: of every run.
    """
    own = {
        "x1": (plain,),
        "x10": (10 * plain,),
        "x100": (100 * plain,),
        "momentum0": _at_momentum(0.0, grid),
        "momentum99": _at_momentum(0.99, grid),
        "norm2": (dropped,),
        **{f"x10_norm{limit}": (10 * plain,) for limit in (2, 4)},
        "whole": _at_momentum(0.95, grid),
    }
    return Regime(
        says=says,
        arms=_arms(**options),
        recipe=Recipe(hidden=(128, 128), epochs=epochs, batch_size=100),
        sizes=Sizes(train=1000, validation=1000, test=2000, seed=0),
        learning_rates=grid,
        own=own,
    )


def _arms(**options: Any) -> dict[str, Arm]:
    """What is compared, with ``options`` of every run."""
    return {
        "none": arm(0.0, 0.0, 0.0, **options),
        "drop": arm(*DROPS, **options),
        "x1": arm(*DROPS, **options),
        "x10": arm(*DROPS, **options),
        "x100": arm(*DROPS, **options),
        "momentum0": arm(*DROPS, momentum=0.0, **options),
        "momentum99": arm(*DROPS, momentum=0.99, **options),
        "norm2": arm(*DROPS, max_norm=2.0, **options),
        "norm4": arm(*DROPS, max_norm=4.0, **options),
        "x10_norm2": arm(*DROPS, max_norm=2.0, **options),
        "x10_norm4": arm(*DROPS, max_norm=4.0, **options),
        "whole": arm(*DROPS, momentum=0.95, max_norm=3.0, **options),
    }


def _at_momentum(momentum: float, grid: Sequence[float]) -> tuple[float, ...]:
    """The learning rates whose steps add up to as much as those of ``grid`` do at momentum 0.9."""
    return tuple(round(rate * (1 - momentum) / 0.1, 6) for rate in grid)


CONDITIONS = {
    "original": _regime(
        "the original regime: classic dropout, first weights of standard deviation 0.01, long training",
        plain=0.1,
        dropped=0.2,
        grid=(0.05, 0.1, 0.2, 0.4, 0.8),
        epochs=80,
        form="classic",
        init="unit",
        init_scale=0.01,
    ),
    "modern": _regime(
        "a modern regime: inverted dropout, first weights scaled to the number of inputs",
        plain=0.04,
        dropped=0.04,
        grid=(0.01, 0.02, 0.04, 0.08, 0.16),
        epochs=50,
    ),
}


CONTRASTS = {
    "dropout_helps": more_accurate(
        "dropout beats no dropout, each at its best learning rate", "drop", "none"
    ),
    "dropout_likelier": Contrast(
        "the same on test NLL", ((1, "test", "none"), (-1, "test", "drop")), NLL_MARGIN, "nll"
    ),
    "own_rate": more_accurate(
        "dropout at its own best learning rate beats dropout at the plain one", "drop", "x1"
    ),
    "ten_times": more_accurate("10 times the plain learning rate is better than the plain one", "x10", "x1"),
    "hundred_times": more_accurate(
        "100 times the plain learning rate is better than the plain one", "x100", "x1"
    ),
    "ten_times_limited": more_accurate("so is 10 times, with a max-norm of 2", "x10_norm2", "x1"),
    "momentum": more_accurate("momentum 0.9 beats none, each at its best learning rate", "drop", "momentum0"),
    "momentum99": more_accurate("momentum 0.99 beats 0.9, likewise", "momentum99", "drop"),
    "norm4": more_accurate("a max-norm of 4 helps, each at its best learning rate", "norm4", "drop"),
    "norm2": more_accurate("a max-norm of 2 helps at dropout's best learning rate", "norm2", "drop"),
    "norm4_at_ten": more_accurate(
        "a max-norm of 4 helps at 10 times the plain learning rate", "x10_norm4", "x10"
    ),
    "norm2_at_ten": more_accurate("a max-norm of 2 helps, likewise", "x10_norm2", "x10"),
    "whole": more_accurate(
        "momentum 0.95 and max-norm 3 together help, learning rate tuned", "whole", "drop"
    ),
}

LONGER = "10 times the plain learning rate makes longer weights than the plain one"

CLAIMS = {
    "4.8": {"alone": ("ten_times", "momentum"), "limited": ("ten_times_limited", "momentum")},
    "4.9": {"tuned": ("longer", "norm4"), "at_ten": ("longer", "norm4_at_ten")},
}
"""Readings: the large learning rate by itself, or with weights kept short; the max-norm at the learning rate
that is best with it, or at the large one."""


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        plan: what is compared.
        measured: arms whose weights are measured.
        length_seeds: with these seeds.
        limits: lengths that the share of units beyond them is told for.
        length_margin: the smallest difference in length that would matter.
        claims: the readings of each claim, and the contrasts that must all stand for it to stand.
    """

    plan: Plan
    measured: tuple[str, ...] = ("none", "drop", "x1", "x10", "momentum99")
    length_seeds: tuple[int, ...] = (1, 2, 3)
    limits: tuple[int, ...] = (1, 2, 3, 4, 5)
    length_margin: float = LENGTH_MARGIN
    claims: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=lambda: CLAIMS)


SETTINGS = Settings(Plan(name=NAME, question=QUESTION, conditions=CONDITIONS, contrasts=CONTRASTS))


def stacks_planned(settings: Settings) -> int:
    """Those of the comparison; then one for each condition and seed of a measured length."""
    lengths = len(settings.plan.conditions) * len(settings.length_seeds)
    return comparison.stacks_planned(settings.plan) + lengths


def measure(settings: Settings, train: Train) -> Result:
    """Compare the arms; then measure weights, compare their lengths, judge."""
    result = comparison.measure(settings.plan, train)
    lengths = {
        name: _lengths(settings, condition, result["arms"][name], train)
        for name, condition in settings.plan.conditions.items()
    }
    longer = {
        name: seed_effect(np.subtract(*(of[arm]["mean_length"]["by_seed"] for arm in ("x10", "x1"))))
        for name, of in lengths.items()
    }
    contrasts = result["contrasts"] | {
        "longer": judge_effects(LONGER, longer, metric="in length", margin=settings.length_margin)
    }
    return {
        **result,
        "settings": as_json(settings),
        "lengths": lengths,
        "contrasts": contrasts,
        "claims": {
            claim: answer_readings(readings, contrasts, list(settings.plan.conditions))
            for claim, readings in settings.claims.items()
        },
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The first seed of the whole recipe in the original regime, alone."""
    return comparison.sample(settings.plan, result, train)


def _lengths(settings: Settings, condition: Condition, arms: Result, train: Train) -> dict[str, Any]:
    """For each measured arm how long its weights are at the end of training."""
    runs = {name: _run(condition, name, arms[name]["run"]) for name in settings.measured}
    found: dict[str, list[dict[str, float]]] = {name: [] for name in runs}
    for seed in settings.length_seeds:
        of_seed = {name: replace(run, seed=seed) for name, run in runs.items()}
        (stack,) = condition.stacks(dict.fromkeys(of_seed.values()), measure=())
        outcomes = train([replace(cast(Stack, stack), networks=True)])
        for name, run in of_seed.items():
            found[name].append(in_numbers(outcomes[run].network, settings.limits))
    return {
        name: {key: over_seeds([one[key] for one in of_arm]) for key in of_arm[0]}
        for name, of_arm in found.items()
    }


def _run(condition: Condition, name: str, chosen: Mapping[str, Any]) -> AnyRun:
    """The run of which a result tells, of whatever seed."""
    seed = {"seed": chosen["seed"]}
    return next(run for run in condition.candidates(name) if as_json(run) | seed == chosen)


def in_numbers(network: Network | None, limits: Sequence[float]) -> dict[str, float]:
    """How long the weights into the hidden units of ``network`` are, and how many are beyond each limit."""
    assert network is not None, "networks were asked for"
    each = np.concatenate([incoming_lengths(w) for w in network.weights[:-1]])
    return {
        "mean_length": float(each.mean()),
        "longest": float(each.max()),
        **{f"beyond{limit:g}": float(np.mean(each > limit)) for limit in limits},
    }


def incoming_lengths(w: NDArray[np.floating]) -> NDArray[np.float64]:
    """The length of the weights into each unit: (inputs, units) -> (units,); no more than ``ENDLESS``."""
    finite = np.clip(np.nan_to_num(w.astype(np.float64), nan=ENDLESS), -ENDLESS, ENDLESS)
    return np.asarray(np.minimum(np.linalg.norm(finite, axis=0), ENDLESS))


NAMES = {
    "none": "no dropout",
    "drop": "dropout",
    "x1": "plain rate",
    "x10": "10 × plain rate",
    "x100": "100 × plain rate",
    "momentum0": "momentum 0",
    "momentum99": "momentum 0.99",
    "norm2": "max-norm 2",
    "norm4": "max-norm 4",
    "x10_norm2": "10 ×, max-norm 2",
    "x10_norm4": "10 ×, max-norm 4",
    "whole": "whole recipe",
}
"""Of the arms, in short. "Plain rate" is the learning rate that is best without dropout."""

REGIMES = {"original": "original regime", "modern": "modern regime"}


def figure(result: Result) -> Figure:
    """The test accuracy of every arm in both regimes."""
    compared = {**result, "settings": result["settings"]["plan"]}
    return dots(compared, NAMES, conditions=REGIMES, metrics=("accuracy",))


def table(result: Result, condition: str = "original") -> Table:
    """Each arm under one condition."""
    return arms_table(result, NAMES, condition, (("train", "accuracy"), ("test", "accuracy")))


def lengths_table(result: Result) -> Table:
    """How long the weights into a unit become, and how many a limit would shorten."""

    def cells(of_arm: Result) -> tuple[str, ...]:
        shares = (of_arm[f"beyond{limit}"]["mean"] for limit in (2, 4))
        return f"{of_arm['mean_length']['mean']:.1f}", *(f"{share:.1%}" for share in shares)

    rows = tuple(
        (f"{NAMES[arm]}, {condition}", *cells(of_arm))
        for condition, of in result["lengths"].items()
        for arm, of_arm in of.items()
    )
    seeds = len(result["settings"]["length_seeds"])
    words = f"Weights into hidden units after training, means of {seeds} seeds."
    return Table(words, ("arm", "mean length", "units beyond 2", "beyond 4"), rows)


def verdicts(result: Result) -> Table:
    """Each contrast with its effect, its interval and its verdict under both conditions."""
    return comparison_verdicts(result, REGIMES)
