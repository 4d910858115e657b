"""What the page on test time derives: a factor in a ReLU network, its loss, and what more passes give."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import seeds

from dropout_course.reference import (
    Network,
    draw_network,
    forward_pass,
    log_softmax,
    member_outputs,
    softmax,
    subnetworks,
)


def with_factor(network, x, c):
    """Logits if every hidden activation is multiplied by ``c``."""
    hidden = len(network.weights) - 1
    return forward_pass(network, x, [None, *[np.array([c])] * hidden, None]).output


@given(seed=seeds(), hidden=st.integers(1, 4), c=st.floats(0.1, 10))
def test_a_factor_on_every_hidden_layer_multiplies_the_logits_by_its_power(seed, hidden, c):
    rng = np.random.default_rng(seed)
    network, x = draw_network((5, *[6] * hidden, 4), rng), rng.normal(size=(7, 5))
    plain, scaled = forward_pass(network, x).output, with_factor(network, x, c)
    np.testing.assert_allclose(scaled, c**hidden * plain, rtol=1e-9, atol=1e-12)
    clear = np.ptp(np.sort(plain)[:, -2:], axis=1) > 1e-6  # no tie that rounding could turn
    np.testing.assert_array_equal(scaled.argmax(axis=1)[clear], plain.argmax(axis=1)[clear])


def test_with_biases_a_factor_can_change_the_class():
    network = Network([np.array([[1.0]]), np.array([[1.0, 0.0]])], [np.zeros(1), np.array([0.0, 1.5])])
    x = np.array([[1.0]])
    assert with_factor(network, x, 1.0).argmax() == 1  # 1 against a bias of 1.5
    assert with_factor(network, x, 2.0).argmax() == 0  # 2 against it


def test_behind_a_sigmoid_the_logits_are_not_multiplied():
    rng = np.random.default_rng(0)
    drawn = draw_network((5, 6, 6, 4), rng)
    network, x = Network(drawn.weights, drawn.biases, "sigmoid"), rng.normal(size=(3, 5))
    assert not np.allclose(with_factor(network, x, 2.0), 4 * forward_pass(network, x).output, rtol=0.1)


@given(seed=seeds(), c=st.floats(0.1, 5))
def test_the_slope_of_the_loss_in_the_scale_is_the_mean_logit_less_the_right_one(seed, c):
    z = np.random.default_rng(seed).normal(0, 2, size=6)
    t, step = 2, 1e-5
    up, down = (-log_softmax((c + s) * z)[t] for s in (step, -step))
    assert (up - down) / (2 * step) == pytest.approx(softmax(c * z) @ z - z[t], abs=1e-6)


@given(seed=seeds(), c=st.floats(0.1, 5))
def test_the_curvature_of_the_loss_in_the_scale_is_the_variance_of_the_logits(seed, c):
    z = np.random.default_rng(seed).normal(0, 2, size=6)
    step = 1e-4

    def slope(scale):
        return softmax(scale * z) @ z - z[0]

    q = softmax(c * z)
    variance = q @ (z - q @ z) ** 2
    assert (slope(c + step) - slope(c - step)) / (2 * step) == pytest.approx(variance, abs=1e-5)
    assert variance >= 0


@pytest.fixture(scope="module")
def members():
    """Probability that each of 8 equally probable subnetworks gives to one class."""
    network = draw_network((4, 3, 3), np.random.default_rng(6))
    found = subnetworks(network, (0, 0.5, 0))
    q = softmax(member_outputs(network, np.array([1.0, -0.5, 2.0, 0.3]), found))[:, 1]
    np.testing.assert_allclose(found.probabilities, 1 / 8)
    return q


def means_of(q, passes):
    """The mean of every possible run of so many passes, each as probable as another."""
    return np.array([np.mean(run) for run in product(q, repeat=passes)])


@pytest.mark.parametrize("passes", [1, 2, 3, 4])
def test_the_mean_of_passes_is_unbiased_and_its_variance_falls_as_their_number(members, passes):
    means = means_of(members, passes)
    assert means.mean() == pytest.approx(members.mean())
    assert means.var() == pytest.approx(members.var() / passes)
    assert members.var() > 1e-3


def test_one_more_pass_never_raises_the_expected_loss(members):
    losses = [-np.log(means_of(members, passes)).mean() for passes in (1, 2, 3, 4)]
    assert (np.diff(losses) < 0).all()
    assert losses[-1] > -np.log(members.mean())  # what infinitely many passes come to
