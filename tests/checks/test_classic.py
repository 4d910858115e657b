"""The exercise on the classic test pass: right answers pass, each wrong one hears its reason first."""

import numpy as np
import pytest
from exercises import hears_its_reason_first, judged_as, right_answers_pass

from dropout_course.checks import classic

RIGHT = [
    lambda h, W, c, p: (1 - p) * h @ W + c,
    lambda h, W, c, p: h @ ((1 - p) * W) + c,
    lambda h, W, c, p: ((1 - p) * h @ W + c).astype(np.float32),
]
WRONG = [
    (lambda h, W, c, p: (1 - p) * (h @ W + c), classic.SCALED_BIAS),
    (lambda h, W, c, p: (1 - p) * h @ W + p * c, classic.SCALED_BIAS),
    (lambda h, W, c, p: h @ W + c, classic.NOT_SCALED),
    (lambda h, W, c, p: p * h @ W + c, classic.SCALED_BY_P),
    (lambda h, W, c, p: h @ W / max(1 - p, 1e-9) + c, classic.DIVIDED),
    (lambda h, W, c, p: (1 - p) ** 2 * h @ W + c, classic.NOT_THE_MEAN),
    (lambda h, W, c, p: (1 - p) * h @ W, classic.NO_BIAS),
    (lambda h, W, c, p: (1 - p) * h @ W - c, classic.WRONG_BIAS),
    (lambda h, W, c, p: (1 - p) * h @ W + c if p < 1 else h @ W - c, classic.WRONG_AT_ENDS),
]


judged = judged_as("test_pass")
test_a_right_answer_passes = right_answers_pass(judged, RIGHT)
test_a_wrong_answer_hears_its_reason_first = hears_its_reason_first(judged, WRONG)


def test_a_scaled_bias_is_the_only_reason_of_the_pages_mistake():
    reasons = [finding.misconception for finding in judged(WRONG[0][0]).findings]
    assert reasons == [classic.SCALED_BIAS, classic.SCALED_BIAS, None]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "do not forget `return`"),
        (0.5, "not a numpy array"),
        (np.zeros((1, classic.OUTS)), "wrong shape"),
        (np.full(classic.OUTS, np.nan), "NaN"),
        (np.full(classic.OUTS, "x"), "no numbers"),
    ],
)
def test_garbage_is_refused_with_words(answer, told):
    findings = judged(lambda h, W, c, p: answer).findings
    assert all(told in finding.message for finding in findings)


def test_an_error_is_told_with_its_call():
    report = judged(lambda h, W, c, p: W @ h + c)
    assert not report.passed
    assert "ValueError" in report.findings[0].message
