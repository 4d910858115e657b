"""What the page Classic dropout derives, in numbers. Its rescaling: tests/reference/test_rescaling.py."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import rates, seeds

from dropout_course.reference import (
    activate,
    all_masks,
    classic_dropout,
    classic_multiplier,
    inverted_dropout,
    inverted_settings,
)
from dropout_course.reference.rescaling import POWERS

UNITS = 5
MASKS = all_masks(UNITS).astype(float)
PAGE = Path(__file__).parents[2] / "book" / "formulas" / "classic-dropout.md"


def mean_over_masks(value, p):
    """The mean of value(b) over all masks b, each with its probability."""
    kept = MASKS.sum(1)
    return np.tensordot((1 - p) ** kept * p ** (UNITS - kept), np.array([value(b) for b in MASKS]), 1)


def a_layer(seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=UNITS), rng.normal(size=(UNITS, 3)), rng.normal(size=3)


@given(p=rates(), seed=seeds())
def test_the_classic_test_pass_is_the_next_layers_mean_over_all_masks(p, seed):
    h, w, c = a_layer(seed)
    mean = mean_over_masks(lambda b: (b * h) @ w + c, p)
    tested, _ = classic_dropout(h, p, np.random.default_rng(0), training=False)
    np.testing.assert_allclose(tested @ w + c, mean, atol=1e-12)
    np.testing.assert_allclose(h @ ((1 - p) * w) + c, mean, atol=1e-12)  # the weights scaled instead


@given(p=st.floats(0.05, 1), seed=seeds())
def test_a_bias_that_is_scaled_too_misses_that_mean_by_p_times_itself(p, seed):
    h, w, c = a_layer(seed)
    mean = mean_over_masks(lambda b: (b * h) @ w + c, p)
    np.testing.assert_allclose(mean - (1 - p) * (h @ w + c), p * c, atol=1e-12)


@given(p=st.floats(0, 0.95), seed=seeds())
def test_tested_as_the_other_form_a_layer_shouts_or_whispers_by_1_minus_p(p, seed):
    h, _, _ = a_layer(seed)
    trained_classic = mean_over_masks(lambda b: b * h, p)
    trained_inverted = mean_over_masks(lambda b: b / (1 - p) * h, p)
    rng = np.random.default_rng(0)
    as_inverted, _ = inverted_dropout(h, p, rng, training=False)
    as_classic, _ = classic_dropout(h, p, rng, training=False)
    np.testing.assert_allclose(as_inverted, trained_classic / (1 - p), atol=1e-12)
    np.testing.assert_allclose(as_classic, trained_inverted * (1 - p), atol=1e-12)


@given(seed=seeds(), p=rates(), training=st.booleans())
def test_dropout_may_stand_on_either_side_of_a_relu(seed, p, training):
    rng = np.random.default_rng(seed)
    a = rng.normal(0, 3, 40)
    m = classic_multiplier(40, p, rng, training=training)
    np.testing.assert_array_equal(activate(m * a, "relu"), m * activate(a, "relu"))


def test_dropped_before_a_sigmoid_a_unit_says_one_half_and_the_test_pass_misses_the_mean():
    a, p = np.array([3.0]), 0.5
    assert activate(0 * a, "sigmoid") == 0.5
    mean = (1 - p) * activate(a, "sigmoid") + p * activate(0 * a, "sigmoid")
    assert abs(activate((1 - p) * a, "sigmoid") - mean) > 0.05
    assert abs(activate((1 - p) * a, "sigmoid") - (1 - p) * activate(a, "sigmoid")) > 0.3


FACTORS = {"learning rate": "lr", "weight decay $\\lambda$": "weight_decay", "Adam's $\\varepsilon$": "eps"}
COLUMNS = (("sgd", "momentum", "nesterov"), ("adam",), ("adamw",))
POWER = {"$(1-p)^2$": 2, "$1-p$": 1, "$(1-p)^{-1}$": -1, "$(1-p)^{-2}$": -2}


@pytest.mark.parametrize("row", FACTORS)
def test_the_pages_table_says_what_the_reference_computes(row):
    (line,) = [text for text in PAGE.read_text().splitlines() if text.startswith(f"| {row} |")]
    for rules, cell in zip(COLUMNS, line.split("|")[2:5], strict=True):
        written = re.sub(r" \(.*\) *$", "", cell.strip())
        for rule in rules:
            assert POWERS[rule].get(FACTORS[row]) == POWER.get(written)


def test_the_pages_numbers_for_the_learning_rate_are_the_references():
    text = PAGE.read_text()
    assert "a quarter at $p = 0.5$, a twenty-fifth at $p = 0.8$" in text
    assert inverted_settings("sgd", 0.5, lr=1.0)["lr"] == pytest.approx(1 / 4)
    assert inverted_settings("sgd", 0.8, lr=1.0)["lr"] == pytest.approx(1 / 25)
    assert "$0.4 \\times 0.5^2 = 0.1$" in text
    assert inverted_settings("sgd", 0.5, lr=0.4)["lr"] == pytest.approx(0.1)


def within_norm(w, radius):
    """Max-norm: columns, the weights into a unit, that are longer than ``radius`` are cut to it."""
    return w * np.minimum(1, radius / np.linalg.norm(w, axis=0))


@given(p=st.floats(0, 0.95), radius=st.floats(0.1, 4), seed=seeds())
def test_a_max_norm_is_rescaled_as_the_weights_are(p, radius, seed):
    _, w, _ = a_layer(seed)
    np.testing.assert_allclose(
        within_norm((1 - p) * w, (1 - p) * radius), (1 - p) * within_norm(w, radius), atol=1e-12
    )


def test_clipping_by_the_global_norm_changes_the_layers_before_dropout_too():
    before, behind = np.array([3.0]), np.array([4.0])  # gradients; the norm of both is 5
    clip = 1 / np.linalg.norm([before, behind])
    clip_inverted = 1 / np.linalg.norm([before, behind / (1 - 0.5)])
    assert abs(clip * before - clip_inverted * before) > 0.2
