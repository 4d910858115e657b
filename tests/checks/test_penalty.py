"""The exercise on the penalty of dropout: right answers pass, each wrong one hears its reason first."""

import numpy as np
import pytest
from exercises import hears_its_reason_first, judged_as, right_answers_pass

from dropout_course.checks import penalty
from dropout_course.reference import dropout_penalty


def from_the_gram_matrix(x, p):
    return p / (1 - p) * np.diag(x.T @ x)


def in_single_precision(x, p):
    return (p / (1 - p) * (x**2).sum(axis=0)).astype(np.float32)


def writing_into_x(x, p):
    x *= x
    return x.sum(axis=0) * p / (1 - p)


def variance(p):
    return p / (1 - p)


RIGHT = [dropout_penalty, from_the_gram_matrix, in_single_precision, writing_into_x]
WRONG = {
    "as the page has it": (lambda x, p: p * (1 - p) * (x**2).sum(axis=1), penalty.PER_EXAMPLE),
    "other axis": (lambda x, p: variance(p) * (x**2).sum(axis=1), penalty.PER_EXAMPLE),
    "one sum": (lambda x, p: variance(p) * (x**2).sum(), penalty.ONE_FOR_ALL),
    "ridge": (lambda x, p: np.full(x.shape[1], len(x) * variance(p)), penalty.ONE_FOR_ALL),
    "nothing": (lambda x, p: np.zeros(x.shape[1]), penalty.ONE_FOR_ALL),
    "shared": (
        lambda x, p: variance(p) * (x**2).sum(axis=0) * (x**2).sum() * (x != 0).any(axis=0),
        penalty.ONE_FOR_ALL,
    ),
    "a floor": (lambda x, p: variance(p) * (x**2).sum(axis=0) + 1e-8, penalty.ZERO_PAYS),
    "absolute": (lambda x, p: variance(p) * np.abs(x).sum(axis=0), penalty.NOT_SQUARED),
    "not squared": (lambda x, p: variance(p) * x.sum(axis=0), penalty.NOT_SQUARED),
    "square of the sum": (lambda x, p: variance(p) * x.sum(axis=0) ** 2, penalty.NOT_SQUARED),
    "mean": (lambda x, p: variance(p) * (x**2).mean(axis=0), penalty.AVERAGED),
    "classic": (lambda x, p: p * (1 - p) * (x**2).sum(axis=0), penalty.CLASSIC_VARIANCE),
    "second moment": (lambda x, p: (x**2).sum(axis=0) / (1 - p), penalty.SECOND_MOMENT),
    "swapped": (lambda x, p: (1 - p) / p * (x**2).sum(axis=0), penalty.SWAPPED),
    "p alone": (lambda x, p: p * (x**2).sum(axis=0), penalty.NOT_THE_VARIANCE),
    "a root": (lambda x, p: variance(p) ** 0.5 * (x**2).sum(axis=0), penalty.NOT_THE_VARIANCE),
}
GARBAGE = {
    "nothing": (lambda x, p: None, "do not forget `return`"),
    "a list": (lambda x, p: dropout_penalty(x, p).tolist(), "not a numpy array"),
    "words": (lambda x, p: "0.5", "not a numpy array"),
    "a row": (lambda x, p: dropout_penalty(x, p)[np.newaxis], "wrong shape"),
    "objects": (lambda x, p: dropout_penalty(x, p).astype(object), "holds no numbers"),
    "booleans": (lambda x, p: dropout_penalty(x, p) > 0, "square"),
    "NaN": (lambda x, p: dropout_penalty(x, p) * np.nan, "NaN or infinity"),
    "an error": (lambda x, p: 1 / 0, "raised ZeroDivisionError"),
    "no argument": (lambda: None, "raised TypeError"),
}


judged = judged_as("penalty")
test_a_right_answer_passes = right_answers_pass(judged, RIGHT)
test_a_wrong_answer_hears_its_reason_first = hears_its_reason_first(judged, WRONG.values(), names=WRONG)


@pytest.mark.parametrize("name", GARBAGE)
def test_what_is_no_penalty_is_refused_with_words(name):
    function, told = GARBAGE[name]
    report = judged(function, 0)
    assert not report.passed
    assert told in repr(report)


def test_of_the_pages_two_mistakes_the_second_is_told_once_the_first_is_mended():
    report = judged(WRONG["classic"][0], 1)
    assert [finding.passed for finding in report.findings] == [False, True, True, True]


def test_every_property_can_fail():
    failed = {
        finding.property.name
        for function, _ in WRONG.values()
        for finding in judged(function, 0).findings
        if not finding.passed
    }
    assert failed == {property.name for property in penalty.PROPERTIES["penalty"]}
