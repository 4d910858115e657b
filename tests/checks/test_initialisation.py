"""The exercise on the gain: right answers pass, each wrong one hears its reason first."""

import numpy as np
import pytest
from exercises import hears_its_reason_first, judged_as, right_answers_pass

from dropout_course.checks import check, initialisation


def second_moment(p, form):
    return 1 / (1 - p) if form == "inverted" else 1 - p


RIGHT = [
    lambda p, form: 2 / second_moment(p, form),
    lambda p, form: np.float32(2 / second_moment(p, form)),
    lambda p, form: 2 * (1 - p) ** (1 if form == "inverted" else -1),
]
WRONG = [
    (lambda p, form: 2.0, initialisation.HE),
    (lambda p, form: 2 * second_moment(p, form), initialisation.WRONG_WAY),
    (lambda p, form: 2 * (1 - p), initialisation.WRONG_WAY),
    (lambda p, form: 2 / (1 - p), initialisation.WRONG_WAY),
    (lambda p, form: 2 * (1 - p) if form == "inverted" else 2 / (1 - p) ** 2, initialisation.LEVEL_AT_TEST),
    (lambda p, form: 1 / second_moment(p, form), initialisation.NO_RELU),
    (lambda p, form: np.sqrt(2 / second_moment(p, form)), initialisation.ROOT),
    (
        lambda p, form: 2 / max(p * (1 - p) if form == "classic" else p / (1 - p), 1e-9),
        initialisation.VARIANCE,
    ),
    (lambda p, form: 3 / second_moment(p, form), initialisation.NOT_LEVEL),
    (lambda p, form: 2 * 0.5**10 if p < 0.5 else 2 / second_moment(p, form), initialisation.NOT_LEVEL),
    (lambda p, form: 2 / second_moment(p, form) if p else 3.0, initialisation.NOT_HE),
]


judged = judged_as("gain")
test_a_right_answer_passes = right_answers_pass(judged, RIGHT)
test_a_wrong_answer_hears_its_reason_first = hears_its_reason_first(judged, WRONG)


def test_every_reason_but_garbages_is_tried():
    tried = {reason for _, reason in WRONG}
    assert {reason for known in initialisation.KNOWN.values() for reason, _ in known} <= tried


@pytest.mark.parametrize("answer", [None, "2", True, [2.0], 2j])
def test_what_is_no_number_is_refused(answer):
    for finding in judged(lambda p, form: answer).findings:
        assert finding.misconception == initialisation.NOT_A_NUMBER


@pytest.mark.parametrize("answer", [0, -1.0, np.nan, np.inf, 10**400])
def test_a_number_that_is_no_gain_is_refused(answer):
    for finding in judged(lambda p, form: answer).findings:
        assert not finding.passed


def test_an_error_is_told_with_its_call():
    def gain(p, form):
        return {"inverse": 2.0}[form]

    assert "KeyError" in check(gain, seed=0).findings[0].message
