"""The exercise on the letter p: right answers pass, each wrong one hears its reason first."""

import numpy as np
import pytest
from exercises import hears_its_reason_first, judged_as, right_answers_pass

from dropout_course.checks import notation

MEANS = {**notation.PAPERS, **notation.FRAMEWORKS, **notation.OLD_CODE}


def right(call, number):
    return 1 - number if MEANS[call] == "keep" else number


def by_hand(call, number):
    if call in ("tf.nn.dropout", "stax.Dropout") or "2014" in call:
        return np.float64(1.0) - number
    return number


WRONG = {
    "as the page has it": (lambda call, number: number, notation.KEEP_AS_DROP),
    "all turned": (lambda call, number: 1 - number, notation.DROP_AS_KEEP),
    "rates are small": (lambda call, number: min(number, 1 - number), notation.BY_SIZE),
    "rates are large": (lambda call, number: max(number, 1 - number), notation.BY_SIZE),
    "the other way round": (lambda call, number: 1 - right(call, number), notation.KEEP_AS_DROP),
    "in percent": (lambda call, number: 100 * right(call, number), notation.WRONG_RATE),
    "always a half": (lambda call, number: 0.5, notation.WRONG_RATE),
}
GARBAGE = {
    "nothing": (lambda call, number: None, "do not forget `return`"),
    "words": (lambda call, number: str(right(call, number)), "a value of type str"),
    "an array": (lambda call, number: np.array([right(call, number)]), "a value of type ndarray"),
    "a boolean": (lambda call, number: True, "a value of type bool"),
    "NaN": (lambda call, number: float("nan"), ": NaN; expected"),
    "a huge integer": (lambda call, number: 10**400, "a huge number"),
    "an error": (lambda call, number: {}[call], "drop_rate('Srivastava 2014', 0."),
    "no argument": (lambda: None, "raised TypeError"),
}


judged = judged_as("drop_rate")
test_a_right_answer_passes = right_answers_pass(judged, [right, by_hand])
test_a_wrong_answer_hears_its_reason_first = hears_its_reason_first(judged, WRONG.values(), names=WRONG)


@pytest.mark.parametrize("call", MEANS)
def test_one_misread_call_costs_the_property_of_its_place_alone(call):
    report = judged(lambda c, number: right(c, number) if c != call else 1 - right(c, number), 1)
    first, *others = report.findings
    assert repr(call) in first.message
    assert not first.passed
    assert all(finding.passed for finding in others)


@pytest.mark.parametrize("name", GARBAGE)
def test_what_is_no_rate_is_refused_with_words(name):
    function, told = GARBAGE[name]
    report = judged(function, 0)
    assert not report.passed
    assert told in repr(report)
