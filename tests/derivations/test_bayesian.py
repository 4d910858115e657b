"""The derivations of the page on the Bayesian view, each against an oracle of its own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import seeds

from dropout_course.demos import uncertainty
from dropout_course.reference import (
    Network,
    arithmetic_mean,
    dropout_regression,
    forward_pass,
    mean_and_std,
    member_outputs,
    multiplier_moments,
    subnetworks,
)

MIDDLING = st.floats(0.05, 0.9)
GRID = np.linspace(-3, 3, 61)[:, None]


def drawn_network(seed, activation="relu", units=6):
    rng = np.random.default_rng(seed)
    return Network(
        [rng.normal(size=(1, units)), rng.normal(size=(units, 1))],
        [rng.normal(size=units), rng.normal(size=1)],
        activation,
    )


def variance_in_theory(network, x, p):
    """p / (1 - p) sum_j w_j^2 h_j(x)^2."""
    return p / (1 - p) * forward_pass(network, x).inputs[1] ** 2 @ network.weights[1] ** 2


@given(p=MIDDLING, seed=seeds(), activation=st.sampled_from(["relu", "sigmoid"]))
def test_mean_and_variance_over_every_mask_are_the_test_pass_and_the_sum_of_squares(p, seed, activation):
    network = drawn_network(seed, activation)
    members = subnetworks(network, (0, p, 0))
    mean, std = mean_and_std(member_outputs(network, GRID, members), members.probabilities)
    np.testing.assert_allclose(mean, forward_pass(network, GRID).output, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(std**2, variance_in_theory(network, GRID, p), rtol=1e-7, atol=1e-9)
    assert multiplier_moments(p, form="inverted")[1] == pytest.approx(p / (1 - p))


@given(p=MIDDLING, seed=seeds(), ends=st.tuples(st.floats(-3, 3), st.floats(-3, 3)), share=st.floats(0, 1))
def test_the_variance_of_relu_is_convex_so_it_never_bulges_between_two_places(p, seed, ends, share):
    network = drawn_network(seed)
    a, b = ends
    between = share * a + (1 - share) * b
    at_a, at_b, at_between = variance_in_theory(network, np.array([[a], [b], [between]]), p)[:, 0]
    assert at_between <= share * at_a + (1 - share) * at_b + 1e-9 * (1 + at_a + at_b)


def test_the_variance_of_a_sigmoid_layer_need_not_be_convex():
    network = Network([np.array([[4.0]]), np.ones((1, 1))], [np.zeros(1), np.zeros(1)], "sigmoid")
    left, middle, right = variance_in_theory(network, np.array([[0.0], [2.0], [4.0]]), 0.5)[:, 0]
    assert middle > (left + right) / 2


@pytest.mark.parametrize("p", uncertainty.RATES)
def test_the_variance_of_the_trained_relu_networks_is_convex_too(p):
    network = uncertainty.trained_network("relu", p, 20)
    variance = variance_in_theory(network, uncertainty.GRID[:, None], p)[:, 0]
    assert np.diff(variance, 2).min() > -1e-9


@given(p=MIDDLING, seed=seeds(), copies=st.integers(2, 10))
def test_more_copies_of_the_data_leave_the_band_and_shrink_the_posterior(p, seed, copies):
    rng = np.random.default_rng(seed)
    x, y, there = rng.normal(size=(9, 3)), rng.normal(size=9), rng.normal(size=3)

    def band_squared(x, y):
        return p / (1 - p) * dropout_regression(x, y, p) ** 2 @ there**2

    def posterior(x):
        """Variance of the answer under a flat prior and noise of variance 1."""
        return there @ np.linalg.solve(x.T @ x, there)

    more_x, more_y = np.tile(x, (copies, 1)), np.tile(y, copies)
    assert band_squared(more_x, more_y) == pytest.approx(band_squared(x, y), rel=1e-6)
    assert posterior(more_x) == pytest.approx(posterior(x) / copies, rel=1e-6)


@given(p=MIDDLING, seed=seeds())
def test_for_a_linear_model_the_band_over_every_mask_is_the_formulas(p, seed):
    rng = np.random.default_rng(seed)
    w, there = rng.normal(size=(4, 1)), rng.normal(size=(1, 4))
    network = Network([w], [np.zeros(1)])
    members = subnetworks(network, (p, 0))
    _, std = mean_and_std(member_outputs(network, there, members), members.probabilities)
    assert std.item() ** 2 == pytest.approx(p / (1 - p) * (w[:, 0] ** 2 @ there[0] ** 2), rel=1e-9)


@given(seed=seeds(), passes=st.integers(1, 6))
def test_passes_err_by_the_band_over_the_root_of_their_number(seed, passes):
    """Exactly, over every way to draw the passes: Var[mean of T] = band^2 / T."""
    network = drawn_network(seed, units=1)
    members = subnetworks(network, (0, 0.5, 0))
    outputs = member_outputs(network, np.ones((1, 1)), members)[:, 0, 0]
    band = np.sqrt(np.cov(outputs, aweights=members.probabilities, ddof=0))
    ways = np.array(np.meshgrid(*[outputs] * passes)).reshape(passes, -1)
    assert ways.mean(axis=0).std() == pytest.approx(band / np.sqrt(passes), rel=1e-7, abs=1e-12)
    assert arithmetic_mean(outputs, members.probabilities) == pytest.approx(ways.mean(), rel=1e-9, abs=1e-9)
