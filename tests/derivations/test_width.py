"""What the page on width derives: how many units a mask keeps, and how much a sum of them shakes."""

import numpy as np
import pytest

from dropout_course.reference import inverted_multiplier, variances_of_a_sum


@pytest.mark.parametrize("units", [16, 256])
@pytest.mark.parametrize("p", [0.2, 0.5])
def test_a_sum_of_equal_shares_shakes_by_the_root_of_p_over_the_units_kept(units, p):
    ones, shares = np.ones((2, units)), np.full(units, 1 / units)
    in_training, at_test = variances_of_a_sum(ones, shares, p)
    assert at_test == 0
    assert np.sqrt(in_training) == pytest.approx(np.sqrt(p / ((1 - p) * units)))


def test_so_do_drawn_masks():
    p, units, draws = 0.5, 64, 20_000
    sums = inverted_multiplier((draws, units), p, np.random.default_rng(1)).mean(1)
    expected = p / ((1 - p) * units)
    six_errors = 6 * ((sums - 1) ** 2).std() / draws**0.5  # false alarm below 1e-8
    assert abs(((sums - 1) ** 2).mean() - expected) < six_errors


def test_four_times_the_width_is_half_the_shaking():
    shaking = [np.sqrt(variances_of_a_sum(np.ones((2, n)), np.full(n, 1 / n), 0.5)[0]) for n in (64, 256)]
    assert shaking[0] / shaking[1] == pytest.approx(2)
