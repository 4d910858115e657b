import dataclasses
import json

import numpy as np
import pytest

from dropout_course import results
from dropout_course.experiments import classic_inverted, classic_inverted_figures, classic_inverted_training
from dropout_course.experiments.classic_inverted_pairs import FORMS, Kind, Pair, answered, ask
from dropout_course.experiments.command import rounded
from dropout_course.experiments.stacks import Sizes
from dropout_course.reference import draw_network, inverted_from_classic
from dropout_course.training import Recipe

TINY = dataclasses.replace(
    classic_inverted.SETTINGS,
    rates=(0.2, 0.5),
    seeds=(1, 2),
    tuning_seeds=(101,),
    learning_rates=(0.05, 0.1),
    recipe=Recipe(hidden=(16, 16), epochs=2),
    sizes=Sizes(train=200, validation=100, test=100, seed=0),
    averaged=20,
    masks=30,
)


@pytest.fixture(scope="module")
def tiny():
    return json.loads(json.dumps(rounded(classic_inverted.measure(TINY, None))))


@pytest.fixture(scope="module")
def committed():
    return results.load("classic-inverted")


@pytest.fixture(scope="module")
def images():
    return TINY.sizes.load()


def train(kind, images, seed=1):
    return classic_inverted_training.train(kind, seed, TINY.recipe, images.train)


def layers_differ(one, other):
    return [not np.array_equal(a, b) for a, b in zip(one.weights, other.weights, strict=True)]


def test_rescaled_at_one_half_both_forms_train_to_the_same_bits(tiny):
    pair = tiny["rates"]["p50"]["rescaled"]
    assert pair["logit_difference"]["by_seed"] == [0.0, 0.0]
    assert pair["disagreement"]["mean"] == 0.0
    assert tiny["rates"]["p50"]["as_is"]["logit_difference"]["by_seed"][0] > 0.01


def test_rescaling_leaves_the_first_layer_as_it_is_and_scales_the_others(images):
    plain = train(Kind("inverted", 0.75, learning_rate=0.0), images)
    rescaled = train(Kind("inverted", 0.75, learning_rate=0.0, rescaled=True), images)
    np.testing.assert_array_equal(rescaled.weights[0], plain.weights[0])
    for v, w in zip(rescaled.weights[1:], plain.weights[1:], strict=True):
        np.testing.assert_array_equal(v, np.float32(0.25) * w)


def test_equal_seeds_pair_the_forms_and_other_seeds_do_not(images):
    at_no_rate = [train(Kind(form, 0.0, 0.1), images) for form in FORMS]
    assert not any(layers_differ(*at_no_rate))  # without dropout the forms are one
    assert all(layers_differ(at_no_rate[0], train(Kind("classic", 0.0, 0.1), images, seed=2)))


def test_the_scaled_pass_of_classic_is_the_plain_pass_of_the_network_carried_over(images):
    network = draw_network((784, 16, 16, 10), np.random.default_rng(0))
    carried = inverted_from_classic(network, [0.0, 0.3, 0.3, 0.0])
    scaled = ask([network], Kind("classic", 0.3, 0.1).scale("scaled"), images.test)
    plain = ask([carried], Kind("inverted", 0.3, 0.1).scale("plain"), images.test)
    np.testing.assert_allclose(scaled.logits, plain.logits, rtol=1e-4, atol=1e-4)


def test_the_right_pass_of_a_linear_answer_is_near_the_average_over_masks(images):
    network = draw_network((784, 64, 10), np.random.default_rng(0))  # one hidden layer: the mean is exact
    for form, right, wrong in (("classic", "scaled", "plain"), ("inverted", "plain", "scaled")):
        found = answered(Kind(form, 0.5, 0.1), [network], images.test, averaged=10, masks=2000)
        # The average of 2,000 masks strays from its mean by about 2% of its length; the wrong pass by half.
        assert found.distance(right).max() < 0.25
        assert found.distance(wrong).mean() > 0.4


def test_a_pair_counts_images_with_different_answers(images):
    one, other = (draw_network((784, 16, 10), np.random.default_rng(seed)) for seed in (0, 1))
    kinds = [Kind(form, 0.0, 0.1) for form in FORMS]
    same = Pair(*(answered(kind, [one], images.test, averaged=5, masks=1) for kind in kinds))
    assert same.different().sum() == same.logit_difference().sum() == 0
    asked = (
        answered(kind, [n], images.test, averaged=5, masks=1)
        for kind, n in zip(kinds, (one, other), strict=True)
    )
    assert 0 < Pair(*asked).different().mean() <= 1


def test_tuning_and_judging_use_different_seeds():
    settings = classic_inverted.SETTINGS
    assert not set(settings.seeds) & set(settings.tuning_seeds)


def test_a_sample_gives_the_numbers_of_the_result_again(tiny):
    for place, found in classic_inverted.sample(TINY, tiny, None).items():
        value = tiny
        for step in place.split("."):
            value = value[step]
        assert rounded(found) == value[: len(found)]


def test_no_chosen_learning_rate_lies_at_the_edge_of_the_grid(committed):
    inner = classic_inverted.SETTINGS.learning_rates[1:-1]
    for found in committed["rates"].values():
        assert all(found["tuned"][form]["learning_rate"] in inner for form in FORMS)


def test_the_committed_pairs_share_what_their_condition_says(committed):
    for found in committed["rates"].values():
        assert len({found["as_is"][form]["learning_rate"] for form in FORMS}) == 1
        assert found["rescaled"]["classic"] == found["tuned"]["classic"]
        assert found["as_is"]["inverted"] == found["tuned"]["inverted"]


def test_the_page_may_say_what_it_says_of_rounding_and_of_learning_rates(committed):
    rates = committed["rates"]
    assert set(rates["p50"]["rescaled"]["logit_difference"]["by_seed"]) == {0.0}
    for name in ("p20", "p80"):
        differences = rates[name]["rescaled"]["logit_difference"]["by_seed"]
        assert min(differences) < 1e-4 < 0.5 < max(differences)
    ahead = committed["contrasts"]["inverted_better_p80"]
    assert ahead["tuned"]["high"] < -0.1
    assert abs(ahead["rescaled"]["estimate"]) < 0.005
    for found in rates.values():
        classic, inverted = (found["tuned"][form] for form in FORMS)
        assert max(classic["scaled"]["distance"]["high"], inverted["plain"]["distance"]["high"]) < 0.3
        assert min(classic["plain"]["distance"]["low"], inverted["scaled"]["distance"]["low"]) > 0.3


def test_the_figure_speaks_of_every_line_and_names_its_evidence(committed):
    figure = classic_inverted.figure(committed)
    lines = sum(len(of_panel) for _, of_panel in classic_inverted_figures.PANELS)
    for p in classic_inverted.SETTINGS.rates:
        assert figure.alternative.count(f"at p = {p:g}") == lines
    for word in ("2,000 training", "2,000 test", "10 paired seeds", "95% intervals", "20 epochs"):
        assert word in figure.caption


def test_the_tables_show_the_results_numbers_and_verdicts(committed):
    rows = classic_inverted.table(committed).rows
    assert [row[0] for row in rows] == ["0.2", "0.5", "0.8"]
    assert rows[1][-1] == "0.0%\n(logits: 0)"
    chosen = classic_inverted.learning_rates(committed).rows
    assert [row[3:] for row in chosen] == [("2", "1.6"), ("4", "4.0"), ("16", "25.0")]
    tuned = committed["rates"]["p50"]["tuned"]
    assert chosen[1][1:3] == tuple(f"{tuned[form]['learning_rate']:g}" for form in FORMS)


def test_the_table_of_verdicts_shows_each_statement_under_each_condition(committed):
    shown = classic_inverted.verdicts(committed)
    by_statement = {contrast["says"]: contrast for contrast in committed["contrasts"].values()}
    assert f"The 6 contrasts on training alike, of {len(by_statement)}" in shown.caption
    conditions = {words: name for name, words in classic_inverted_figures.SHORT.items()}
    assert len(shown.rows) == len(committed["rates"]) * len(conditions)
    for name, *cells in shown.rows:
        p, _, words = name.partition(", ")
        for cell, statement in zip(cells, shown.header[1:], strict=True):
            found = by_statement[f"{p}: {statement}"][conditions[words]]
            assert cell.startswith(f"{found['verdict']}\n{found['shown'].partition(' (')[0]}")
