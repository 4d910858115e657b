from dataclasses import replace

import pytest

from dropout_course import results
from dropout_course.experiments import placement
from dropout_course.experiments.placement import CONDITIONS, CONTRASTS, SETTINGS
from dropout_course.experiments.stacks import Sizes
from dropout_course.results import Verdict
from dropout_course.training import Recipe

ONE_EPOCH = Recipe(hidden=(), epochs=1)  # nothing is trained
FEW = Sizes(train=200, validation=10, test=400, seed=0)
SMALL = replace(
    SETTINGS,
    conditions={
        name: replace(condition, learning_rates=(0.01,), recipe=ONE_EPOCH, sizes=FEW)
        for name, condition in CONDITIONS.items()
    },
    seeds=(1, 2, 3),
)


def world(harm_of_late=0.0, gain_of_rising=0.0, gain_of_input=0.0, gain_of_last=0.0, gain_by_layer=0.0):
    """Test accuracies of arms that differ as told; on training images no network without dropout errs."""

    def accuracy(run, name):
        first, *hidden = run.rates
        dropped = any(run.rates)
        if name == "train":
            return 0.98 - 0.3 * (hidden[-1] >= 0.8) - 0.1 * dropped
        found = 0.6
        found += gain_of_rising * (hidden[-1] - hidden[0] if 0 < hidden[0] < 0.8 and not first else 0)
        found += gain_of_input * min(first, 0.4 - first) + gain_of_last * (hidden[-1] == 0.5)
        found += gain_by_layer * (first == 0.1 and hidden[-1] == 0.5)
        found -= harm_of_late * (hidden[-1] >= 0.8)
        return found - 0.3 * (hidden[0] >= 0.8)

    return accuracy


def claim(pretend, number, **told):
    return placement.measure(SMALL, pretend(world(**told)))["claims"][number]["verdict"]


@pytest.mark.parametrize(
    ("number", "so", "not_so"),
    [
        ("0.3", {"harm_of_late": 0.2}, {"harm_of_late": -0.05}),
        ("0.5", {"gain_of_rising": 0.5}, {"gain_of_rising": -0.5}),
        ("1.7", {"gain_of_rising": 0.5}, {"gain_of_rising": 0.5, "harm_of_late": 0.5}),
        ("1.8", {"gain_by_layer": 0.2}, {"gain_by_layer": -0.2}),
        ("2.9", {"gain_of_input": 1.0}, {"gain_of_input": -1.0}),
        ("3.11", {"gain_of_last": 0.2}, {"gain_of_last": -0.2}),
        ("4.7", {"gain_of_input": 1.0}, {"gain_of_input": -1.0}),
    ],
)
def test_a_claim_holds_in_a_world_that_is_as_it_says_and_in_no_other(pretend, number, so, not_so):
    assert claim(pretend, number, **so) is Verdict.HOLDS
    assert claim(pretend, number, **not_so) is not Verdict.HOLDS


@pytest.mark.parametrize("condition", ["deep", "two"])
def test_arms_whose_order_is_compared_drop_alike_on_average(condition):
    arms = CONDITIONS[condition].arms
    found = [sum(arms[name][0].rates) for name in ("even", "rising", "falling")]
    assert found == pytest.approx([found[0]] * 3)


def test_every_arm_has_a_name_and_every_contrast_a_condition_that_has_its_arms():
    everywhere = {name for condition in CONDITIONS.values() for name in condition.arms}
    assert everywhere == set(placement.NAMES)
    for contrast in CONTRASTS.values():
        named = {group for _, _, group in contrast.terms}
        assert any(named <= condition.arms.keys() for condition in CONDITIONS.values())


def test_harm_on_the_training_images_alone_does_not_make_the_claim_on_deep_layers(pretend):
    """The world without harm on the test images still fits less."""
    result = placement.measure(SMALL, pretend(world(harm_of_late=-0.05)))
    assert result["contrasts"]["late_heavy_learns_less"]["deep"]["verdict"] is Verdict.HOLDS
    assert result["claims"]["0.3"]["verdict"] is Verdict.DOES_NOT_HOLD


def test_a_caption_speaks_of_the_networks_in_its_figure_alone():
    result = results.load("placement")
    for draw in (placement.orders_figure, placement.heights_figure):
        assert "784-100-100-100-10 or network 784-100-100-10, 35 epochs" in draw(result).caption
    inputs = placement.inputs_figure(result)
    assert "network 784-100-100-10, 35 epochs" in inputs.caption
    assert "784-100-100-100-10" not in inputs.caption
    assert "input 0.5" in inputs.alternative


def test_no_chosen_learning_rate_lies_at_the_edge_of_its_grid():
    arms = [arm for of in results.load("placement")["arms"].values() for arm in of.values()]
    assert len(arms) == sum(len(condition.arms) for condition in CONDITIONS.values())
    assert not any(arm["at_edge"] for arm in arms)
