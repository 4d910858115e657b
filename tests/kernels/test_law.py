"""The kernels and the reference have one law: both are held against it, by bounds that state their rates.

A false alarm in any one test has a probability below 1e-9.
"""

import itertools

import numpy as np
import pytest
from chance import Coin

from dropout_course import kernels, reference

RATES = pytest.mark.parametrize("p", [1 / 256, 0.1, 1 / 3, 0.5, 0.8])
DRAWS = pytest.mark.parametrize("draw", [kernels.keep_mask, reference.keep_mask], ids=["ours", "reference"])
BIT_GENERATORS = pytest.mark.parametrize(
    "bits",
    [np.random.PCG64, np.random.PCG64DXSM, np.random.Philox, np.random.SFC64, np.random.MT19937],
)


@DRAWS
@RATES
def test_units_drop_at_the_stated_rate(draw, p):
    coin = Coin(2_000_000, p)
    if p >= 0.1:
        assert coin.power(1.03 * p) > 1 - 1e-6
        assert coin.power(0.97 * p) > 1 - 1e-6
    assert coin.accepts(~draw((2000, 1000), p, np.random.default_rng(1)))


@BIT_GENERATORS
def test_so_they_do_with_the_bytes_of_any_generator(bits):
    coin = Coin(1_000_000, 1 / 3)
    assert coin.power(1.03 / 3) > 1 - 1e-6
    assert coin.accepts(~kernels.keep_mask(1_000_000, 1 / 3, np.random.Generator(bits(2))))


@BIT_GENERATORS
def test_every_byte_of_a_word_is_a_coin_of_its_own(bits):
    """Each of the eight bytes of a word alone, and each with the one after it."""
    dropped = ~kernels.keep_mask((200_000, 8), 0.3, np.random.Generator(bits(3)))
    one, both = Coin(len(dropped), 0.3), Coin(len(dropped), 0.09)
    for column in range(8):
        assert one.accepts(dropped[:, column])
        assert both.accepts(dropped[:, column] & dropped[:, (column + 1) % 8])


NEIGHBOURS = {
    "columns": lambda mask: (mask[:, 0::2], mask[:, 1::2]),
    "rows": lambda mask: (mask[0::2], mask[1::2]),
    "diagonals": lambda mask: (mask[0::2, 0::2], mask[1::2, 1::2]),
    "halves": lambda mask: np.split(mask, 2),
}


@pytest.mark.parametrize("p", [0.1, 1 / 3, 0.5, 0.8])
@pytest.mark.parametrize("pairs", NEIGHBOURS.values(), ids=NEIGHBOURS)
def test_units_of_one_mask_drop_independently(p, pairs):
    one, other = pairs(kernels.keep_mask((1000, 1000), p, np.random.default_rng(4)))
    agreement = Coin(one.size, p**2 + (1 - p) ** 2)
    correlated = 2 * p * (1 - p) * 0.05  # how much oftener two units agree at a correlation of 0.05
    assert agreement.power(agreement.chance + correlated) > 1 - 1e-6
    assert agreement.accepts(one == other)


@DRAWS
@pytest.mark.parametrize("p", [0.1, 1 / 3, 0.5, 0.8])
def test_every_pattern_of_three_units_comes_as_often_as_independent_coins_make_it(draw, p):
    dropped = ~draw((300_000, 3), p, np.random.default_rng(5))
    for pattern in itertools.product([False, True], repeat=3):
        chance = p ** sum(pattern) * (1 - p) ** (3 - sum(pattern))
        assert Coin(len(dropped), chance).accepts((dropped == pattern).all(axis=1))


@pytest.mark.parametrize("p", [0.1, 1 / 3, 0.5, 0.8])
def test_every_call_draws_afresh_into_the_same_memory_too(p):
    rng, shape = np.random.default_rng(6), (1000, 400)
    first = kernels.keep_mask(shape, p, rng)
    second = kernels.keep_mask(shape, p, rng, out=np.ones(shape, bool))
    agreement = Coin(400_000, p**2 + (1 - p) ** 2)
    assert agreement.power(1.0) > 1 - 1e-6
    assert agreement.accepts(first == second)
