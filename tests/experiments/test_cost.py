import dataclasses

import numpy as np
import pytest

from dropout_course import results
from dropout_course.experiments import cost
from dropout_course.experiments.stacks import Sizes
from dropout_course.results import Verdict, value_at
from dropout_course.training import Outcome

SMALL = dataclasses.replace(
    cost.SETTINGS,
    seeds=(1, 2, 3),
    tuning_seeds=(101,),
    learning_rates=(0.01, 0.02, 0.04),
    sizes=Sizes(train=200, validation=100, test=100, seed=0),
    turns=3,
    turn_seconds=0.001,
)


@pytest.fixture
def world(monkeypatch):
    """Judges in a world where 0.02 is the fastest learning rate, and epochs and steps take so much longer."""

    def judged(epochs, step=1.0, best=0.85):
        def curve(run):
            pace = 0.8 / epochs(run.rates[1]) / (1 + 9 * abs(np.log(run.learning_rate / 0.02)))
            rising = np.minimum(pace * np.arange(1, SMALL.recipe.epochs + 1), best)
            return np.stack([rising, rising, rising], axis=1)

        def train(stacks):
            assert all(stack.measure == ("validation",) for stack in stacks)
            return {run: Outcome({"validation": curve(run)}, {}) for stack in stacks for run in stack.runs}

        def timed(width, rates, turns, *_):
            return {p: np.full(turns, step if p else 1.0) * (1 + 0.01 * np.arange(turns)) for p in rates}

        monkeypatch.setattr(cost, "timed", timed)
        return cost.measure(SMALL, train), train

    return judged


def test_more_epochs_and_steps_as_long_as_before_hold_under_conditions(world):
    result, _ = world(lambda p: 10 + 40 * p)
    assert result["claims"]["2.6"]["verdict"] is Verdict.HOLDS
    readings = result["claims"]["3.8"]["readings"]
    assert readings["epochs"]["verdict"] is Verdict.HOLDS
    assert readings["seconds"]["verdict"] is Verdict.DOES_NOT_HOLD
    assert result["claims"]["3.8"]["verdict"] is Verdict.HOLDS_UNDER_CONDITIONS


def test_as_many_epochs_and_longer_steps_are_told_apart_too(world):
    result, _ = world(lambda p: 10, step=1.5)
    assert result["claims"]["2.6"]["verdict"] is Verdict.DOES_NOT_HOLD
    assert result["claims"]["3.8"]["readings"]["seconds"]["verdict"] is Verdict.HOLDS
    assert result["contrasts"]["p50_step_longer"]["w512"]["shown"].startswith("+50.0 percent")


def test_each_rate_has_its_fastest_learning_rate(world):
    result, _ = world(lambda p: 10 + 40 * p)
    chosen = [of[key]["learning_rate"] for of in result["epochs"].values() for key in ("p0", "p50")]
    assert set(chosen) == {0.02}


def test_epochs_are_counted_from_one_and_who_never_gets_there_counts_as_the_last(world):
    result, _ = world(lambda p: 10 if p < 0.8 else 1000)
    assert result["epochs"]["t80"]["p0"]["epochs"]["by_seed"] == [10, 10, 10]
    never = result["epochs"]["t80"]["p80"]
    assert never["epochs"]["by_seed"] == [40, 40, 40]
    assert never["seeds_that_got_there"] == 0
    table = cost.verdicts(result)
    assert "at least" in table.rows[2][3]
    assert "at least" not in table.rows[1][3]


def test_the_best_is_the_first_epoch_of_the_highest_accuracy(world):
    result, _ = world(lambda p: 10, best=0.84)
    best = result["epochs"]["best"]["p0"]
    assert best["epochs"]["mean"] == 11
    assert best["accuracy"]["mean"] == pytest.approx(0.84)


def test_what_is_computed_again_is_what_was_written_and_no_second_of_it(world):
    result, train = world(lambda p: 10 + 40 * p)
    again = cost.sample(SMALL, result, train)
    assert all(value_at(result, path)[:1] == values for path, values in again.items())
    assert not any("steps" in path for path in again)


def test_figure_and_tables_speak_of_every_rate_and_target(world):
    result, _ = world(lambda p: 10 + 40 * p)
    figure = cost.figure(result)
    assert figure.alternative.count("p = 0.5") == 6
    assert "3 seeds with 95% intervals" in figure.caption
    assert [row[0] for row in cost.table(result).rows] == ["p = 0", "p = 0.2", "p = 0.5", "p = 0.8"]


def test_a_step_with_dropout_is_a_training_step_with_dropout():
    taken = cost.timed(16, (0.0, 0.5), turns=2, turn_seconds=0.001, batch_size=10)
    assert [len(turns) for turns in taken.values()] == [2, 2]
    assert min(map(min, taken.values())) > 0


def test_no_learning_rate_that_got_a_rate_to_a_target_lies_at_the_edge_of_the_grid():
    inner = cost.SETTINGS.learning_rates[1:-1]
    for target, of in results.load("cost")["epochs"].items():
        for found in of.values():
            assert target == cost.BEST or found["learning_rate"] in inner or not found["seeds_that_got_there"]
