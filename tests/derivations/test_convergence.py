"""What noise does to convergence, as the page on cost derives it for one weight."""

import numpy as np
import pytest


def left(learning_rate, curvature, xi):
    """The squared error after a step, over that before, for each draw of the noise."""
    return (1 - learning_rate * curvature * (1 + xi)) ** 2


@pytest.mark.parametrize("v", [0.25, 1.0, 4.0])
def test_the_best_step_is_smaller_by_one_plus_the_noise_and_leaves_its_share(v):
    curvature = 3.0
    xi = np.sqrt(v) * np.array([-1.0, 1.0])  # mean 0, variance v: an average over these is exact
    rates = np.linspace(0, 2, 20_001) / curvature
    errors = [left(rate, curvature, xi).mean() for rate in rates]
    assert rates[np.argmin(errors)] == pytest.approx(1 / (curvature * (1 + v)), abs=2e-4)
    assert min(errors) == pytest.approx(v / (1 + v), abs=1e-6)


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_for_a_single_inverted_multiplier_the_share_that_is_left_is_its_rate(p):
    m, chance = np.array([0, 1 / (1 - p)]), np.array([p, 1 - p])
    v = p / (1 - p)
    xi = m - 1
    assert chance @ xi == pytest.approx(0)
    assert chance @ xi**2 == pytest.approx(v)
    assert chance @ left(1 / (1 + v), 1.0, xi) == pytest.approx(p)
