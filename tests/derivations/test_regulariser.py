"""The derivations of the page on the regulariser view, each against an oracle of its own."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import seeds

from dropout_course.reference import (
    dropout_penalty,
    dropout_regression,
    expected_dropout_loss,
    logistic_dropout_penalty,
    quadratic_dropout_penalty,
    ridge_regression,
)

MIDDLING = st.floats(0.05, 0.9)


def drawn(seed, examples=6, features=3):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(examples, features)), rng.normal(size=examples), rng.normal(size=features)


def over_all_masks(statistic, x, p):
    """Mean of a statistic of one noisy example over its masks, drawn out by hand."""
    masks = list(itertools.product([0, 1], repeat=x.shape[1]))
    chance = [np.prod([1 - p if b else p for b in mask]) for mask in masks]
    return sum(c * statistic(x * np.array(mask) / (1 - p)) for c, mask in zip(chance, masks, strict=True))


@given(p=MIDDLING, seed=seeds())
def test_the_expected_loss_is_squared_error_plus_p_over_1_minus_p_times_the_sizes(p, seed):
    x, y, w = drawn(seed)
    mean = over_all_masks(lambda noisy: (y - noisy @ w) ** 2, x, p).sum()
    told = np.sum((y - x @ w) ** 2) + p / (1 - p) * np.sum(w**2 * np.sum(x**2, axis=0))
    assert mean == pytest.approx(told, rel=1e-9)
    assert expected_dropout_loss(x, y, w, p) == pytest.approx(mean, rel=1e-9)


@given(p=MIDDLING, seed=seeds(), scale=st.floats(0.01, 100))
def test_a_change_of_units_leaves_the_charge_of_dropout_and_changes_that_of_ridge(p, seed, scale):
    x, _, w = drawn(seed)
    units = np.array([1, scale, 1])
    charge, rescaled = (dropout_penalty(x * u, p) @ (w / u) ** 2 for u in (1, units))
    assert rescaled == pytest.approx(charge, rel=1e-9)
    assert np.sum((w / units) ** 2) == pytest.approx(
        np.sum(w**2) + (scale**-2 - 1) * w[1] ** 2, rel=1e-9, abs=1e-12
    )


@given(p=MIDDLING, seed=seeds())
def test_dropout_is_ridge_with_one_penalty_on_features_of_equal_size(p, seed):
    x, y, _ = drawn(seed)
    size = np.sqrt(np.mean(x**2, axis=0))
    w = ridge_regression(x / size, y, np.full(3, len(x) * p / (1 - p))) / size
    np.testing.assert_allclose(dropout_regression(x, y, p), w, rtol=1e-8)


@given(p=MIDDLING, seed=seeds())
def test_the_logistic_penalty_is_what_the_mean_loss_adds_whatever_the_labels(p, seed):
    x, y, w = drawn(seed)
    for labels in (y > 0, np.ones(len(y)), np.zeros(len(y))):

        def loss(noisy, labels=labels):
            return np.logaddexp(0, noisy @ w) - labels * (noisy @ w)

        added = (over_all_masks(loss, x, p) - loss(x)).sum()
        assert logistic_dropout_penalty(x, w, p) == pytest.approx(added, rel=1e-9, abs=1e-12)


@given(seed=seeds())
def test_the_quadratic_penalty_is_the_logistic_one_for_little_noise(seed):
    """It matches in the noise, p / (1 - p) -> 0, for weights so small that third moments do not tell."""
    x, _, w = drawn(seed)
    for size in (1e-2, 1e-3):
        exact = logistic_dropout_penalty(x, size * w, 0.3)
        assert quadratic_dropout_penalty(x, size * w, 0.3) == pytest.approx(exact, rel=30 * size)


def test_the_quadratic_penalty_weighs_ridge_by_how_undecided_a_prediction_is():
    x, w = np.array([[2.0, 1.0]]), np.array([0.5, -0.3])
    q = 1 / (1 + np.exp(-(x @ w)[0]))
    told = 0.5 * 0.25 / 0.75 * q * (1 - q) * (4 * 0.25 + 1 * 0.09)
    assert quadratic_dropout_penalty(x, w, 0.25) == pytest.approx(told, rel=1e-12)


@given(p=MIDDLING, sign=st.sampled_from([-1, 1]))
def test_the_price_of_one_large_weight_ends_at_p_log_2(p, sign):
    prices = [logistic_dropout_penalty(np.ones((1, 1)), np.array([sign * w]), p) for w in (1.0, 5.0, 300.0)]
    assert prices == sorted(prices)
    assert prices[-1] == pytest.approx(p * np.log(2), rel=1e-9)


@pytest.mark.parametrize("penalty", [logistic_dropout_penalty, quadratic_dropout_penalty])
def test_without_dropout_nothing_is_charged_and_what_does_not_fit_is_refused(penalty):
    x, _, w = drawn(0)
    assert penalty(x, w, 0) == pytest.approx(0, abs=1e-14)
    with pytest.raises(ValueError, match=r"^p must be below 1"):
        penalty(x, w, 1)
    with pytest.raises(ValueError, match=r"^w must have the shape \(3,\), one number a feature, not \(2,\)$"):
        penalty(x, w[:2], 0.5)
    with pytest.raises(ValueError, match=r"^x must have the shape \(examples, features\)"):
        penalty(x[0], w, 0.5)
    with pytest.raises(TypeError, match=r"^w must be a numpy array, not list"):
        penalty(x, [1.0, 2.0, 3.0], 0.5)


def test_too_many_features_are_refused_where_masks_are_enumerated():
    with pytest.raises(ValueError, match="too many to enumerate"):
        logistic_dropout_penalty(np.ones((1, 17)), np.ones(17), 0.5)
