"""The demo's numbers, drawn and computed by its own browser code, against the reference on the same draws."""

import runpy
from pathlib import Path

import numpy as np
import pytest
from demos.on_paper import agrees_with_the_reference, coordinates_of, still_picture
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import seeds
from traitlets import TraitError

from dropout_course.demos import Uncertainty, still, uncertainty
from dropout_course.reference import mean_and_std, monte_carlo

SCRIPT = Path(__file__).parents[2] / "scripts" / "train_uncertainty_networks.py"

STATES = {
    "passes": st.integers(1, 40),
    "p": st.sampled_from(uncertainty.RATES),
    "points": st.sampled_from(uncertainty.POINTS),
    "network": st.sampled_from(list(uncertainty.ACTIVATIONS)),
    "start": st.integers(0, 79),
}


@settings(max_examples=50)
@given(**STATES, seed=seeds())
def test_the_browser_code_computes_what_the_reference_computes(seed, **state):
    agrees_with_the_reference(Uncertainty(seed=seed, **state))


@pytest.mark.parametrize("network", uncertainty.ACTIVATIONS)
def test_the_band_in_theory_is_where_many_passes_end(network):
    demo = Uncertainty(p=0.3, network=network)
    answers = monte_carlo(
        uncertainty.trained_network(network, 0.3, 20),
        uncertainty.GRID[:, None],
        (0, 0.3, 0),
        20_000,
        np.random.default_rng(1),
    )
    _, band = mean_and_std(answers)
    shown = still.show(demo)["numbers"]
    for region, rows in uncertainty.regions().items():
        # a standard deviation over 20,000 passes is off by 0.5%: 5% are ten such errors
        assert shown[f"{region}.theory"] == pytest.approx(np.sqrt(np.mean(band[rows] ** 2)), rel=0.05)


def test_one_pass_has_no_band_and_each_further_pass_keeps_those_before():
    demo = Uncertainty(passes=1)
    assert still.show(demo)["numbers"]["data.seen"] == 0
    first = demo.draws()
    demo.passes = 2
    np.testing.assert_array_equal(demo.draws()[:1], first)


@pytest.mark.parametrize("network", uncertainty.ACTIVATIONS)
@pytest.mark.parametrize("p", uncertainty.RATES)
def test_the_networks_have_learned_where_points_lie(network, p):
    for points in uncertainty.POINTS:
        shown = Uncertainty(network=network, p=p, points=points).numbers()
        assert shown["data.error"] < 0.3 < shown["gap.error"]  # the curve swings by 0.8


@pytest.mark.slow
def test_the_script_trains_the_committed_networks_again():
    train = runpy.run_path(str(SCRIPT))["train"]
    network = uncertainty.trained_network("sigmoid", 0.3, 20)
    parts = (network.weights[0], network.biases[0], network.weights[1], network.biases[1])
    committed = np.concatenate([part.ravel() for part in parts])
    # on another processor sums round in another order, and training makes more of it
    np.testing.assert_allclose(train("sigmoid", 0.3, 20), committed, atol=1e-3)


@pytest.mark.parametrize("asked", [("tanh", 0.1, 20), ("relu", 0.2, 20), ("relu", 0.1, 21)])
def test_a_network_that_was_not_trained_is_refused(asked):
    with pytest.raises(ValueError, match="trained were networks, rates and numbers of points"):
        uncertainty.trained_network(*asked)


@pytest.mark.parametrize(
    "wrong", [{"p": 0.2}, {"points": 21}, {"network": "tanh"}, {"passes": 0}, {"passes": 41}, {"start": 80}]
)
def test_a_state_that_means_nothing_is_refused(wrong):
    with pytest.raises(TraitError):
        Uncertainty(**wrong)


@settings(max_examples=30)
@given(**STATES)
def test_every_coordinate_of_the_pictures_lies_inside_them(**state):
    assert all(0 <= number <= 330 for number in coordinates_of(Uncertainty(**state)))


def test_the_still_picture_says_in_words_what_it_shows():
    html = still_picture(Uncertainty(points=320, network="sigmoid"))
    assert '<option value="320" selected' in html
    assert '<option value="sigmoid" selected' in html
    assert '<option value="0.1" selected' in html


@pytest.mark.parametrize("passes", [1, 8, 40])
def test_each_pass_is_a_line(passes):
    picture = still.show(Uncertainty(passes=passes))["pictures"]["answers"]
    assert picture.count('class="dc-pass') == passes
