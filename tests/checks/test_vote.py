"""The exercise on the geometric mean: right answers pass, each wrong one hears its reason first."""

import numpy as np
import pytest
from exercises import hears_its_reason_first, judged_as, right_answers_pass

from dropout_course.checks import vote
from dropout_course.reference import geometric_mean


def normalised(products):
    return products / products.sum()


RIGHT = [
    lambda q, P: normalised(np.prod(q ** P[:, None], axis=0)),
    lambda q, P: normalised(np.exp(P @ np.log(q))),
    lambda q, P: normalised(np.exp(P @ np.log(q))).astype(np.float32),
    lambda q, P: geometric_mean(q[:, None], P)[0],
]
WRONG = [
    (lambda q, P: np.prod(q ** P[:, None], axis=0), vote.NOT_NORMALISED),
    (lambda q, P: np.prod(q, axis=0) ** (1 / len(q)), vote.NOT_NORMALISED),
    (lambda q, P: normalised(np.prod(q, axis=0) ** (1 / len(q))), vote.UNWEIGHTED),
    (lambda q, P: normalised(np.prod(q, axis=0)), vote.UNWEIGHTED),
    (lambda q, P: normalised(np.prod(P[:, None] * q, axis=0)), vote.UNWEIGHTED),
    (lambda q, P: q.mean(axis=0), vote.UNWEIGHTED),
    (lambda q, P: normalised(np.prod(q ** (1 - P[:, None]), axis=0)), vote.WRONG_WEIGHTS),
    (lambda q, P: normalised(np.prod(q ** P[::-1, None], axis=0)), vote.WRONG_WEIGHTS),
    (lambda q, P: P @ q, vote.ARITHMETIC),
    (lambda q, P: normalised(1 / (P @ (1 / q))), vote.WRONG_MEAN),
    (lambda q, P: P @ np.log(q), vote.NO_PROBABILITIES),
    (lambda q, P: 0 * q[0], vote.NO_PROBABILITIES),
]


judged = judged_as("vote")
test_a_right_answer_passes = right_answers_pass(judged, RIGHT)
test_a_wrong_answer_hears_its_reason_first = hears_its_reason_first(judged, WRONG)


def test_the_page_hears_of_both_its_mistakes():
    page = judged(WRONG[1][0])
    reasons = [finding.misconception for finding in page.findings]
    assert reasons == [vote.NOT_NORMALISED, vote.UNWEIGHTED, vote.UNWEIGHTED]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "do not forget `return`"),
        (0.5, "not a numpy array"),
        (np.zeros((1, 3)), "wrong shape"),
        (np.array(1.0), "wrong shape"),
    ],
)
def test_garbage_is_refused_with_words(answer, told):
    assert all(told in finding.message for finding in judged(lambda q, P: answer).findings)


@pytest.mark.parametrize(
    ("make", "told"), [(lambda y: y * np.nan, "NaN"), (lambda y: y.astype(str), "no numbers")]
)
def test_an_answer_without_numbers_is_refused_with_words(make, told):
    assert all(told in finding.message for finding in judged(lambda q, P: make(q[0])).findings)


def test_an_error_is_told_with_its_call():
    message = judged(lambda q, P: q**P).findings[0].message
    assert "vote(<array of shape" in message
    assert "ValueError" in message
