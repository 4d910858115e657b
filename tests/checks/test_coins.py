"""The exercise on the first byte of a coin: right answers pass, each wrong one hears its reason first."""

import numpy as np
import pytest
from exercises import hears_its_reason_first, judged_as, right_answers_pass

from dropout_course.checks import coins


def against(digit):
    """Comparing with this digit of p, one byte that equals it being a tie."""
    return lambda byte, p: None if byte == digit(p) else byte > digit(p)


def tie_below(byte, p):
    """Exact, too, in number: but the tie stands at byte 0, and all others have moved up."""
    return None if byte == 0 else byte > int(256 * p)


RIGHT = [
    against(lambda p: int(256 * p)),
    against(lambda p: np.floor(256 * p)),
    lambda byte, p: False if byte + 1 <= 256 * p else True if byte > 256 * p else None,
]
WRONG = [
    (lambda byte, p: byte >= round(256 * p), coins.ROUNDED),
    (lambda byte, p: byte >= int(256 * p), coins.ROUNDED),
    (lambda byte, p: byte / 256 >= p, coins.ROUNDED),
    (against(lambda p: round(256 * p) + 1), coins.WRONG_TIE),
    (against(lambda p: int(np.ceil(256 * p))), coins.WRONG_TIE),
    (against(lambda p: int(256 * p) - 1), coins.WRONG_TIE),
    (lambda byte, p: None if byte == int(256 * p) else byte < int(256 * p), coins.SWAPPED),
    (lambda byte, p: None if abs(byte - int(256 * p)) < 2 else byte > 256 * p, coins.MANY_TIES),
    (lambda byte, p: None, coins.MANY_TIES),
    (tie_below, coins.NO_ORDER),
    (lambda byte, p: 1 if byte > 256 * p else 0, coins.NO_VERDICT),
    (lambda byte, p: "tie" if byte == int(256 * p) else byte > 256 * p, coins.NO_VERDICT),
]


judged = judged_as("decide")
test_a_right_answer_passes = right_answers_pass(judged, RIGHT)
test_a_wrong_answer_hears_its_reason_first = hears_its_reason_first(judged, WRONG)


def test_swapped_verdicts_give_one_reason():
    told = [finding.misconception for finding in judged(WRONG[6][0]).findings]
    assert told == [coins.SWAPPED, coins.SWAPPED, None]


@pytest.mark.parametrize("answer", [0, 1, 0.5, "drop", np.array(True), [True]])
def test_what_is_no_verdict_is_refused(answer):
    for finding in judged(lambda byte, p: answer).findings:
        assert finding.misconception == coins.NO_VERDICT


def test_an_error_is_told_with_its_call():
    report = judged(lambda byte, p: byte > digits(p))  # noqa: F821
    assert "NameError" in report.findings[0].message
