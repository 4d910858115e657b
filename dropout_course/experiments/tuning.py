"""The learning rate that suits each kind of model, chosen on validation images with seeds of its own."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from ..results import rate_key
from ..training import Recipe, Run
from .stacks import Sizes, Stack, Train

Kind = TypeVar("Kind", bound=Hashable)  # what tells models apart besides seed and learning rate: a drop rate


@dataclass(frozen=True)
class Grid:
    """Where a learning rate is looked for.

    Attributes:
        learning_rates: to choose from; the best should lie inside, not at an edge.
        seeds: of the models that choose; none of them may judge.
    """

    learning_rates: tuple[float, ...]
    seeds: tuple[int, ...]


def tune(
    kinds: Sequence[Kind],
    run: Callable[[Kind, float, int], Run],
    grid: Grid,
    recipe: Recipe,
    sizes: Sizes,
    train: Train,
) -> dict[Kind, dict[float, float]]:
    """For each kind the mean validation accuracy at each learning rate, a stack for each kind and seed.

    Args:
        kinds: of models, each to be tuned by itself.
        run: from kind, learning rate and seed to the model.
        grid: what to choose from.
        recipe: what all models share.
        sizes: the images; the test set is not looked at.
        train: what trains the stacks.
    """

    def runs(kind: Kind, seed: int) -> tuple[Run, ...]:
        return tuple(run(kind, rate, seed) for rate in grid.learning_rates)

    stacks = [
        Stack(runs(kind, seed), recipe, sizes, measure=("validation",))
        for kind in kinds
        for seed in grid.seeds
    ]
    outcomes = train(stacks)

    def accuracy(kind: Kind, rate: float) -> float:
        found = [outcomes[run(kind, rate, seed)].final["validation"].correct for seed in grid.seeds]
        return float(np.mean(found))

    return {kind: {rate: accuracy(kind, rate) for rate in grid.learning_rates} for kind in kinds}


def tried(tuning: Mapping[float, Mapping[float, float]]) -> dict[str, list[dict[str, float]]]:
    """As a result tells of it, where kinds are drop rates."""
    return {
        rate_key(p): [{"learning_rate": rate, "accuracy": accuracy} for rate, accuracy in found.items()]
        for p, found in tuning.items()
    }


def best(tuning: Mapping[Kind, Mapping[float, float]]) -> dict[Kind, float]:
    """For each kind the learning rate of the highest accuracy, the smallest of several."""
    return {kind: max(found, key=lambda rate: (found[rate], -rate)) for kind, found in tuning.items()}
