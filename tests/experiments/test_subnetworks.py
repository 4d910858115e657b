import dataclasses
import re

import numpy as np
import pytest

from dropout_course import results
from dropout_course.data import Images
from dropout_course.experiments import rate_table, subnetworks
from dropout_course.experiments.stacks import Sizes
from dropout_course.experiments.subnetwork_answers import network_answers, subnetwork_answers, together
from dropout_course.experiments.trainer import Trainer
from dropout_course.experiments.tuning import Grid
from dropout_course.reference import draw_network
from dropout_course.training import Recipe

TINY = dataclasses.replace(
    subnetworks.SETTINGS,
    seeds=(1, 2),
    grid=Grid((0.02, 0.05), seeds=(101,)),
    members=16,
    recipe=Recipe(hidden=(16, 16), epochs=2),
    small=Recipe(hidden=(8, 8), epochs=2),
    sizes=Sizes(train=200, validation=100, test=100, seed=0),
)


@pytest.fixture
def images():
    rng = np.random.default_rng(0)
    return Images(rng.integers(0, 256, (20, 28, 28), dtype=np.uint8), rng.integers(0, 10, 20))


@pytest.fixture
def network():
    return draw_network((784, 6, 6, 10), np.random.default_rng(1))


def test_a_subnetwork_is_one_mask_over_the_hidden_units_for_all_images(network, images):
    whole = network_answers([network], images)[0]
    answers = subnetwork_answers(network, images, 0.5, 8, np.random.default_rng(2))
    assert answers.shape == (8, 20, 10)
    np.testing.assert_allclose(answers.sum(axis=2), 1)
    assert len(np.unique(answers, axis=0)) > 1
    twice = images.take(np.array([0, 0]))  # an image drawn for alone would differ from its copy
    for first, second in subnetwork_answers(network, twice, 0.5, 8, np.random.default_rng(2)):
        np.testing.assert_array_equal(first, second)
    nothing_drops = subnetwork_answers(network, images, 0.0, 2, np.random.default_rng(2))
    np.testing.assert_allclose(nothing_drops, [whole, whole], rtol=1e-5)


def test_those_who_answer_together_are_as_right_as_their_mean():
    answers = np.array([[[0.6, 0.4], [0.2, 0.8]], [[0.1, 0.9], [0.4, 0.6]]])  # (members, images, classes)
    labels = np.array([0, 1])
    alone, both = (together(answers, labels, k).final["test"] for k in (1, 2))
    np.testing.assert_allclose(alone.correct, [0.5, 1])
    np.testing.assert_allclose(alone.nll, [-np.log([0.6, 0.1]).mean(), -np.log([0.8, 0.6]).mean()])
    np.testing.assert_allclose(both.correct, [0, 1])
    np.testing.assert_allclose(both.nll, -np.log([0.35, 0.7]))
    np.testing.assert_allclose(both.confidence, [0.65, 0.7])


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """The experiment in seconds, and the stacks that it asked for."""
    trainer, asked = Trainer(tmp_path_factory.mktemp("cache"), jobs=1), []

    def train(stacks):
        asked.append(stacks)
        return trainer(stacks)

    return subnetworks.measure(TINY, train), asked, train


def test_tuning_and_judging_use_different_seeds_and_tuning_never_sees_the_test_set(tiny):
    _, (tuning, final), _ = tiny
    assert {stack.measure for stack in tuning} == {("validation",)}
    runs = [run for stack in final for run in stack.runs]
    assert len(set(runs)) == len(runs) == 2 * 2 + 2 * 8  # two kinds of whole networks, 8 small ones a seed
    assert not {run.seed for stack in tuning for run in stack.runs} & {run.seed for run in runs}
    assert len(tuning) + len(final) == subnetworks.stacks_planned(TINY)


def test_only_the_dropout_network_is_trained_with_dropout(tiny):
    _, (tuning, final), _ = tiny
    dropout, *others = final
    assert {run.rates for run in dropout.runs} == {(0.0, 0.5, 0.5)}
    assert {run.rates for stack in (*tuning, *others) for run in stack.runs} == {(0.0, 0.0, 0.0)}


def test_more_members_are_never_less_likely_on_average_than_fewer(tiny):
    result, _, _ = tiny
    for name in ("subnetworks", "plain_subnetworks", "separate"):
        means = [row["nll"]["mean"] for row in result[name].values()]
        assert means == sorted(means, reverse=True)  # the page's theorem, on trained networks
    assert list(result["subnetworks"]) == ["k1", "k2", "k4", "k8", "k16"]
    assert list(result["separate"]) == ["k1", "k2", "k4", "k8"]


def test_the_sample_is_the_first_seeds_own_number(tiny):
    result, _, train = tiny
    for place, found in subnetworks.sample(TINY, result, train).items():
        name, k, metric, by_seed = place.split(".")
        np.testing.assert_allclose(found, result[name][k][metric][by_seed][:1], rtol=1e-4)


@pytest.fixture(scope="module")
def committed():
    return results.load("subnetworks")


def test_the_learning_rates_are_those_that_the_rate_table_chose_by_the_same_recipe():
    table, ours = results.load("rate-table"), subnetworks.SETTINGS
    assert ours.learning_rates == {
        "dropout": table["tuned"]["p50"]["learning_rate"],
        "plain": table["tuned"]["p0"]["learning_rate"],
    }
    assert (ours.recipe, ours.sizes) == (rate_table.SETTINGS.recipe, rate_table.SETTINGS.sizes)


def test_the_chosen_learning_rate_lies_inside_the_grid(committed):
    assert committed["small_learning_rate"] in subnetworks.SETTINGS.grid.learning_rates[1:-1]


def test_the_committed_contrasts_agree_with_the_committed_rows(committed):
    for condition, k in subnetworks.TOGETHER.items():
        rows = {
            "whole": committed["whole"]["k1"],
            "subnetwork": committed["subnetworks"]["k1"],
            "plain_subnetwork": committed["plain_subnetworks"]["k1"],
            "separate": committed["separate"]["k1"],
            "subnetworks_together": committed["subnetworks"][f"k{k}"],
            "separate_together": committed["separate"][f"k{k}"],
        }
        for name, contrast in subnetworks.CONTRASTS.items():
            terms = (c * rows[group][contrast.metric]["mean"] for c, _, group in contrast.terms)
            estimate = committed["contrasts"][name][condition]["estimate"]
            assert estimate == pytest.approx(contrast.constant + sum(terms), abs=1e-5)


def test_the_cost_counts_weights(committed):
    small = 784 * 128 + 128 * 128 + 128 * 10
    whole = 784 * 256 + 256 * 256 + 256 * 10
    assert committed["cost"] == pytest.approx(
        {"two": 2 * small / whole, "eight": 8 * small / whole}, rel=1e-5
    )


def test_figure_and_table_speak_of_every_line_and_name_their_evidence(committed):
    figure = subnetworks.figure(committed)
    for _, _, lines in subnetworks.PANELS:
        assert all(subnetworks.DRAWN[name] in figure.alternative for name in lines)
    assert len(re.findall(r"\) for 1,", figure.alternative)) == 6  # each line that goes on from one
    for word in ("3,000 training", "2,000 test", "10 seeds", "95% intervals", "60 epochs", "Fashion-MNIST"):
        assert word in figure.caption
    for row, contrast in zip(
        subnetworks.verdicts(committed).rows, committed["contrasts"].values(), strict=True
    ):
        assert row[0] == contrast["says"]
        for cell, condition in zip(row[1:], committed["conditions"], strict=True):
            assert cell.startswith(contrast[condition]["verdict"])
