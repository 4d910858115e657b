import itertools
import re

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scripted import ScriptedGenerator
from strategies import rates, seeds

from dropout_course.reference import (
    classic_multiplier,
    dropout_penalty,
    dropout_regression,
    expected_dropout_loss,
    inverted_multiplier,
    ridge_regression,
)

DRAW = {"inverted": inverted_multiplier, "classic": classic_multiplier}
FORMS = pytest.mark.parametrize("form", DRAW)
MIDDLING = st.floats(0.05, 0.95)


def drawn(seed, examples=8, features=3):
    """Correlated features on different scales, targets, and weights that fit nothing in particular."""
    rng = np.random.default_rng(seed)
    x = (
        rng.normal(size=(examples, features))
        @ rng.normal(size=(features, features))
        * [1, 10, 0.1][:features]
    )
    return x, rng.normal(size=examples), rng.normal(size=features)


@FORMS
@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_expected_loss_is_that_over_every_mask(form, p):
    x, y, w = drawn(0, examples=3, features=3)
    total = 0.0
    for keep in itertools.product([False, True], repeat=x.size):
        # a mask that cannot be drawn has probability 0, whatever it is dealt as
        uniforms = np.where(keep, 1.0, -1.0).reshape(x.shape)
        m = DRAW[form](x.shape, p, ScriptedGenerator(uniforms))
        total += np.prod(np.where(keep, 1 - p, p)) * np.sum((y - (m * x) @ w) ** 2)
    np.testing.assert_allclose(expected_dropout_loss(x, y, w, p, form=form), total, rtol=1e-12)


@FORMS
@given(p=rates(), seed=seeds())
def test_expected_loss_is_a_python_float_and_at_rate_zero_the_squared_error(form, p, seed):
    x, y, w = drawn(seed)
    assert type(expected_dropout_loss(x, y, w, p, form=form)) is float
    np.testing.assert_allclose(expected_dropout_loss(x, y, w, 0, form=form), np.sum((y - x @ w) ** 2))
    np.testing.assert_allclose(expected_dropout_loss(x, y, w, 1, form=form), np.sum(y**2))


@given(p=rates(below_one=True), seed=seeds())
def test_expected_loss_is_squared_error_plus_the_penalty(p, seed):
    x, y, w = drawn(seed)
    told = np.sum((y - x @ w) ** 2) + np.sum(dropout_penalty(x, p) * w**2)
    np.testing.assert_allclose(expected_dropout_loss(x, y, w, p), told, rtol=1e-12)
    np.testing.assert_allclose(expected_dropout_loss(x, y, w, p, form="inverted"), told, rtol=1e-12)


@given(p=rates(below_one=True), seed=seeds())
def test_the_penalty_is_the_diagonal_of_the_gram_matrix_at_the_odds_of_dropping(p, seed):
    x, _, _ = drawn(seed)
    np.testing.assert_allclose(dropout_penalty(x, p), p / (1 - p) * np.diag(x.T @ x), rtol=1e-12)


@given(p=rates(below_one=True), seed=seeds())
def test_classic_loss_is_inverted_loss_of_weights_scaled_by_what_stays(p, seed):
    x, y, w = drawn(seed)
    np.testing.assert_allclose(
        expected_dropout_loss(x, y, w, p, form="classic"),
        expected_dropout_loss(x, y, (1 - p) * w, p),
        rtol=1e-9,
    )


@FORMS
@given(p=MIDDLING, seed=seeds())
def test_the_regression_is_where_the_expected_loss_of_torch_is_flat(form, p, seed):
    x, y, _ = drawn(seed)
    w = dropout_regression(x, y, p, form=form)
    loss_at = {}
    for scale in (1, 2):  # at twice the solution the loss is far from flat: that is the measure
        leaf = torch.tensor(scale * w, requires_grad=True)
        mean, variance = (1, p / (1 - p)) if form == "inverted" else (1 - p, p * (1 - p))
        residual = torch.tensor(y) - mean * torch.tensor(x) @ leaf
        loss = (residual**2).sum() + variance * (torch.tensor(x**2).sum(0) * leaf**2).sum()
        loss.backward()
        loss_at[scale] = leaf.grad.abs().max().item()
    assert loss_at[1] < 1e-9 * loss_at[2]


@FORMS
@given(p=MIDDLING, seed=seeds(), away=seeds())
def test_no_other_weights_have_a_lower_expected_loss(form, p, seed, away):
    x, y, _ = drawn(seed)
    w = dropout_regression(x, y, p, form=form)
    elsewhere = w + np.random.default_rng(away).normal(size=3)
    least = expected_dropout_loss(x, y, w, p, form=form)
    assert least < expected_dropout_loss(x, y, elsewhere, p, form=form)


@given(p=MIDDLING, seed=seeds())
def test_dropout_regression_is_ridge_with_its_penalty_and_classic_the_same_but_larger(p, seed):
    x, y, _ = drawn(seed)
    w = np.linalg.solve(x.T @ x + p / (1 - p) * np.diag(np.diag(x.T @ x)), x.T @ y)
    np.testing.assert_allclose(dropout_regression(x, y, p), w, rtol=1e-6)
    np.testing.assert_allclose(dropout_regression(x, y, p, form="classic"), w / (1 - p), rtol=1e-6)


@given(p=MIDDLING, seed=seeds(), scale=st.floats(1e-3, 1e3))
def test_predictions_do_not_depend_on_the_units_of_a_feature(p, seed, scale):
    """What ridge with one penalty for all does not offer."""
    x, y, _ = drawn(seed)
    rescaled = x * [1, scale, 1]
    same = rescaled @ dropout_regression(rescaled, y, p)
    np.testing.assert_allclose(same, x @ dropout_regression(x, y, p), rtol=1e-6, atol=1e-9)


@given(seed=seeds(), penalty=st.lists(st.floats(1e-3, 1e3), min_size=3, max_size=3))
def test_ridge_solves_its_normal_equations(seed, penalty):
    x, y, _ = drawn(seed)
    w = ridge_regression(x, y, np.array(penalty))
    np.testing.assert_allclose(
        (x.T @ x + np.diag(penalty)) @ w, x.T @ y, rtol=1e-9, atol=1e-9 * np.abs(x.T @ y).max()
    )


def test_without_penalty_ridge_is_least_squares():
    x, y, _ = drawn(0)
    np.testing.assert_allclose(ridge_regression(x, y, np.zeros(3)), np.linalg.lstsq(x, y)[0], rtol=1e-10)
    np.testing.assert_allclose(dropout_regression(x, y, 0), np.linalg.lstsq(x, y)[0], rtol=1e-10)


def test_a_feature_that_is_always_zero_gets_no_weight():
    x, y, _ = drawn(0)
    x[:, 1] = 0
    w = dropout_regression(x, y, 0.5)
    np.testing.assert_allclose(w[[0, 2]], dropout_regression(x[:, [0, 2]], y, 0.5), rtol=1e-10)
    assert w[1] == 0


@pytest.mark.parametrize("p", [0.2, 0.5])
def test_gradient_descent_with_drawn_masks_heads_for_the_regression(p):
    """Where the expected loss is flat, the gradients of drawn masks average to zero."""
    x, y, _ = drawn(0)
    copies, w = 100_000, dropout_regression(x, y, p)
    m = inverted_multiplier((copies, *x.shape), p, np.random.default_rng(5))
    gradients = -2 * np.einsum("cij,ci->cj", m * x, y - (m * x) @ w)  # of each copy's loss, at the solution
    z = gradients.mean(axis=0) / (gradients.std(axis=0) / np.sqrt(copies))
    assert np.abs(z).max() < 6.6  # normal, 3 comparisons at 2 rates: a false alarm is rarer than 1e-9
    ordinary = -2 * np.einsum("cij,ci->cj", m * x, y - (m * x) @ np.linalg.lstsq(x, y)[0])
    strayed = ordinary.mean(axis=0) / (ordinary.std(axis=0) / np.sqrt(copies))
    assert np.abs(strayed).max() > 6.6 + 5  # and weights without the penalty are caught but for 1e-6


def test_nothing_is_modified():
    x, y, w = drawn(0)
    for array in (x, y, w):
        array.setflags(write=False)
    dropout_regression(x, y, 0.5)
    expected_dropout_loss(x, y, w, 0.5)
    ridge_regression(x, y, w**2)


@pytest.mark.parametrize("call", [dropout_penalty, lambda x, p: dropout_regression(x, np.ones(2), p)])
def test_a_rate_that_leaves_nothing_is_refused(call):
    with pytest.raises(
        ValueError, match=r"^p must be below 1: when every input drops, all weights fit equally well$"
    ):
        call(np.ones((2, 3)), 1)
    with pytest.raises(ValueError, match=r"^p must lie in \[0, 1\]"):
        call(np.ones((2, 3)), 1.5)
    with pytest.raises(TypeError, match=r"^p must be one number"):
        call(np.ones((2, 3)), "0.5")


CALLS = {
    "loss": lambda x, y, w: expected_dropout_loss(x, y, w, 0.5),
    "ridge": ridge_regression,
    "regression": lambda x, y, w: dropout_regression(x, y, 0.5),
    "penalty": lambda x, y, w: dropout_penalty(x, 0.5),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_what_is_no_matrix_is_refused(call):
    with pytest.raises(ValueError, match=r"^x must have the shape \(examples, features\), not \(3,\)$"):
        call(np.ones(3), np.ones(3), np.ones(1))
    with pytest.raises(TypeError, match=r"^x must hold floats, not int64"):
        call(np.ones((2, 3), int), np.ones(2), np.ones(3))


@pytest.mark.parametrize("call", list(CALLS.values())[:3], ids=list(CALLS)[:3])
def test_targets_that_do_not_fit_are_refused(call):
    with pytest.raises(
        ValueError, match=r"^y must have the shape \(2,\), one target an example, not \(2, 1\)$"
    ):
        call(np.ones((2, 3)), np.ones((2, 1)), np.ones(3))
    with pytest.raises(TypeError, match=r"^y must be a numpy array, not list"):
        call(np.ones((2, 3)), [1.0, 1.0], np.ones(3))


@pytest.mark.parametrize(
    ("call", "name"), [(CALLS["loss"], "w"), (CALLS["ridge"], "penalty")], ids=["loss", "ridge"]
)
def test_weights_and_penalties_that_do_not_fit_are_refused(call, name):
    complaint = f"{name} must have the shape (3,), one number a feature, not (3, 1)"
    with pytest.raises(ValueError, match=f"^{re.escape(complaint)}$"):
        call(np.ones((2, 3)), np.ones(2), np.ones((3, 1)))
    with pytest.raises(TypeError, match=f"^{name} must be a numpy array, not list"):
        call(np.ones((2, 3)), np.ones(2), [1.0, 1.0, 1.0])


def test_a_negative_penalty_is_refused():
    with pytest.raises(ValueError, match=r"^penalty must hold numbers of 0 or more, not \[ 1. -1. nan\]$"):
        ridge_regression(np.ones((2, 3)), np.ones(2), np.array([1.0, -1.0, np.nan]))


@pytest.mark.parametrize("call", [CALLS["loss"], CALLS["regression"]])
def test_inverted_is_the_form_unless_told_and_an_unknown_one_is_refused(call):
    x, y, w = drawn(0)
    with pytest.raises(ValueError, match=r"^form must be"):
        dropout_regression(x, y, 0.5, form="old")
    with pytest.raises(ValueError, match=r"^form must be"):
        expected_dropout_loss(x, y, w, 0.5, form="old")
    np.testing.assert_array_equal(
        dropout_regression(x, y, 0.5), dropout_regression(x, y, 0.5, form="inverted")
    )
