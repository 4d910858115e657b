"""The exercise on the rule of verdicts: right answers pass, each wrong one hears its reason first."""

import pytest
from exercises import judged_as, right_answers_pass

from dropout_course.checks import verdicts
from dropout_course.results import Interval, verdict


def by_the_rule(low, high, margin):
    return str(verdict(Interval(low, low, high), margin))


def written_out(low, high, margin):
    if low > 0 and high > margin:
        return "holds"
    if high < 0 or max(-low, high) <= margin:
        return "does not hold"
    return "not settled"


def significant(low, high, margin):
    return "holds" if low > 0 else "does not hold" if high < 0 else "not settled"


def two_valued(low, high, margin):
    return "holds" if low > 0 and high > margin else "does not hold"


def strict(low, high, margin):
    return "holds" if low > margin else "does not hold" if high < margin else "not settled"


def never_refuses(low, high, margin):
    return "holds" if low > 0 and high > margin else "not settled"


def never_null(low, high, margin):
    return "does not hold" if high < 0 else never_refuses(low, high, margin)


WRONG = [
    (significant, verdicts.TRIFLE),
    (two_valued, verdicts.NO_EVIDENCE),
    (strict, verdicts.TOO_STRICT),
    (never_refuses, verdicts.WRONG_SIDE),
    (never_null, verdicts.NEVER_NULL),
    (lambda low, high, margin: low > 0, verdicts.NO_VERDICT),
    (lambda low, high, margin: "does not hold", verdicts.WRONG),
]

judged = judged_as("judge")
test_a_right_answer_passes = right_answers_pass(judged, [by_the_rule, written_out])


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("function", "reason"), WRONG)
def test_a_wrong_answer_hears_its_reason_first(function, reason, seed):
    failed = [finding.misconception for finding in judged(function, seed).findings if not finding.passed]
    assert failed[0] == reason
