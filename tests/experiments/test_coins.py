"""Four ways to toss coins: right rates, and exactly as many bits as the formula says for the ties there were.

A false alarm in any one test has a probability below 1e-9.
"""

import numpy as np
import pytest
from chance import Coin
from hypothesis import given
from strategies import rates, seeds

from dropout_course.experiments.coins import TOSSES, bit_by_bit, counted, expected_bits
from dropout_course.kernels import keep_mask

COINS = 600_000
EITHER_WAY = pytest.mark.parametrize("way", TOSSES)


@EITHER_WAY
@pytest.mark.parametrize("p", [0.1, 1 / 3, 0.5, 0.8])
def test_coins_drop_at_the_stated_rate(way, p):
    coin = Coin(COINS, p)
    assert coin.power(1.05 * p) > 1 - 1e-6
    assert coin.accepts(~TOSSES[way](COINS, p, np.random.default_rng(1)))


@pytest.mark.parametrize(("way", "bits"), [("float64", 64), ("float32", 32)])
def test_a_float_takes_its_width_whatever_the_rate(way, bits):
    for p in (0.1, 0.5):
        assert counted(TOSSES[way], p, seed=1, coins=1000)["bits"] == bits


@pytest.mark.parametrize(("way", "unit"), [("bytes", 8), ("bits", 1)])
@pytest.mark.parametrize("p", [0.1, 1 / 3, 0.5, 0.75, 0.8])
def test_other_coins_take_what_the_formula_says(way, unit, p):
    """Its units are geometric, cut off at the last digit; the bound is seven standard errors of the mean."""
    found = counted(TOSSES[way], p, seed=2, coins=COINS)["bits"]
    deviation = unit * 2 ** (-unit / 2) / (1 - 2.0**-unit)  # of one coin
    rounding = 64 * 80 / COINS  # words drawn for a few bits only
    assert abs(found - expected_bits(p, unit)) < 7 * deviation / np.sqrt(COINS) + rounding
    assert rounding < 0.02


def test_the_count_sees_every_word_of_the_generator_whoever_draws_it():
    for words in (1, 3, 4, 5, 1001):
        found = counted(
            lambda n, p, rng: rng.integers(2**64 - 1, size=n, dtype=np.uint64) >= 0, 0.5, 3, words
        )
        assert found["bits"] == 64


@given(p=rates(above_zero=True, below_one=True), seed=seeds())
def test_single_bits_and_bytes_both_end_at_the_last_digit_of_the_smallest_rates(p, seed):
    for toss in (bit_by_bit, keep_mask):
        keep = toss(40, p, np.random.default_rng(seed))
        assert (keep.shape, keep.dtype) == ((40,), np.bool)


def test_a_bit_decides_a_coin_unless_it_equals_the_digit():
    class Zeros(np.random.Generator):
        def bytes(self, length):
            return bytes(length)

    class Ones(np.random.Generator):
        def bytes(self, length):
            return b"\xff" * length

    for p in (0.1, 0.5, 0.9):  # U = 0.000... lies below every rate, U = 0.111... above
        assert not bit_by_bit(3, p, Zeros(np.random.PCG64(0))).any()
        assert bit_by_bit(3, p, Ones(np.random.PCG64(0))).all()
