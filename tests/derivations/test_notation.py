"""What the page Notation and the keep_prob trap says in numbers."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dropout_course.reference import multiplier_moments, rate_from_keep_prob

PAGE = (Path(__file__).parents[2] / "book" / "formulas" / "notation.md").read_text()


def noise(p):
    return multiplier_moments(p, form="inverted")[1]


@given(p=st.floats(0.01, 0.99))
def test_a_rate_read_the_wrong_way_round_multiplies_the_noise_by_the_squared_odds(p):
    assert noise(rate_from_keep_prob(p)) / noise(p) == pytest.approx(((1 - p) / p) ** 2)
    assert r"$\big((1-p)/p\big)^2$" in PAGE


def test_both_readings_agree_at_one_half_only():
    assert noise(rate_from_keep_prob(0.5)) == noise(0.5)
    others = np.setdiff1d(np.linspace(0.05, 0.95, 19).round(2), [0.5])
    assert all(abs(noise(rate_from_keep_prob(p)) / noise(p) - 1) > 0.3 for p in others)


def test_nine_tenths_dropped_for_one_tenth_is_81_times_the_noise():
    assert noise(0.9) == pytest.approx(9)
    assert noise(0.1) == pytest.approx(1 / 9)
    assert "81 times less" in PAGE
    assert noise(0.9) / noise(0.1) == pytest.approx(81)
