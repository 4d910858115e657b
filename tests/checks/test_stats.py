"""The bounds of the checks, against scipy: how often a right answer fails, and what a wrong one can hide."""

import numpy as np
import pytest
from exercises import refusal
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaln
from scipy.stats import binom

from dropout_course.checks import law
from dropout_course.checks.stats import FALSE_ALARM, binomial_interval, largest_product_sum

RATES = [0.36, 0.4, 0.45, 0.55, 0.6, 0.64]  # the ends and some between of what ``draw_rate`` draws
MISS = 1e-6


@given(
    trials=st.integers(1, 400_000),
    chance=st.floats(0.01, 0.99),
    false_alarm=st.sampled_from([1e-10, 1e-6, 0.05]),
)
def test_bounds_are_the_tightest_that_keep_the_false_alarm(trials, chance, false_alarm):
    low, high = binomial_interval(trials, chance, false_alarm)
    half = false_alarm / 2
    assert binom.cdf(low - 1, trials, chance) <= half * (1 + 1e-6)
    assert binom.sf(high, trials, chance) <= half * (1 + 1e-6)
    assert binom.cdf(low, trials, chance) > half * (1 - 1e-6)
    assert binom.sf(high - 1, trials, chance) > half * (1 - 1e-6)


def test_drawn_rates_lie_where_the_power_was_computed():
    rates = [law.draw_rate(np.random.default_rng(seed)) for seed in range(2000)]
    assert min(rates) >= 0.36
    assert max(rates) <= 0.64
    assert not any(0.45 < rate < 0.55 for rate in rates)


def draws_for(p):
    """The least number of draws from which the check judges a rate like p."""
    shape = law.RATE_SHAPE if p < 0.5 else law.MIRROR_SHAPE if p < law.HIGH_RATES[0] else law.HIGH_SHAPE
    return int(np.prod(shape))


@pytest.mark.parametrize("p", [*RATES, *law.HIGH_RATES])
def test_a_right_rate_is_refused_less_than_once_in_a_billion(p):
    assert 4 * refusal(draws_for(p), p, p) <= 4 * FALSE_ALARM * (1 + 1e-6) < 1e-9


@pytest.mark.parametrize("p", [*RATES, *law.HIGH_RATES])
@pytest.mark.parametrize("factor", [0.97, 1.03])
def test_a_rate_off_by_three_percent_is_caught(p, factor):
    assert refusal(draws_for(p), p, factor * p) > 1 - MISS


def test_a_coin_that_falls_otherwise_once_in_a_thousand_throws_is_caught_at_the_edges():
    assert (1 - 0.001) ** np.prod(law.EDGE_SHAPE) < MISS


def test_rows_and_columns_at_a_high_rate_hardly_ever_repeat_by_chance():
    p, (rows, columns) = law.HIGH_RATES[1], law.HIGH_SHAPE
    alike = p**2 + (1 - p) ** 2
    assert (rows**2 * alike**columns + columns**2 * alike**rows) / 2 < 1e-4


@pytest.mark.parametrize("p", law.FINE_RATES)
def test_a_rate_rounded_to_a_percent_is_caught_and_a_right_one_is_not(p):
    trials = np.prod(law.FINE_SHAPE)
    assert refusal(trials, p, p) <= FALSE_ALARM * (1 + 1e-6)
    assert all(refusal(trials, p, rounded) > 1 - MISS for rounded in law.ROUND_RATES)


@pytest.mark.parametrize("p", RATES)
def test_a_rate_off_by_three_percent_could_hide_in_fewer_draws(p):
    """So the number of draws is what buys the power: a third of them would not do where p is smallest."""
    trials = int(np.prod(law.RATE_SHAPE) / 3 * 0.36 / 0.64 * (1 - p) / p)
    assert refusal(trials, p, 0.97 * p) < 1 - MISS


# ---- pairs: their agreement is judged by the share of kept entries that they show themselves


def refusal_of_pairs(pairs, kept, p, coupling):
    """Probability that ``pairs`` pairs are refused, given how many of their entries are kept.

    One of a pair copies the other with probability ``coupling``. Given the number kept, the number of pairs
    that are kept whole determines the rest, so the law of agreement is a sum over one multinomial.
    """
    both_kept = np.arange(max(0, kept - pairs), kept // 2 + 1)
    mixed = kept - 2 * both_kept
    both_dropped = pairs - both_kept - mixed
    shared = coupling * p * (1 - p)
    logs = (
        both_kept * np.log((1 - p) ** 2 + shared)
        + both_dropped * np.log(p**2 + shared)
        + mixed * np.log(2 * p * (1 - p) - 2 * shared)
        - sum(gammaln(count + 1) for count in (both_kept, mixed, both_dropped))
    )
    chances = np.exp(logs - logs.max())
    chances /= chances.sum()
    share = kept / (2 * pairs)
    low, high = binomial_interval(pairs, share**2 + (1 - share) ** 2)
    alike = pairs - mixed
    return chances[(alike < low) | (alike > high)].sum()


def likely_numbers_kept(pairs, p):
    """Numbers of kept entries out to 8 standard deviations; beyond lies less than 1e-14."""
    spread = np.sqrt(2 * pairs * p * (1 - p))
    return [round(2 * pairs * (1 - p) + step * spread) for step in (-8, -4, 0, 4, 8)]


PAIRS = int(np.prod(law.PAIR_SHAPE)) // 2


def test_two_calls_give_as_many_pairs_as_rows_and_columns_do():
    assert np.prod(law.CALL_SHAPE) >= PAIRS


@pytest.mark.parametrize("p", [0.36, 0.45, 0.5, 0.64])
def test_independent_pairs_are_refused_less_than_once_in_a_billion(p):
    for kept in likely_numbers_kept(PAIRS, p):
        assert refusal_of_pairs(PAIRS, kept, p, coupling=0) <= 2 * FALSE_ALARM


@pytest.mark.parametrize("p", RATES)
def test_pairs_that_copy_one_another_one_time_in_ten_are_caught(p):
    for kept in likely_numbers_kept(PAIRS, p):
        assert refusal_of_pairs(PAIRS, kept, p, coupling=0.1) > 1 - MISS


# ---- lags: all pairs a number of places apart, at once


def test_products_are_summed_over_every_lag():
    values = np.random.default_rng(0).normal(size=100)
    slow = [np.dot(values[:-lag], values[lag:]) for lag in range(1, 100)]
    assert np.allclose(law.lag_products(values), slow)


def largest_sum(mask):
    return np.abs(law.lag_products(mask - mask.mean())).max()


@pytest.mark.parametrize("p", [0.36, 0.5, 0.64])
def test_independent_entries_exceed_the_bound_on_lags_no_oftener_than_stated(p):
    rng, runs, size = np.random.default_rng(1), 1000, 300
    above = sum(largest_sum(right(size, p, rng)) > largest_product_sum(size, p, 0.05) for _ in range(runs))
    assert above <= binom.isf(1e-10, runs, 0.05)


@pytest.mark.parametrize("p", [0.36, 0.64])
@pytest.mark.parametrize("lag", [1, 100, 36_000 // 5])
def test_entries_that_copy_an_earlier_one_are_caught_by_five_standard_deviations(p, lag):
    """The sum is close to a normal one: five standard deviations are a miss in 3e-7."""
    rng, size = np.random.default_rng(2), int(np.prod(law.PAIR_SHAPE))
    sums = []
    for _ in range(40):
        mask = right(size, p, rng)
        mask[lag:] = np.where(rng.random(size - lag) < 0.15, mask[:-lag], mask[lag:])
        sums.append(law.lag_products(mask - mask.mean())[lag - 1])
    assert np.mean(sums) - 5 * np.std(sums) > largest_product_sum(size, p)


@pytest.mark.parametrize("p", RATES)
def test_fair_coins_do_not_give_the_same_count_in_every_call(p):
    size = int(np.prod(law.COUNT_SHAPE))
    chances = binom.pmf(np.arange(size + 1), size, p)
    assert (chances**law.COUNT_CALLS).sum() < FALSE_ALARM


@pytest.mark.parametrize("p", RATES)
def test_the_rows_of_a_fair_mask_differ_from_one_another(p):
    rows, columns = law.PAIR_SHAPE
    alike = p**2 + (1 - p) ** 2
    assert rows**2 * alike**columns + columns**2 * alike**rows < 1e-37


# ---- the whole check, on masks small enough to be drawn many times


def check_rejects(monkeypatch, judge, draw, runs, false_alarm, **shapes):
    """How many of ``runs`` runs of a property fail when its bounds are set to another false alarm."""
    for name, shape in shapes.items():
        monkeypatch.setattr(law, name, shape)
    monkeypatch.setattr(
        law, "binomial_interval", lambda trials, chance: binomial_interval(trials, chance, false_alarm)
    )
    failures = 0
    for seed in range(runs):
        try:
            judge(draw, np.random.default_rng(seed))
        except law.Failed:
            failures += 1
    return failures


def right(shape, p, rng):
    return rng.random(shape) >= p


def too_many(shape, p, rng):
    return rng.random(shape) >= 1.3 * p


def coupled(shape, p, rng):
    mask = right(shape, p, rng)
    copies = rng.random((shape[0] // 2, shape[1])) < 0.6
    mask[1::2] = np.where(copies, mask[0::2], mask[1::2])
    return mask


def rate_in(shape):
    def judge(draw, rng):
        return law.fail_if_rate_is_wrong(draw, law.draw_rate(rng), shape, rng)

    return judge


def test_at_a_false_alarm_of_five_percent_right_rates_fail_as_often_as_stated(monkeypatch):
    runs = 4000
    failures = check_rejects(monkeypatch, rate_in((40, 50)), right, runs, 0.05)
    low, high = binom.interval(1 - 1e-10, runs, 0.05)
    assert low / 2 <= failures <= high  # discrete bounds give away some of the five percent


def test_a_rate_off_by_thirty_percent_is_caught_in_a_hundredth_of_the_draws(monkeypatch):
    assert check_rejects(monkeypatch, rate_in((55, 60)), too_many, 300, FALSE_ALARM) == 300


def test_coupled_rows_are_caught_in_a_thirtieth_of_the_draws(monkeypatch):
    assert check_rejects(monkeypatch, law.independent, coupled, 200, FALSE_ALARM, PAIR_SHAPE=(30, 40)) == 200


def test_right_masks_are_independent_at_a_scaled_level(monkeypatch):
    """Two comparisons at 1% each: fewer than 2% of the runs fail."""
    runs = 1000
    failures = check_rejects(monkeypatch, law.independent, right, runs, 0.01, PAIR_SHAPE=(60, 60))
    assert failures <= binom.isf(1e-10, runs, 0.02)
