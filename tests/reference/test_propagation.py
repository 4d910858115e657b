"""Every mask and every sign is enumerated, so that the moments are exact and no draw decides.

A rotation, times the root of the gain, stands in for random weights: it stretches every input by the same,
and over all signs of its columns a ReLU passes half of the square, as it does for normal weights.
"""

import itertools

import numpy as np
import pytest

from dropout_course.reference import (
    Network,
    backward_pass,
    draw_multipliers,
    draw_network,
    expected_second_moments,
    forward_pass,
    second_moments,
    variances_of_a_sum,
)

UNITS, LAYERS = 2, 2
ANGLES = (0.4, 1.3, 2.2)
X = np.array([[0.6, -1.1], [1.5, 0.2], [-0.3, 0.4]])
FORMS = pytest.mark.parametrize("form", ["inverted", "classic"])
RATES = pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 0.8])


def rotation(angle, gain):
    c, s = np.cos(angle), np.sin(angle)
    return np.sqrt(gain) * np.array([[c, -s], [s, c]])


def networks(gain):
    """All signs of the columns of two hidden layers; then an output layer."""
    for signs in itertools.product([-1, 1], repeat=UNITS * LAYERS):
        flips = np.reshape(signs, (LAYERS, UNITS))
        weights = [rotation(angle, gain) * flip for angle, flip in zip(ANGLES, flips, strict=False)]
        yield Network([*weights, rotation(ANGLES[-1], gain)], [np.zeros(UNITS)] * (LAYERS + 1))


def training_multipliers(p, form):
    """(probability, multipliers) of every mask behind both hidden layers."""
    for bits in itertools.product([0, 1], repeat=UNITS * LAYERS):
        keep = np.reshape(bits, (LAYERS, UNITS)).astype(float)
        probability = np.prod(np.where(keep == 1, 1 - p, p))
        yield probability, [None, *(keep / (1 - p) if form == "inverted" else keep), None]


@FORMS
@RATES
@pytest.mark.parametrize("gain", [1.0, 2.0, 2.7])
def test_second_moments_in_training_are_those_over_all_masks(p, gain, form):
    found = np.zeros(LAYERS + 1)
    for network in networks(gain):
        for probability, multipliers in training_multipliers(p, form):
            found += probability * second_moments(network, X, multipliers) / 2 ** (UNITS * LAYERS)
    expected = expected_second_moments(p, LAYERS, gain=gain, form=form)
    np.testing.assert_allclose(found / found[0], expected, rtol=1e-12)


@FORMS
@RATES
def test_second_moments_at_test_time_are_those_over_all_signs(p, form):
    at_test_time = None if form == "inverted" else np.full(UNITS, 1 - p)
    multipliers = [None, at_test_time, at_test_time, None]
    found = np.mean([second_moments(network, X, multipliers) for network in networks(1.7)], axis=0)
    expected = expected_second_moments(p, LAYERS, gain=1.7, form=form, training=False)
    np.testing.assert_allclose(found / found[0], expected, rtol=1e-12)


@FORMS
@pytest.mark.parametrize("p", [0.2, 0.5])
def test_gradients_grow_or_shrink_by_the_same_factor_on_their_way_back(p, form):
    """A false alarm is a deviation of 6.1 standard errors, below 1e-9; a factor wrong by 15% is seen.

    Drawn, not enumerated: with a handful of units all may be silent, and then nothing comes back.
    """
    rng, sizes = np.random.default_rng(3), (64, 64, 64, 1)
    found = []
    for _ in range(600):
        network = draw_network(sizes, rng)
        multipliers = draw_multipliers(network, [0, p, p, 0], (16,), rng, form=form)
        passed = forward_pass(network, rng.standard_normal((16, 64)), multipliers)
        found.append(np.mean(backward_pass(network, passed, np.ones((16, 1))).x ** 2))
    output_layer = 2 / 64  # one unit with He's weights: its gradient spread over 64
    expected = output_layer * expected_second_moments(p, 2, form=form)[-1]
    error = np.std(found) / np.sqrt(len(found))
    assert 6.1 * error < 0.15 * expected
    assert abs(np.mean(found) - expected) < 6.1 * error


@FORMS
def test_training_is_larger_than_test_by_the_same_ratio_in_both_forms(form):
    training, test = (
        expected_second_moments(0.5, 10, form=form, gain=1.3, training=mode) for mode in (True, False)
    )
    np.testing.assert_allclose(training / test, 2.0 ** np.arange(11))


def test_dropping_everything_leaves_nothing_in_training_and_all_at_test_time():
    np.testing.assert_array_equal(expected_second_moments(1.0, 2), [1, 0, 0])
    np.testing.assert_array_equal(expected_second_moments(1.0, 2, training=False), [1, 1, 1])


def test_second_moments_of_a_network_without_hidden_layers_are_the_inputs():
    network = Network([np.ones((2, 1))], [np.zeros(1)])
    np.testing.assert_allclose(second_moments(network, X), [np.mean(X**2)])


@RATES
def test_the_variance_of_a_sum_is_that_over_examples_and_masks(p):
    w = np.array([0.7, -1.9])
    training, test = variances_of_a_sum(X, w, p)
    values, weights = [], []
    for bits in itertools.product([0, 1], repeat=UNITS):
        keep = np.array(bits)
        values += list((X * keep / (1 - p)) @ w)
        weights += [np.prod(np.where(keep == 1, 1 - p, p)) / len(X)] * len(X)
    mean = np.average(values, weights=weights)
    assert training == pytest.approx(np.average((values - mean) ** 2, weights=weights), rel=1e-12)
    assert test == pytest.approx(np.var(X @ w), rel=1e-12)


@pytest.mark.parametrize(("name", "h", "w"), [("h", [[1.0]], np.ones(1)), ("w", np.ones((1, 1)), [1.0])])
def test_lists_are_refused(name, h, w):
    with pytest.raises(TypeError, match=f"^{name} must be a numpy array"):
        variances_of_a_sum(h, w, 0.5)


def test_an_unknown_form_is_refused():
    with pytest.raises(ValueError, match="form must be"):
        expected_second_moments(0.5, 2, form="standard")
