"""What an experiment asks to be trained: stacks of runs, each stack one piece of work that can be kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from ..data import Dataset, Splits, load_full, load_subset, split
from ..training import SETS, Outcome, Recipe, Run
from ..training.modules import ModuleRecipe, ModuleRun


@dataclass(frozen=True)
class Sizes:
    """Class-balanced sets drawn from the shipped subset of Fashion-MNIST.

    Attributes:
        train: number of images to learn from.
        validation: number of images to choose by.
        test: number of images to judge by.
        seed: of the draw.
    """

    train: int
    validation: int
    test: int
    seed: int

    def load(self) -> Splits:
        """The three sets."""
        rng = np.random.default_rng(self.seed)
        return split(self._dataset(), train=self.train, validation=self.validation, test=self.test, rng=rng)

    def _dataset(self) -> Dataset:
        return load_subset()


@dataclass(frozen=True)
class FullSizes(Sizes):
    """As ``Sizes``, for more images than travel with the package: the test images are still the subset's.

    Attributes:
        learn_from: where images to learn from and to choose by are drawn, all 60,000 that were published;
            it tells these settings from those of ``Sizes``, whose name no digest holds.
    """

    learn_from: str = "full"

    def _dataset(self) -> Dataset:
        return Dataset(train=load_full().train, test=load_subset().test)


@dataclass(frozen=True)
class Stack:
    """Runs to be trained in one batched pass.

    Attributes:
        runs: the models.
        recipe: what they share.
        sizes: the images.
        measure: the sets to measure on.
        networks: whether to keep the trained networks, some megabytes a stack.
    """

    runs: tuple[Run, ...]
    recipe: Recipe
    sizes: Sizes
    measure: tuple[str, ...] = SETS
    networks: bool = False


@dataclass(frozen=True)
class ModuleStack:
    """Runs to be trained one by one.

    Attributes:
        runs: the networks.
        recipe: what they share.
        sizes: the images.
        measure: the sets to measure on.
    """

    runs: tuple[ModuleRun, ...]
    recipe: ModuleRecipe
    sizes: Sizes
    measure: tuple[str, ...] = SETS


def hidden_run(p: float, learning_rate: float, seed: int, *, layers: int = 2, **options: Any) -> Run:
    """A model that drops with ``p`` after each of its hidden ``layers``, and nothing of its input."""
    return Run((0.0, *[p] * layers), learning_rate, seed, **options)


Train: TypeAlias = Callable[[Sequence[Stack | ModuleStack]], Mapping[Any, Outcome]]
"""Trains stacks, somewhere, somehow, and hands back the outcome of every run in them."""
