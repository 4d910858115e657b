import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from strategies import rates

from dropout_course.reference import check_rate, rate_from_keep_prob

DROPPING = "p is the probability of dropping a unit; from a keep probability: rate_from_keep_prob(keep_prob)"
KEEPING = "keep_prob is the probability of keeping a unit, 1 - p"


@given(p=rates())
def test_a_rate_comes_back_as_the_same_float(p):
    assert check_rate(p) == p


@pytest.mark.parametrize("half", [0.5, np.float64(0.5), np.float32(0.5), np.float16(0.5), Fraction(1, 2)])
def test_any_real_number_becomes_a_python_float(half):
    assert check_rate(half) == 0.5
    assert type(check_rate(half)) is float


@pytest.mark.parametrize("end", [0, 1, np.int64(0), np.uint8(1), 0.0, 1.0, -0.0])
def test_both_ends_are_rates(end):
    assert check_rate(end) == end
    assert type(check_rate(end)) is float


@pytest.mark.parametrize(
    "p", [50, -0.1, np.nextafter(0, -1), np.nextafter(1, 2), np.nan, np.inf, -np.inf, np.float32("nan")]
)
def test_what_is_no_probability_is_refused_with_the_convention(p):
    with pytest.raises(ValueError, match=re.escape("p must lie")) as error:
        check_rate(p)
    assert str(error.value) == f"p must lie in [0, 1] (50% is 0.5), not {p!r}: {DROPPING}"


@pytest.mark.parametrize(
    ("p", "kind"),
    [
        (True, "bool"),
        (np.False_, "bool"),
        ("0.5", "str"),
        (None, "NoneType"),
        (0.5j, "complex"),
        (Decimal("0.5"), "Decimal"),
        (np.array(0.5), "ndarray"),
        ([0.5], "list"),
    ],
)
def test_what_is_no_number_is_refused_with_the_convention(p, kind):
    with pytest.raises(TypeError, match="p must be one number") as error:
        check_rate(p)
    assert str(error.value) == f"p must be one number from 0 to 1, not {p!r} ({kind}): {DROPPING}"


@given(p=rates())
def test_the_rate_of_a_keep_probability_is_what_is_missing_to_one(p):
    assert rate_from_keep_prob(p) == 1 - p
    assert type(rate_from_keep_prob(p)) is float


@pytest.mark.parametrize("keep_prob", [80, -0.1, np.nan])
def test_a_keep_probability_outside_its_range_is_refused_under_its_own_name(keep_prob):
    with pytest.raises(ValueError, match="keep_prob must lie") as error:
        rate_from_keep_prob(keep_prob)
    assert str(error.value) == f"keep_prob must lie in [0, 1] (50% is 0.5), not {keep_prob!r}: {KEEPING}"


@pytest.mark.parametrize("keep_prob", [True, "0.8", None])
def test_a_keep_probability_that_is_no_number_is_refused_under_its_own_name(keep_prob):
    with pytest.raises(TypeError, match="keep_prob must be one number") as error:
        rate_from_keep_prob(keep_prob)
    assert str(error.value).endswith(f"({type(keep_prob).__name__}): {KEEPING}")
