"""The exercise on a test for dropout layers: right tests pass, each blind one hears what it does not see."""

import numpy as np
import pytest
from exercises import judged_as, right_answers_pass

from dropout_course.checks import faults

ONES = np.ones((1000, 100))


def seen_in_eval(layer, p):
    return (layer(ONES, False) != 1).any()


def wrong_share(layer, p):
    dropped = (layer(ONES, True) == 0).mean()
    return abs(dropped - p) > 6 * np.sqrt(p * (1 - p) / ONES.size)


def wrong_mean(layer, p):
    return abs(layer(ONES, True).mean() - 1) > 6 * np.sqrt(p / (1 - p) / ONES.size)


def rows_alike(layer, p):
    on = layer(ONES, True)
    return (on == on[0]).all()


def passes_alike(layer, p):
    return np.array_equal(layer(ONES, True), layer(ONES, True))


ALL = (seen_in_eval, wrong_share, wrong_mean, rows_alike, passes_alike)


def any_of(*tests):
    return lambda layer, p: bool(any(test(layer, p) for test in tests))


def at_once(layer, p):
    """All in one pass or two, and a numpy bool."""
    off, on, again = layer(ONES, False), layer(ONES, True), layer(ONES, True)
    scale = on.max()
    share = (on == 0).mean()
    return np.bool_(
        (off != ONES).any()
        or not np.isclose(scale, 1 / (1 - p))
        or abs(share - p) > 0.02
        or len(np.unique(on, axis=0)) == 1
        or (on == again).all()
    )


def without(missing):
    return any_of(*(test for test in ALL if test is not missing))


def only_dropping_in_eval(layer, p):
    return bool((layer(ONES, False) == 0).any()) or without(seen_in_eval)(layer, p)


RIGHT = [any_of(*ALL), at_once]
WRONG = [
    (without(seen_in_eval), faults.ON_IN_EVAL),
    (only_dropping_in_eval, faults.SCALED_IN_EVAL),
    (any_of(seen_in_eval), faults.OFF),
    (any_of(seen_in_eval, wrong_mean, passes_alike), faults.KEEPS_P),
    (any_of(seen_in_eval, wrong_share, passes_alike), faults.TWICE),
    (any_of(seen_in_eval, wrong_share, lambda layer, p: layer(ONES, True).mean() > 1.05), faults.UNSCALED),
    (lambda layer, p: False, faults.ON_IN_EVAL),
    (lambda layer, p: True, faults.FALSE_ALARM),
    (lambda layer, p: bool(layer(ONES, True).mean() != 1), faults.FALSE_ALARM),
    (lambda layer, p: int(any_of(*ALL)(layer, p)), faults.NO_ANSWER),
    (lambda layer, p: None, faults.NO_ANSWER),
]

judged = judged_as("faulty")
test_a_right_answer_passes = right_answers_pass(judged, RIGHT)


@pytest.mark.parametrize(("function", "reason"), WRONG)
def test_a_blind_test_hears_what_it_does_not_see(function, reason):
    for seed in range(5):
        told = [finding.misconception for finding in judged(function, seed).findings if not finding.passed]
        assert told[0] == reason


@pytest.mark.parametrize(("missing", "reason"), [(rows_alike, faults.SHARED), (passes_alike, faults.FROZEN)])
def test_masks_that_are_not_fresh_are_told_apart(missing, reason):
    """Only one half of the answer is asked, so that a mean of few coins does not accuse by chance."""
    seen = (seen_in_eval, rows_alike, passes_alike)
    report = judged(any_of(*(test for test in seen if test is not missing)))
    (fresh,) = (finding for finding in report.findings if finding.property.name == "fresh")
    assert fresh.misconception == reason


def test_a_fair_test_accuses_a_right_layer_less_than_once_in_a_million():
    from scipy.stats import norm

    of_one_layer = 2 * 2 * norm.sf(6)  # its share and its mean
    assert of_one_layer * faults.RIGHT_LAYERS * len(faults.RATES) < 1e-6
