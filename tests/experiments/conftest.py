import dataclasses
import types

import numpy as np
import pytest

from dropout_course.experiments import rate_table
from dropout_course.experiments.stacks import Sizes
from dropout_course.training import SETS, Outcome, Predictions, Recipe

TINY = dataclasses.replace(
    rate_table.SETTINGS,
    seeds=(1, 2, 3),
    tuning_seeds=(101,),
    learning_rates=(0.02, 0.05),
    recipe=Recipe(hidden=(16, 16), epochs=2),
    sizes=Sizes(train=200, validation=100, test=100, seed=0),
)


@pytest.fixture(scope="session")
def tiny_of():
    """Makes the rate table an experiment of seconds, a new one at each call."""
    names = ("NAME", "QUESTION", "CLAIMS", "stacks_planned", "measure", "sample", "figure")
    offered = {name: getattr(rate_table, name) for name in names}
    return lambda: types.SimpleNamespace(SETTINGS=TINY, **offered)


@pytest.fixture
def tiny(tiny_of):
    """The rate table as an experiment of seconds."""
    return tiny_of()


@pytest.fixture
def pretend():
    """Trains nothing: ``pretend(accuracy)`` gives outcomes of the accuracy that it tells for (run, set)."""

    def with_accuracy(accuracy):
        def outcome(run, stack):
            final, curves = {}, {}
            for name in stack.measure:
                n = getattr(stack.sizes, name)
                rng = np.random.default_rng([run.seed, SETS.index(name)])  # paired by seed
                correct = rng.random(n) < accuracy(run, name)
                nll = np.where(correct, 0.1, 2.0).astype(np.float32)
                final[name] = Predictions(correct, nll, np.full(n, 0.9, np.float32))
                curves[name] = np.tile([correct.mean(), nll.mean(), 0.1], (stack.recipe.epochs, 1))
            return Outcome(curves, final)

        return lambda stacks: {run: outcome(run, stack) for stack in stacks for run in stack.runs}

    return with_accuracy


@pytest.fixture
def watched():
    """``watched(train)`` gives one that trains alike, and the list of the stacks that it is asked for."""

    def watch(train):
        asked = []

        def watching(stacks):
            asked.extend(stacks)
            return train(stacks)

        return watching, asked

    return watch
