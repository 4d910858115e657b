import numpy as np
import pytest
from chance import Coin
from hypothesis import given
from scripted import ScriptedGenerator
from strategies import rates, seeds, shapes

from dropout_course.reference import keep_mask


@given(p=rates(), shape=shapes(), seed=seeds())
def test_a_mask_is_a_boolean_array_of_the_asked_shape(p, shape, seed):
    mask = keep_mask(shape, p, np.random.default_rng(seed))
    assert type(mask) is np.ndarray
    assert mask.dtype == np.bool
    assert mask.shape == shape


@given(shape=shapes(), seed=seeds())
def test_rate_zero_keeps_every_unit_and_rate_one_drops_every_unit(shape, seed):
    assert keep_mask(shape, 0, np.random.default_rng(seed)).all()
    assert not keep_mask(shape, 1, np.random.default_rng(seed)).any()


@given(p=rates(above_zero=True, below_one=True))
def test_a_unit_stays_exactly_when_its_uniform_number_reaches_the_rate(p):
    uniforms = [0.0, np.nextafter(p, 0), p, np.nextafter(p, 1), np.nextafter(1, 0)]
    mask = keep_mask((5,), p, ScriptedGenerator(uniforms))
    assert mask.tolist() == [u >= p for u in uniforms]
    assert mask[2]
    assert not mask[1]


@given(p=rates(), q=rates(), shape=shapes(), seed=seeds())
def test_masks_of_two_rates_from_equal_generators_are_nested(p, q, shape, seed):
    low = keep_mask(shape, min(p, q), np.random.default_rng(seed))
    high = keep_mask(shape, max(p, q), np.random.default_rng(seed))
    assert not (high & ~low).any()


@given(p=rates(), shape=shapes(), seed=seeds())
def test_every_element_takes_one_number_from_the_generator_whatever_the_rate(p, shape, seed):
    ours, counted = np.random.default_rng(seed), np.random.default_rng(seed)
    keep_mask(shape, p, ours)
    counted.random(shape)
    assert ours.random() == counted.random()


@given(n=seeds().map(lambda seed: seed % 50), p=rates(), seed=seeds())
def test_an_int_means_a_row_of_so_many_units(n, p, seed):
    row = keep_mask(n, p, np.random.default_rng(seed))
    assert row.shape == (n,)
    np.testing.assert_array_equal(row, keep_mask((n,), p, np.random.default_rng(seed)))


def test_a_mask_may_be_written_to():
    rng = np.random.default_rng(0)
    mask = keep_mask((3,), 0.0, rng)
    mask[:] = False
    assert keep_mask((3,), 0.0, rng).all()


@pytest.mark.parametrize("p", [0.1, 0.2, 0.5, 0.8])
def test_units_drop_at_the_stated_rate(p):
    coin = Coin(2_000_000, p)
    assert coin.power(1.03 * p) > 1 - 1e-6
    assert coin.power(0.97 * p) > 1 - 1e-6
    assert coin.accepts(~keep_mask((2000, 1000), p, np.random.default_rng(1)))


NEIGHBOURS = {
    "columns": lambda mask: (mask[:, 0::2], mask[:, 1::2]),
    "rows": lambda mask: (mask[0::2], mask[1::2]),
    "diagonals": lambda mask: (mask[0::2, 0::2], mask[1::2, 1::2]),
    "halves": lambda mask: np.split(mask, 2),
}


@pytest.mark.parametrize("p", [0.1, 0.2, 0.5, 0.8])
@pytest.mark.parametrize("pairs", NEIGHBOURS.values(), ids=NEIGHBOURS)
def test_units_of_one_mask_drop_independently(p, pairs):
    one, other = pairs(keep_mask((1000, 1000), p, np.random.default_rng(2)))
    agreement = Coin(one.size, p**2 + (1 - p) ** 2)
    correlated = 2 * p * (1 - p) * 0.05  # how much oftener two units agree at a correlation of 0.05
    assert agreement.power(agreement.chance + correlated) > 1 - 1e-6
    assert agreement.accepts(one == other)


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_every_call_draws_afresh(p):
    rng = np.random.default_rng(3)
    first, second = keep_mask((1000, 400), p, rng), keep_mask((1000, 400), p, rng)
    agreement = Coin(400_000, p * p + (1 - p) ** 2)
    assert agreement.power(1.0) > 1 - 1e-6
    assert agreement.accepts(first == second)
