"""The exercise on reading curves: right answers pass, each wrong one hears its reason first."""

import numpy as np
import pytest
from exercises import judged_as, right_answers_pass

from dropout_course.checks import diagnosis


def by_the_terms(train, validation):
    return "overfits" if train[-1] - validation[-1] > 1 - train[-1] else "underfits"


def by_the_middle(train, validation):
    """Overfits if training lies nearer to 1 than to validation."""
    return "overfits" if 2 * train[-1] > 1 + validation[-1] else "underfits"


def the_pages(train, validation):
    return "overfits" if train[-1] > validation[-1] else "underfits"


WRONG = [
    (the_pages, diagnosis.GAP_ALONE),
    (lambda t, v: "overfits" if t[-1] - v[-1] > 0.1 else "underfits", diagnosis.GAP_ALONE),
    (lambda t, v: "underfits" if t[-1] - v[-1] > 1 - t[-1] else "overfits", diagnosis.SWAPPED),
    (lambda t, v: "overfits" if t[-1] > 0.9 else "underfits", diagnosis.LEARNED_ALONE),
    (lambda t, v: "overfits" if t[0] - v[0] > 1 - t[0] else "underfits", diagnosis.NOT_THE_END),
    (lambda t, v: t[-1] > v[-1], diagnosis.NO_DIAGNOSIS),
    (lambda t, v: "overfits" if v[-1] < 0.4 else "underfits", diagnosis.WRONG),
]

judged = judged_as("diagnose")
test_a_right_answer_passes = right_answers_pass(judged, [by_the_terms, by_the_middle])


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("function", "reason"), WRONG)
def test_a_wrong_answer_hears_its_reason_first(function, reason, seed):
    failed = [finding.misconception for finding in judged(function, seed).findings if not finding.passed]
    assert failed[0] == reason


@pytest.mark.parametrize("kind", diagnosis.ENDS)
def test_the_terms_of_each_kind_are_told_apart_at_the_end_and_alike_at_first(kind):
    for seed in range(50):
        train, validation = diagnosis.draw_curves(kind, np.random.default_rng(seed))
        assert all(0 <= accuracy <= 1 for accuracy in (*train, *validation))
        assert abs(train[0] - validation[0]) < 0.01
        gap, missing = train[-1] - validation[-1], 1 - train[-1]
        assert abs(gap - missing) > 0.04
        assert (gap > missing) is (kind != "starved")
