import dataclasses

import numpy as np
import pytest

from dropout_course import results
from dropout_course.experiments import original_recipe
from dropout_course.experiments.original_recipe import in_numbers, incoming_lengths
from dropout_course.experiments.stacks import Sizes
from dropout_course.reference import Network
from dropout_course.results import Verdict

PLAIN = {"original": 0.1, "modern": 0.04}
PLAN = original_recipe.SETTINGS.plan
FEW_IMAGES = Sizes(train=100, validation=500, test=500, seed=0)
FEW = dataclasses.replace(
    original_recipe.SETTINGS,
    plan=dataclasses.replace(
        PLAN,
        conditions={name: dataclasses.replace(c, sizes=FEW_IMAGES) for name, c in PLAN.conditions.items()},
        seeds=(1, 2, 3),
        tuning_seeds=(101,),
    ),
)


def plain(run):
    """The learning rate that is best without dropout, of the regime that ``run`` belongs to."""
    return PLAIN["original" if run.form == "classic" else "modern"]


def network(run, longer_when_larger=True):
    length = 1 + run.learning_rate / plain(run) * longer_when_larger
    weights = [np.full((4, 3), min(length, run.max_norm or np.inf) / 2), np.ones((3, 2))]
    return Network(weights, [np.zeros(3), np.zeros(2)])


@pytest.fixture
def world(pretend):
    """Judges in a world of given accuracies and, for lengths, of weights that grow with the learning rate."""

    def judged(accuracy, **of_network):
        train = pretend(lambda run, name: accuracy(run))

        def with_networks(stacks):
            return {
                run: dataclasses.replace(found, network=network(run, **of_network))
                for run, found in train(stacks).items()
            }

        return original_recipe.measure(FEW, with_networks)

    return judged


def best_with(times, *, momentum=0.9, limit=None, rescued=False):
    """Accuracies that are best at so many times the plain learning rate, at one momentum, with one limit."""

    def accuracy(run):
        if not any(run.rates):
            return 0.8 - abs(np.log(run.learning_rate / plain(run))) / 20
        if run.max_norm and rescued:
            return 0.99
        slow = abs(np.log(run.learning_rate / plain(run) / times)) / 20
        other = abs((0.9 if run.momentum is None else run.momentum) - momentum)
        return 0.9 - slow - other / 5 - 0.1 * (limit is not None and run.max_norm != limit)

    return accuracy


def test_the_learning_rate_claim_stands_where_ten_times_the_plain_rate_is_best(world):
    claim = world(best_with(10))["claims"]["4.8"]
    assert claim["readings"]["alone"]["verdict"] is Verdict.HOLDS
    assert claim["verdict"] is Verdict.HOLDS


def test_it_falls_where_the_plain_rate_is_best_for_dropout_too(world):
    result = world(best_with(1))
    assert result["contrasts"]["ten_times"]["verdict"] is Verdict.DOES_NOT_HOLD
    assert result["claims"]["4.8"]["verdict"] is Verdict.DOES_NOT_HOLD


def test_it_falls_where_momentum_does_harm(world):
    assert world(best_with(10, momentum=0.0))["claims"]["4.8"]["verdict"] is Verdict.DOES_NOT_HOLD


def test_it_stands_under_conditions_where_only_limited_weights_bear_the_large_rate(world):
    claim = world(best_with(1, rescued=True))["claims"]["4.8"]
    assert claim["readings"]["alone"]["verdict"] is Verdict.DOES_NOT_HOLD
    assert claim["readings"]["limited"]["verdict"] is Verdict.HOLDS
    assert claim["verdict"] is Verdict.HOLDS_UNDER_CONDITIONS


def test_the_max_norm_claim_takes_a_limit_that_helps_and_weights_that_grow(world):
    assert world(best_with(2, limit=4))["claims"]["4.9"]["verdict"] is Verdict.HOLDS
    assert world(best_with(2))["claims"]["4.9"]["verdict"] is Verdict.DOES_NOT_HOLD
    stays = world(best_with(2, limit=4), longer_when_larger=False)
    assert stays["claims"]["4.9"]["verdict"] is Verdict.DOES_NOT_HOLD


def test_a_learning_rate_at_the_edge_of_an_arms_own_grid_is_reported(world):
    arms = world(best_with(0.5))["arms"]["original"]
    assert arms["drop"]["run"]["learning_rate"] == 0.05
    assert arms["drop"]["at_edge"]
    assert not arms["x10"]["at_edge"]


def test_at_each_momentum_the_steps_of_the_grid_add_up_to_the_same():
    for regime in original_recipe.CONDITIONS.values():
        sums = [
            [run.learning_rate / (1 - (0.9 if run.momentum is None else run.momentum)) for run in runs]
            for runs in map(regime.candidates, ("drop", "momentum0", "momentum99", "whole"))
        ]
        for other in sums[1:]:
            np.testing.assert_allclose(other, sums[0])


def test_the_length_of_a_unit_is_that_of_the_weights_into_it():
    w = np.array([[3.0, 0.0], [4.0, 1.0]], dtype=np.float32)  # (inputs, units)
    np.testing.assert_allclose(incoming_lengths(w), [5, 1])
    found = in_numbers(Network([w, np.ones((2, 2))], [np.zeros(2), np.zeros(2)]), limits=(2, 5))
    assert found == {"mean_length": 3.0, "longest": 5.0, "beyond2": 0.5, "beyond5": 0.0}


def test_weights_that_overflowed_are_longer_than_any_limit():
    w = np.array([[np.nan, np.inf, 1.0]])
    np.testing.assert_array_equal(incoming_lengths(w), [1000, 1000, 1])


@pytest.fixture(scope="module")
def committed():
    return results.load("original-recipe")


def test_the_plain_learning_rate_is_the_one_that_was_best_without_dropout(committed):
    for arms in committed["arms"].values():
        plain, ten = (arms[arm]["run"]["learning_rate"] for arm in ("x1", "x10"))
        assert plain == arms["none"]["run"]["learning_rate"]
        assert ten == pytest.approx(10 * plain)
        assert arms["norm2"]["run"]["learning_rate"] == arms["drop"]["run"]["learning_rate"]


def test_no_chosen_learning_rate_lies_at_the_edge_of_its_grid(committed):
    assert not any(arm["at_edge"] for arms in committed["arms"].values() for arm in arms.values())


def test_a_limit_that_no_unit_reaches_leaves_the_network_as_it_is(committed):
    for name, arms in committed["arms"].items():
        if not committed["lengths"][name]["drop"]["beyond4"]["mean"]:
            assert arms["norm4"]["test"] == arms["drop"]["test"]


def test_figure_and_tables_speak_of_every_arm(committed):
    figure = original_recipe.figure(committed)
    assert "10 seeds with 95% intervals" in figure.caption
    for name in original_recipe.NAMES.values():
        assert f"{name}: " in figure.alternative
    assert len(original_recipe.table(committed, "modern").rows) == len(original_recipe.NAMES)
    assert len(original_recipe.verdicts(committed).rows) == len(original_recipe.CONTRASTS) + 1
    assert len(original_recipe.lengths_table(committed).rows) == 2 * len(original_recipe.SETTINGS.measured)
