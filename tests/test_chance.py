import numpy as np
import pytest
from chance import FALSE_ALARM, Coin, look_uniform


@pytest.mark.parametrize("chance", [0.0, 1e-3, 0.1, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("n", [100, 10_000, 2_000_000])
def test_a_right_coin_is_refused_no_oftener_than_stated(n, chance):
    assert Coin(n, chance).power(chance) <= FALSE_ALARM


def test_the_bounds_are_as_narrow_as_that_allows():
    low, high = Coin(10_000, 0.3).bounds  # standard deviation 45.8, and 6.47 of them for 1e-10
    assert 2700 <= low <= 2710
    assert 3293 <= high <= 3303


def test_heads_are_counted_and_their_number_must_be_the_one_the_bounds_are_for():
    coin = Coin(1000, 0.5)
    heads = np.zeros(1000, bool)
    assert not coin.accepts(heads)
    heads[:500] = True
    assert coin.accepts(heads)
    with pytest.raises(AssertionError, match="for 1000 coins, not 999"):
        coin.accepts(heads[1:])


def test_draws_that_are_a_little_too_small_or_too_large_do_not_look_uniform():
    even = (np.arange(10_000) + 0.5) / 10_000
    assert look_uniform(even[::-1])
    assert look_uniform(even + 0.03)
    assert not look_uniform(even + 0.04)
    assert not look_uniform(even**1.2)
