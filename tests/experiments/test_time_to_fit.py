import dataclasses
import re

import numpy as np
import pytest

from dropout_course import results
from dropout_course.experiments import time_to_fit
from dropout_course.experiments.averaged_masks import accuracy_by_epoch
from dropout_course.experiments.stacks import Sizes
from dropout_course.experiments.time_to_fit import Arm, epochs_needed
from dropout_course.results import Verdict
from dropout_course.training import Recipe, Run
from dropout_course.training.fit import train

TINY = dataclasses.replace(
    time_to_fit.SETTINGS,
    arms={**dict.fromkeys(time_to_fit.ARMS, Arm(0.5)), "p0": Arm(0.0)},
    seeds=(1, 2),
    tuning_seeds=(101,),
    learning_rates=(0.02, 0.08),
    target=0.5,
    recipe=Recipe(hidden=(16, 16), epochs=4, schedule="constant"),
    sizes=Sizes(train=200, validation=100, test=100, seed=0),
)


def runs(p, seeds=(1, 2)):
    return [Run((0.0, p, p), 0.05, seed) for seed in seeds]


def test_one_mask_an_example_is_the_usual_training():
    splits = TINY.sizes.load()
    alone = accuracy_by_epoch(runs(0.5), TINY.recipe, splits.train, masks=1)
    usual = train(runs(0.5), TINY.recipe, splits, measure=("train",))
    np.testing.assert_allclose(alone, [outcome.curves["train"][:, 0] for outcome in usual], atol=1e-6)


def test_without_dropout_more_masks_change_nothing_but_rounding():
    images = TINY.sizes.load().train
    one, four = (accuracy_by_epoch(runs(0.0), TINY.recipe, images, masks=masks) for masks in (1, 4))
    np.testing.assert_allclose(one, four, atol=0.02)


def test_with_dropout_each_copy_of_an_example_meets_a_mask_of_its_own():
    images = TINY.sizes.load().train
    one, four = (accuracy_by_epoch(runs(0.5), TINY.recipe, images, masks=masks) for masks in (1, 4))
    assert not np.array_equal(one, four)


def test_epochs_are_counted_from_one_and_a_model_that_never_fits_counts_as_the_last():
    curves = np.array([[0.9, 0.1, 0.9], [0.1, 0.8, 0.2], [0.1, 0.2, 0.3], [0.0, 0.0, 0.8]])
    np.testing.assert_array_equal(epochs_needed(curves, target=0.8), [1, 2, 3, 3])


def test_measuring_twice_gives_the_same_and_the_sample_is_of_it():
    result = time_to_fit.measure(TINY, None)
    assert result == time_to_fit.measure(TINY, None)
    for path, values in time_to_fit.sample(TINY, result, None).items():
        assert results.value_at(result, path)[: len(values)] == values
    assert result["arms"]["p50"]["epochs"]["by_seed"] == result["arms"]["p80"]["epochs"]["by_seed"]
    assert result["contrasts"]["p80_slower_than_p50"]["verdict"] is Verdict.DOES_NOT_HOLD


@pytest.fixture(scope="module")
def committed():
    return results.load("time-to-fit")


def test_the_committed_contrasts_agree_with_the_committed_arms(committed):
    for name, (_, slow, fast) in time_to_fit.CONTRASTS.items():
        arms = committed["arms"]
        estimate = arms[slow]["epochs"]["mean"] - arms[fast]["epochs"]["mean"]
        assert committed["contrasts"][name]["tuned"]["estimate"] == pytest.approx(estimate, abs=1e-4)


def test_no_chosen_learning_rate_of_an_arm_that_fits_lies_at_the_edge_of_the_grid(committed):
    inner = time_to_fit.SETTINGS.learning_rates[1:-1]
    for arm in committed["arms"].values():
        assert arm["learning_rate"] in inner or not arm["seeds_that_fitted"]


def test_figure_and_tables_speak_of_every_arm(committed):
    figure = time_to_fit.figure(committed)
    assert figure.alternative.count("p = ") == len(time_to_fit.ARMS)
    for word in ("2,000 training", "10 seeds", "95% intervals", "Fashion-MNIST"):
        assert word in figure.caption
    assert len(time_to_fit.table(committed).rows) == len(time_to_fit.ARMS)
    says = [row[0] for row in time_to_fit.verdicts(committed).rows]
    assert says == [contrast["says"] for contrast in committed["contrasts"].values()]
    assert re.search("0 of 10 seeds within 40 epochs", figure.alternative)  # p = 0.8


def test_a_contrast_whose_slower_arm_never_got_there_is_shown_as_a_lower_bound(committed):
    shown = dict(time_to_fit.verdicts(committed).rows)
    found = committed["contrasts"]["p80_slower_than_p50"]["tuned"]
    verdict, effect, interval = shown["p = 0.8 needs more epochs than p = 0.5"].split("\n")
    assert (verdict, effect) == ("holds", f"at least {found['estimate']:+.1f} epochs")
    assert interval == f"({found['low']:+.1f} or more)"
    assert sum("at least" in cell for cell in shown.values()) == 1
