"""P(keep) is 1 - p to the last bit: all that a coin can see is dealt to it, and the chances are added up."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from scripted import ScriptedBytes
from strategies import rates

from dropout_course.kernels import CHUNK, digits, inverted_multiplier, keep_mask

EVERY_BYTE = np.arange(256)
CORNERS = [
    1 / 3,
    0.1,
    0.3,
    0.5,
    0.8,
    1 / 256,
    255 / 256,
    np.nextafter(0.5, 1),
    np.nextafter(1, 0),
    2.0**-53,
    5e-324,
]


def all_digits(p):
    """In base 256, by another way than the kernel's: the bytes of a long enough whole number."""
    numerator, denominator = float(p).as_integer_ratio()
    length = -(-(denominator.bit_length() - 1) // 8)
    return list((numerator * 256**length // denominator).to_bytes(length))


def outcomes_at(level, p, ds):
    """What becomes of coins that have tied ``level`` times, for each value of the byte that comes next."""
    script = [np.full(256, digit) for digit in ds[:level]] + [EVERY_BYTE]
    return keep_mask(256, p, ScriptedBytes(lambda count: script.pop(0) if script else np.zeros(count)))


def chance_to_keep(p):
    """Bytes that differ from their digit decide a coin; so does one that equals the last digit."""
    ds = all_digits(p)
    chance = Fraction(0)
    for level, digit in enumerate(ds):
        decided = (digit != EVERY_BYTE) | (level == len(ds) - 1)
        kept = int(np.count_nonzero(outcomes_at(level, p, ds)[decided]))
        chance += Fraction(kept, 256 ** (level + 1))
    return chance


@pytest.mark.parametrize("p", CORNERS)
def test_the_chance_to_stay_is_exactly_1_minus_p_at_rates_that_could_go_wrong(p):
    assert chance_to_keep(p) == 1 - Fraction(p)


@given(p=rates(above_zero=True, below_one=True))
def test_the_chance_to_stay_is_exactly_1_minus_p_at_any_rate(p):
    assert chance_to_keep(p) == 1 - Fraction(p)


@pytest.mark.parametrize("p", [p for p in CORNERS if len(all_digits(p)) > 1])
def test_only_a_tie_asks_for_another_byte(p):
    ds = all_digits(p)
    script = [EVERY_BYTE, np.array([ds[1] ^ 1])]
    rng = ScriptedBytes(lambda count: script.pop(0))
    keep = keep_mask(256, p, rng)
    assert rng.asked == [256, 1]
    assert keep[ds[0]] == ((ds[1] ^ 1) > ds[1])


@pytest.mark.parametrize("p", [0.5, 0.25, 1 / 256, 255 / 256])
def test_a_rate_of_one_digit_takes_one_byte_a_coin(p):
    rng = ScriptedBytes(lambda count: np.resize(EVERY_BYTE, count))
    keep = keep_mask(512, p, rng)
    assert rng.asked == [512]
    assert np.count_nonzero(~keep) == 512 * p


@pytest.mark.parametrize(("p", "kept"), [(0, True), (0.0, True), (1, False), (1.0, False)])
def test_where_nothing_is_to_be_decided_nothing_is_drawn(p, kept):
    rng = ScriptedBytes(lambda count: np.zeros(count))
    np.testing.assert_array_equal(keep_mask((3, 2), p, rng), np.full((3, 2), kept))
    np.testing.assert_array_equal(inverted_multiplier((3, 2), p, rng), np.full((3, 2), float(kept)))
    assert rng.asked == []


@given(p=rates(above_zero=True, below_one=True))
def test_digits_add_up_to_the_rate_and_do_not_end_in_zero(p):
    ds = list(map(int, digits(p)))
    assert ds == all_digits(p)
    assert sum(Fraction(d, 256**k) for k, d in enumerate(ds, start=1)) == Fraction(p)
    assert ds[-1] > 0


@pytest.mark.parametrize("size", [1, 7, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 3])
def test_every_coin_has_a_byte_of_its_own_also_where_one_chunk_ends_and_the_next_begins(size):
    stream = np.random.default_rng(0).integers(256, size=size)
    begin = 0

    def deal(count):
        nonlocal begin
        begin += count
        return stream[begin - count : begin]

    keep = keep_mask(size, 0.5, ScriptedBytes(deal))
    assert begin == size
    np.testing.assert_array_equal(keep, stream >= 128)
