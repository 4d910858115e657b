"""The derivations of the page on recurrent layers, each against all masks there are, drawn out by hand."""

import itertools

import numpy as np
import pytest

RATES = [0.1, 0.3, 0.5]


def over_all(steps, p):
    """Every sequence of multipliers (masks, steps), and its chance."""
    keeps = np.array(list(itertools.product([0, 1], repeat=steps)))
    return keeps / (1 - p), np.where(keeps, 1 - p, p).prod(axis=1)


def moments(values, chances):
    mean = chances @ values
    return mean, chances @ (values - mean) ** 2


@pytest.mark.parametrize("p", RATES)
@pytest.mark.parametrize("steps", [1, 2, 7])
def test_fresh_masks_keep_the_mean_of_a_memory_and_lose_the_memory(steps, p):
    m, chances = over_all(steps, p)
    left = m.prod(axis=1)
    assert chances @ (left != 0) == pytest.approx((1 - p) ** steps)
    assert left.max() == pytest.approx((1 - p) ** -steps)
    assert moments(left, chances) == pytest.approx((1, (1 - p) ** -steps - 1))


@pytest.mark.parametrize("p", RATES)
@pytest.mark.parametrize("steps", [1, 2, 7])
def test_a_locked_mask_does_so_once_unless_its_scale_is_paid_at_every_step(steps, p):
    m, chances = over_all(1, p)
    drops = m[:, 0] == 0
    once = np.where(drops, 0, 1) ** steps / (1 - p)  # 0 or 1 at every step, the scale at the end
    assert chances @ (once != 0) == pytest.approx(1 - p)
    assert moments(once, chances) == pytest.approx((1, p / (1 - p)))
    assert moments(m[:, 0] ** steps, chances)[0] == pytest.approx((1 - p) ** (1 - steps))


@pytest.mark.parametrize("p", RATES)
@pytest.mark.parametrize("z", [0.0, 0.5, 0.8])
def test_fresh_noise_averages_out_in_a_leaky_unit_and_locked_noise_does_not(z, p):
    steps = 12
    m, chances = over_all(steps, p)
    s = np.zeros(len(m))
    for t in range(steps):
        s = z * s + (1 - z) * m[:, t]
    v = p / (1 - p)
    finite = v * (1 - z) / (1 + z) * (1 - z ** (2 * steps))  # the page's, after steps without end
    assert moments(s, chances)[1] == pytest.approx(finite)
    assert z ** (2 * steps) < 0.01
    locked, chance = over_all(1, p)
    told_the_same = locked[:, 0] * (1 - z**steps)
    assert moments(told_the_same, chance)[1] == pytest.approx(v * (1 - z**steps) ** 2)


def test_the_gradient_to_an_early_memory_is_multiplied_by_the_same_product():
    """By finite differences through the steps."""
    m = np.random.default_rng(0).uniform(0.5, 1.5, 6)

    def carried(c):
        for factor in m:
            c = c * factor
        return c

    assert (carried(1 + 1e-6) - carried(1 - 1e-6)) / 2e-6 == pytest.approx(m.prod())


def test_numbers_said_in_passing():
    assert pytest.approx(0.05, abs=0.003) == 0.9**28
    assert round(100 * 0.98**100) == 13
