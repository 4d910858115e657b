"""The exercise on what can be understood: right answers pass, each wrong one hears its reason first."""

from fractions import Fraction

import numpy as np
import pytest
from exercises import judged_as, right_answers_pass

from dropout_course.checks import overfitting
from dropout_course.checks.answers import kind_of

RIGHT = [
    lambda share, classes: 1 - share + share / classes,
    lambda share, classes: np.float32(1 - share * (1 - 1 / classes)),
    lambda share, classes: np.array(1 - share) + np.array(share / classes),
    lambda share, classes: np.asarray(1 - share + share / classes),
]
WRONG = [
    (lambda share, classes: 1 - share, overfitting.NO_LUCK),
    (lambda share, classes: share / classes, overfitting.TRUE_LOST),
    (lambda share, classes: 1 - share + 1 / classes, overfitting.LUCK_FOR_ALL),
    (lambda share, classes: 1 / classes if share else 1, overfitting.LUCK_FOR_ALL),
    (lambda share, classes: share + (1 - share) / classes, overfitting.SWAPPED),
    (lambda share, classes: 1 - share + share / 10, overfitting.ONE_NUMBER_OF_CLASSES),
    (lambda share, classes: 0.64, overfitting.ONE_NUMBER_OF_CLASSES),
    (lambda share, classes: 1 - share + share / (classes - 1), overfitting.WRONG_ACCURACY),
    (lambda share, classes: float("nan"), overfitting.WRONG_ACCURACY),
    (lambda share, classes: 10**400, overfitting.ONE_NUMBER_OF_CLASSES),
]


judged = judged_as("understood")
test_a_right_answer_passes = right_answers_pass(judged, RIGHT)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("function", "reason"), WRONG)
def test_a_wrong_answer_hears_its_reason_and_no_other(function, reason, seed):
    report = judged(function, seed)
    reasons = {finding.misconception for finding in report.findings if not finding.passed}
    assert reasons == {reason}, report


@pytest.mark.parametrize("answer", [None, "0.64", [0.64], np.array([0.64]), True, 1j, Fraction(16, 25)])
def test_what_is_no_number_is_refused_with_words(answer):
    findings = judged(lambda share, classes: answer).findings
    assert all(f"no number: {kind_of(answer)};" in finding.message for finding in findings)


def test_an_error_is_told_with_its_call():
    findings = judged(lambda share, classes: 1 / share - 1 / share + 1 - share + share / classes).findings
    assert "understood(0, " in findings[0].message
    assert "ZeroDivisionError" in findings[0].message


def test_where_a_reason_is_looked_for_no_two_rules_agree():
    """Else one mistake would be told as another; without luck in it, no right answer is ever refused."""
    for classes in (3, 4, 9, 11, 30):
        for share in np.linspace(*overfitting.SMALL_SHARES, 50):
            found = [rule(share, classes) for _, rule in overfitting.RULES]
            found += [1 - share + share / classes, 1 - share + share / 10]
            assert np.diff(sorted(found)).min() > 1e-4
