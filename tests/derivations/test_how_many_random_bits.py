"""What the page How many random bits does a coin need? derives, in numbers."""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import rates

from dropout_course.experiments.coins import entropy, expected_bits
from dropout_course.kernels import digits

PAGE = (Path(__file__).parents[2] / "book" / "tuning" / "how-many-random-bits.md").read_text()
CELLS = re.findall(r"```\{code-cell\} ipython3\n(.*?)```", PAGE, re.DOTALL)
ONE_DIGIT_OR_MORE = st.integers(1, 2**12 - 1).map(lambda n: n / 2**12) | st.floats(
    2**-20, 1, exclude_max=True
)


def cell_with(text):
    """What the page's only cell with ``text`` defines."""
    (cell,) = [cell for cell in CELLS if text in cell]
    names = {"np": np, "digits": digits}
    exec(cell, names)
    return names


def digits_of(p, width):
    """All digits of p in base 2^width."""
    rest, found = Fraction(p), []
    while rest:
        rest *= 2**width
        found.append(int(rest))
        rest -= found[-1]
    return found


@given(p=ONE_DIGIT_OR_MORE, width=st.sampled_from([1, 2, 8, 64]))
def test_the_sum_of_the_page_is_the_mean_over_every_way_a_coin_can_end(p, width):
    ds, base = digits_of(p, width), 2**width
    ends = [Fraction(base - 1, base) / base**k for k in range(len(ds))]  # the first digit to differ is k
    ends[-1] += Fraction(1, base) / base ** (len(ds) - 1)  # or none does
    assert sum(ends) == 1
    mean = sum(width * (k + 1) * chance for k, chance in enumerate(ends))
    assert expected_bits(p, width) == pytest.approx(float(mean), rel=1e-12)
    assert expected_bits(p, width) <= width / (1 - 2.0**-width)
    assert r"\frac{w}{1 - 2^{-w}}" in PAGE


@pytest.mark.parametrize("width", [1, 8])
def test_for_most_rates_the_sum_comes_to_its_limit(width):
    for p in (0.1, 0.3, 1 / 3):
        assert expected_bits(p, width) == pytest.approx(width / (1 - 2.0**-width), rel=1e-9)


@given(p=ONE_DIGIT_OR_MORE)
def test_no_tree_has_fewer_bits_than_the_comparison(p):
    """Knuth and Yao: a leaf at depth k for every one among the digits of p, and of 1 - p."""

    def depths(chance):
        return sum(Fraction(k, 2**k) for k, digit in enumerate(digits_of(chance, 1), start=1) if digit)

    assert expected_bits(p, 1) == pytest.approx(
        float(depths(Fraction(p)) + depths(1 - Fraction(p))), rel=1e-12
    )
    assert entropy(p) <= min(1, expected_bits(p, 1)) + 1e-12
    assert sum(k / 2**k for k in range(1, 80)) == pytest.approx(2)
    assert r"\sum_{k \ge 1} k\,2^{-k} = 2" in PAGE


@given(p=rates(above_zero=True, below_one=True))
def test_the_pages_three_lines_find_the_chance_to_stay_exact(p):
    assert cell_with("def chance_to_keep")["chance_to_keep"](p) == 1 - Fraction(p)


def test_the_prediction_is_answered_by_the_third_option():
    assert expected_bits(0.3, 1) == pytest.approx(2)
    assert entropy(0.3) < 1


def test_the_answers_below_are_right():
    assert round(256 * 0.1) == 26
    mean = (1 - 26 / 256) / (1 - 0.1)
    assert mean == pytest.approx(1 - 0.002, abs=3e-4)
    assert entropy(0.1) == pytest.approx(0.47, abs=0.005)
    assert expected_bits(0.5, 1) == 1
    assert expected_bits(0.500001, 1) == pytest.approx(2)
    assert expected_bits(0.500001, 8) / expected_bits(0.5, 8) - 1 == pytest.approx(1 / 255, rel=1e-3)
