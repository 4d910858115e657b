import numpy as np
import pytest
from chance import FALSE_ALARM
from hypothesis import given
from hypothesis import strategies as st
from strategies import rates, seeds

from dropout_course.reference import (
    block_keep_mask,
    block_keep_probability,
    block_multiplier,
    block_seed_rate,
    keep_mask,
    squares_over,
)


@st.composite
def maps(draw):
    """A map's size and the side of a square that fits into it."""
    size = draw(st.tuples(st.integers(1, 9), st.integers(1, 9)))
    return size, draw(st.integers(1, min(size)))


@given(which=maps())
def test_squares_over_a_place_are_counted_as_one_counts_them_by_hand(which):
    (height, width), block = which
    counted = np.zeros((height, width), int)
    for y in range(height - block + 1):
        for x in range(width - block + 1):
            counted[y : y + block, x : x + block] += 1
    np.testing.assert_array_equal(squares_over((height, width), block), counted)


@given(p=rates(), which=maps())
def test_the_seed_rate_makes_the_expected_dropped_share_p(p, which):
    size, block = which
    gamma = block_seed_rate(p, size, block)
    assert 0 <= gamma <= 1
    assert np.mean(1 - (1 - gamma) ** squares_over(size, block)) == pytest.approx(p, abs=1e-9)
    assert block_keep_probability(p, size, block).mean() == pytest.approx(1 - p, abs=1e-9)


@pytest.mark.parametrize("p", [0.1, 0.5])
def test_the_papers_seed_rate_drops_less_than_p_since_squares_overlap(p):
    size, block = 14, 5
    paper = p / block**2 * size**2 / (size - block + 1) ** 2
    assert np.mean(1 - (1 - paper) ** squares_over((size, size), block)) < p - 0.002
    assert paper < block_seed_rate(p, (size, size), block)


def test_the_dropped_share_is_p_and_every_place_is_kept_as_often_as_it_should():
    """Maps are independent: bounds by the normal law for their means, false alarm below 1e-9 in all."""
    maps, p, size, block = 20_000, 0.3, (7, 9), 3
    keep = block_keep_mask((maps, *size), p, block, np.random.default_rng(1))
    shares = 1 - keep.mean((1, 2))
    deviations = 6.5  # two-sided: 8e-11
    assert abs(shares.mean() - p) < deviations * shares.std() / maps**0.5
    assert deviations * shares.std() / maps**0.5 < 0.03 * p  # so a share wrong by 6% is seen for certain
    chance = block_keep_probability(p, size, block)
    bound = deviations * np.sqrt(chance * (1 - chance) / maps)
    assert FALSE_ALARM > 8e-11  # of one place; the sixty of them stay below 1e-8
    assert (np.abs(keep.mean(0) - chance) < bound).all()


@given(which=maps(), p=rates(), seed=seeds())
def test_what_is_dropped_is_covered_by_squares_that_are_wholly_dropped(which, p, seed):
    (height, width), block = which
    dropped = ~block_keep_mask((height, width), p, block, np.random.default_rng(seed))
    covered = np.zeros_like(dropped)
    for y in range(height - block + 1):
        for x in range(width - block + 1):
            square = np.s_[y : y + block, x : x + block]
            covered[square] |= dropped[square].all()
    np.testing.assert_array_equal(covered, dropped)


@given(p=rates(), q=rates(), which=maps(), seed=seeds())
def test_masks_of_two_rates_from_equal_generators_are_nested(p, q, which, seed):
    size, block = which
    low, high = (
        block_keep_mask((2, *size), rate, block, np.random.default_rng(seed)) for rate in sorted((p, q))
    )
    assert not (high & ~low).any()


@given(p=rates(), shape=st.tuples(st.integers(0, 3), st.integers(1, 5), st.integers(1, 5)), seed=seeds())
def test_squares_of_side_one_are_ordinary_dropout(p, shape, seed):
    ours = block_keep_mask(shape, p, 1, np.random.default_rng(seed))
    assert block_seed_rate(p, shape[1:], 1) == pytest.approx(p, abs=1e-12)
    if p in (0.0, 0.2, 0.5, 0.8, 1.0):
        np.testing.assert_array_equal(ours, keep_mask(shape, p, np.random.default_rng(seed)))


@given(p=rates(below_one=True), which=maps(), seed=seeds())
def test_survivors_are_divided_by_their_chance_and_the_rest_is_zero(p, which, seed):
    size, block = which
    m = block_multiplier((3, *size), p, block, np.random.default_rng(seed))
    keep = block_keep_mask((3, *size), p, block, np.random.default_rng(seed))
    assert not m[~keep].any()
    expected = np.broadcast_to(block_keep_probability(p, size, block), m.shape)
    np.testing.assert_allclose(m[keep] * expected[keep], 1)


def test_rate_one_drops_all_without_a_nan_and_test_time_changes_nothing_and_draws_nothing():
    rng = np.random.default_rng(0)
    assert not block_multiplier((2, 5, 5), 1.0, 3, rng).any()
    before = rng.bit_generator.state
    assert (block_multiplier((2, 5, 5), 0.5, 3, rng, training=False) == 1).all()
    assert rng.bit_generator.state == before


@pytest.mark.parametrize("block", [0, 6])
def test_a_square_that_does_not_fit_is_refused(block):
    with pytest.raises(ValueError, match=r"^squares must have a side from 1 .*not \d in \(5, 7\)$"):
        block_keep_mask((2, 5, 7), 0.5, block, np.random.default_rng(0))


def test_what_is_no_map_is_refused():
    with pytest.raises(ValueError, match=r"\(\.\.\., height, width\), not \(5,\)$"):
        block_keep_mask((5,), 0.5, 1, np.random.default_rng(0))


def test_what_is_no_rate_is_refused():
    with pytest.raises(ValueError, match=r"^p must"):
        block_seed_rate(1.5, (5, 5), 3)
