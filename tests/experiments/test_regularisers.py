from dataclasses import replace

import numpy as np
import pytest

from dropout_course.experiments import regularisers
from dropout_course.experiments.comparison import arm
from dropout_course.experiments.stacks import Sizes, Stack
from dropout_course.results import Verdict
from dropout_course.training import Outcome, Predictions, Recipe

SMALL = replace(
    regularisers.SETTINGS,
    conditions={
        name: replace(condition, recipe=replace(condition.recipe, epochs=3), learning_rates=(0.02,))
        for name, condition in regularisers.CONDITIONS.items()
    },
    seeds=(1, 2, 3),
    tuning_seeds=(101,),
)


def world(dropout, rivals):
    """Test accuracies of a world: what dropout and what the others reach; 0.6 without either."""

    def accuracy(run, name):
        if any(run.rates):
            return dropout
        regularised = run.weight_decay or run.label_smoothing or run.schedule == "constant"
        return rivals if regularised else 0.6

    return accuracy


@pytest.mark.parametrize(
    ("dropout", "rivals", "verdict"),
    [
        (0.8, 0.7, Verdict.HOLDS),
        (0.8, 0.8, Verdict.HOLDS),  # as good as the others is among the best
        (0.7, 0.8, Verdict.DOES_NOT_HOLD),  # it helps, but the others are better
        (0.5, 0.5, Verdict.DOES_NOT_HOLD),  # nothing helps
    ],
)
def test_the_claim_asks_that_dropout_helps_and_is_beaten_by_none(pretend, dropout, rivals, verdict):
    result = regularisers.measure(SMALL, pretend(world(dropout, rivals)))
    assert result["claims"]["3.12"]["verdict"] is verdict


def test_every_regulariser_has_as_many_settings_to_choose_from():
    for condition in regularisers.CONDITIONS.values():
        settings = {name: len(set(condition.arms[name])) for name in condition.arms}
        assert set(settings.values()) == {1, 3}
        assert [name for name, count in settings.items() if count == 1] == ["none"]


def test_a_run_at_a_constant_rate_ends_as_it_was_in_its_best_epoch():
    best = [0.3, 0.7, 0.6, 0.7]  # the second of four epochs, and the first of equals

    def train(stacks):
        return {
            run: Outcome(
                curves={"validation": np.array([[best[e], 0, 0] for e in range(stack.recipe.epochs)])},
                final={"test": Predictions(*[np.array([stack.recipe.epochs])] * 3)},
            )
            for stack in stacks
            for run in stack.runs
        }

    stopping, other = arm(0, 0, schedule="constant") + arm(0, 0)
    stack = Stack((stopping, other), Recipe(hidden=(8,), epochs=4), Sizes(10, 10, 10, 0))
    outcomes = regularisers.stopped_early([stack], train)
    assert outcomes[stopping].final["test"].nll == [2]
    assert outcomes[other].final["test"].nll == [4]
    assert len(outcomes[stopping].curves["validation"]) == 4


def test_a_stopped_run_is_the_long_run_as_it_then_stood():
    from dropout_course.training.fit import train

    run = replace(arm(0, 0, schedule="constant")[0], learning_rate=0.1)
    images = Sizes(100, 50, 50, 0).load()
    long, short = (train([run], Recipe(hidden=(8,), epochs=e), images)[0] for e in (5, 3))
    for name in ("train", "validation", "test"):
        np.testing.assert_array_equal(long.curves[name][:3], short.curves[name])


def test_stacks_are_counted_with_those_that_are_stopped(pretend, watched):
    train, asked = watched(pretend(world(0.8, 0.7)))
    regularisers.measure(SMALL, train)
    assert len(asked) == regularisers.stacks_planned(SMALL)


def test_the_setting_of_an_arm_is_told_in_words():
    run = {"rates": [0, 0.2, 0.2], "weight_decay": 0.01, "label_smoothing": 0.0, "momentum": None}
    assert regularisers.setting(run) == "p = 0.2, L2 = 0.01"
    stopped = {"rates": [0, 0, 0], "weight_decay": 0.0, "label_smoothing": 0.0, "momentum": 0.0}
    assert regularisers.setting(stopped) == "momentum = 0"
