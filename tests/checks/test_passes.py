"""The exercise on the mean of many passes: right answers pass, each wrong one hears its reason first."""

import numpy as np
import pytest
from exercises import hears_its_reason_first, judged_as, right_answers_pass

from dropout_course.checks import passes
from dropout_course.reference import (
    classic_multiplier,
    forward_pass,
    inverted_multiplier,
    monte_carlo,
    softmax,
)


def ask(network, x, m):
    return forward_pass(network, x, [None, m, None]).output


def logits(network, x, p, count, rng, draw=inverted_multiplier):
    return np.stack([ask(network, x, draw((len(x), network.sizes[1]), p, rng)) for _ in range(count)])


def with_reference(network, x, p, passes, rng):
    return softmax(monte_carlo(network, x, (0, p, 0), passes, rng)).mean(axis=0)


def one_mask_for_the_batch(network, x, p, passes, rng):
    masks = [inverted_multiplier((network.sizes[1],), p, rng) for _ in range(passes)]
    return np.mean([softmax(ask(network, x, m)) for m in masks], axis=0)


def in_float32(*arguments):
    return with_reference(*arguments).astype(np.float32)


def one_draw_of_logits(network, x, p, passes, rng):
    """The page's two mistakes."""
    m = inverted_multiplier((len(x), network.sizes[1]), p, rng)
    return softmax(np.mean([ask(network, x, m) for _ in range(passes)], axis=0))


def last_pass(network, x, p, passes, rng):
    return softmax(logits(network, x, p, passes, rng)[-1])


def seeded(network, x, p, passes, rng):
    fixed = [logits(network, x, p, 1, np.random.default_rng(0)) for _ in range(passes)]
    return softmax(np.concatenate(fixed)).mean(axis=0)


def mean_logits(*arguments):
    return softmax(logits(*arguments).mean(axis=0))


def raw_logits(*arguments):
    return logits(*arguments).mean(axis=0)


def summed(*arguments):
    return softmax(logits(*arguments)).sum(axis=0)


def vote(network, *arguments):
    return np.eye(network.sizes[-1])[logits(network, *arguments).argmax(axis=2)].mean(axis=0)


def vote_of_many(network, x, p, passes, rng):
    return (with_reference if passes == 1 else vote)(network, x, p, passes, rng)


def off(network, x, p, passes, rng):
    return softmax(forward_pass(network, x).output)


def unscaled(*arguments):
    return softmax(logits(*arguments, draw=classic_multiplier)).mean(axis=0)


def input_dropped(network, x, p, passes, rng):
    return softmax(monte_carlo(network, x, (p, p, 0), passes, rng)).mean(axis=0)


def always_seven(network, x, p, passes, rng):
    return with_reference(network, x, p, 7, rng)


def first_counts_double(*arguments):
    each = softmax(logits(*arguments))
    return (each[0] + each.sum(axis=0)) / (len(each) + 1)


RIGHT = [with_reference, one_mask_for_the_batch, in_float32]
WRONG = [
    (one_draw_of_logits, passes.SAID_ONCE),
    (last_pass, passes.SAID_ONCE),
    (seeded, passes.SAID_ONCE),
    (mean_logits, passes.MEAN_LOGITS),
    (raw_logits, passes.NO_SOFTMAX),
    (summed, passes.SUMMED),
    (vote, passes.VOTE),
    (vote_of_many, passes.VOTE),
    (off, passes.DROPOUT_OFF),
    (unscaled, passes.UNSCALED),
    (input_dropped, passes.NO_MEMBER),
    (always_seven, passes.NO_MEMBER),
    (first_counts_double, passes.NOT_THE_MEAN),
]


judged = judged_as("predict")
test_a_right_answer_passes = right_answers_pass(judged, RIGHT)
test_a_wrong_answer_hears_its_reason_first = hears_its_reason_first(judged, WRONG)


@pytest.mark.parametrize("seed", range(20))
def test_no_two_members_are_alike(seed):
    answers = softmax(passes.Question(np.random.default_rng(seed)).logits)
    one, other = np.triu_indices(len(answers), k=1)
    assert np.abs(answers[one] - answers[other]).max(axis=2).min() > 10 * passes.TOLERANCE


@pytest.mark.parametrize("function", [off, unscaled, vote])
def test_one_mistake_gives_one_reason(function):
    told = [finding.misconception for finding in judged(function).findings]
    assert len({reason for reason in told if reason}) == 1


def test_a_right_answer_is_refused_less_than_once_in_1e9_times():
    """All passes draw one mask for the batch with the sum of the members' chances, each to that power."""
    for p in (0.36, 0.45):  # the ends of the rates, and of their mirrors
        assert (p**passes.MANY + (1 - p) ** passes.MANY) ** passes.HIDDEN < 1e-20


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "do not forget `return`"),
        (0.5, "not a numpy array"),
        (np.zeros(passes.CLASSES), "wrong shape"),
        (np.full((passes.EXAMPLES, passes.CLASSES), np.nan), "NaN"),
        (np.full((passes.EXAMPLES, passes.CLASSES), "x"), "no numbers"),
    ],
)
def test_garbage_is_refused_with_words(answer, told):
    findings = judged(lambda *arguments: answer).findings
    assert all(told in finding.message for finding in findings)


def test_an_error_is_told_with_its_call():
    report = judged(lambda network, x, p, passes, rng: ask(network, x, np.ones(24)))
    assert "ValueError" in report.findings[0].message
