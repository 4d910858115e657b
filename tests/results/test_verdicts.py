import itertools
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dropout_course.results import Interval, Verdict, all_of, over_conditions, seeds_to_settle, verdict

HOLDS, CONDITIONS, FAILS, OPEN = (
    Verdict.HOLDS,
    Verdict.HOLDS_UNDER_CONDITIONS,
    Verdict.DOES_NOT_HOLD,
    Verdict.NOT_SETTLED,
)
MARGIN = 2.0
LANDMARKS = [-3.0, -MARGIN, -1.0, 0.0, 1.0, MARGIN, 3.0]

# Every way in which an interval can lie to zero and to the margin 2: rows are low, columns high.
RULE = {
    #  high:  -3     -2     -1      0      1      2      3
    -3.0: [FAILS, FAILS, FAILS, OPEN, OPEN, OPEN, OPEN],
    -2.0: [None, FAILS, FAILS, FAILS, FAILS, FAILS, OPEN],
    -1.0: [None, None, FAILS, FAILS, FAILS, FAILS, OPEN],
    0.0: [None, None, None, FAILS, FAILS, FAILS, OPEN],
    1.0: [None, None, None, None, FAILS, FAILS, HOLDS],
    2.0: [None, None, None, None, None, FAILS, HOLDS],
    3.0: [None, None, None, None, None, None, HOLDS],
}


def between(low, high):
    return Interval((low + high) / 2, low, high)


@pytest.mark.parametrize(("low", "high"), list(itertools.combinations_with_replacement(LANDMARKS, 2)))
def test_every_ordering_of_interval_zero_and_margin_has_the_verdict_of_the_rule(low, high):
    assert verdict(between(low, high), MARGIN) is RULE[low][LANDMARKS.index(high)]


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(-1, -1, FAILS), (0, 0, FAILS), (-1, 1, OPEN), (0, 1, OPEN), (1, 2, HOLDS)]
)
def test_with_no_margin_only_the_sign_counts(low, high, expected):
    assert verdict(between(low, high), 0) is expected


numbers = st.floats(-10, 10)
margins = st.floats(0, 10)


@given(ends=st.tuples(numbers, numbers).map(sorted), margin=margins)
def test_exactly_one_clause_of_the_rule_applies(ends, margin):
    low, high = ends
    holds = low > 0 and high > margin
    small = max(abs(low), abs(high)) <= margin
    other_side = high < 0
    assert not (holds and (small or other_side))
    expected = HOLDS if holds else FAILS if small or other_side else OPEN
    assert verdict(between(low, high), margin) is expected


@given(ends=st.tuples(numbers, numbers).map(sorted), margin=margins)
def test_a_claim_and_its_opposite_never_both_hold(ends, margin):
    low, high = ends
    assert [verdict(between(low, high), margin), verdict(between(-high, -low), margin)] != [HOLDS, HOLDS]


@given(
    ends=st.tuples(numbers, numbers).map(sorted),
    inner=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    margin=margins,
)
def test_a_narrower_interval_never_unsettles(ends, inner, margin):
    low, high = ends
    middle = (low + high) / 2
    narrow = Interval(middle, middle + inner[0] * (low - middle), middle + inner[1] * (high - middle))
    assume(low <= narrow.low <= narrow.high <= high)
    if verdict(between(low, high), margin) is not OPEN:
        assert verdict(narrow, margin) is not OPEN


@pytest.mark.parametrize("margin", [-0.1, math.nan, math.inf])
def test_a_margin_that_is_none_is_refused(margin):
    with pytest.raises(ValueError, match="margin"):
        verdict(Interval(0, -1, 1), margin)


@pytest.mark.parametrize("interval", [Interval(0, 1, -1), Interval(0, math.nan, 1), Interval(0, 0, math.nan)])
def test_an_interval_without_order_is_refused(interval):
    with pytest.raises(ValueError, match="low to high"):
        verdict(interval, 0.5)


SINGLE = [HOLDS, FAILS, OPEN]


@pytest.mark.parametrize("found", [c for n in (1, 2, 3) for c in itertools.product(SINGLE, repeat=n)])
def test_conditions_combine_by_the_rule(found):
    expected = (
        CONDITIONS
        if HOLDS in found and FAILS in found
        else found[0]
        if all(v is found[0] for v in found)
        else OPEN
    )
    assert over_conditions(found) is expected


@pytest.mark.parametrize("found", [c for n in (1, 2, 3) for c in itertools.product(SINGLE, repeat=n)])
def test_a_claim_of_several_parts_is_as_strong_as_its_weakest(found):
    weakest = max(found, key=[HOLDS, OPEN, FAILS].index)
    assert all_of(found) is weakest


@pytest.mark.parametrize("combine", [all_of, over_conditions])
def test_nothing_and_what_is_combined_already_cannot_be_combined(combine):
    with pytest.raises(ValueError, match="at least one"):
        combine([])
    with pytest.raises(ValueError, match="already"):
        combine([HOLDS, CONDITIONS])


@given(estimate=numbers, margin=margins, spread=st.floats(0.01, 50), floor=st.floats(0, 1))
def test_the_seeds_that_settle_are_the_fewest_that_do(estimate, margin, spread, floor):
    def interval_at(seeds):
        half = math.sqrt(spread**2 / seeds + floor**2)
        return Interval(estimate, estimate - half, estimate + half)

    needed = seeds_to_settle(interval_at, margin, limit=1000)
    settled = [verdict(interval_at(n), margin) is not OPEN for n in range(2, 1001)]
    assert needed == (settled.index(True) + 2 if any(settled) else None)
