"""The exercise on ablation: right answers pass, each wrong one hears its reason first."""

from math import comb

import numpy as np
import pytest
from exercises import hears_its_reason_first, judged_as, right_answers_pass

from dropout_course.checks import ablation


def units_of(h, share):
    return round(share * h.shape[1])


def permuted(h, share, rng):
    y = h.copy()
    y[:, rng.permutation(h.shape[1])[: units_of(h, share)]] = 0
    return y


def chosen(h, share, rng):
    keep = np.ones(h.shape[1])
    keep[rng.choice(h.shape[1], int(share * h.shape[1]), replace=False)] = 0
    return (h * keep).astype(np.float32)


def in_place(h, share, rng):
    h[:, np.argsort(rng.random(h.shape[1])) < np.ceil(share * h.shape[1])] = 0
    return h


def dropout(h, share, rng):
    return h * (rng.random(h.shape) >= share)


def the_pages(h, share, rng):
    return dropout(h, share, rng) / (1 - share)


def exactly_so_many_of_each_image(h, share, rng):
    order = rng.permuted(np.tile(np.arange(h.shape[1]), (len(h), 1)), axis=1)
    return h * (order >= units_of(h, share))


def images(h, share, rng):
    return h * (rng.random((len(h), 1)) >= share)


def coins(h, share, rng):
    return h * (rng.random(h.shape[1]) >= share)


def swapped(h, share, rng):
    return permuted(h, 1 - share, rng)


def one_more(h, share, rng):
    return permuted(h, share + 1 / h.shape[1], rng)


def nothing(h, share, rng):
    return h


def everything(h, share, rng):
    return 0 * h


def rescaled(h, share, rng):
    return permuted(h, share, rng) / (1 - share)


def absolute(h, share, rng):
    return np.abs(permuted(h, share, rng))


def first_units(h, share, rng):
    y = h.copy()
    y[:, : units_of(h, share)] = 0
    return y


def seeded(h, share, rng):
    return permuted(h, share, np.random.default_rng(0))


def own_generator(h, share, rng):
    return permuted(h, share, np.random.default_rng())


RIGHT = [permuted, chosen, in_place]
WRONG = [
    (dropout, ablation.EACH_IMAGE),
    (the_pages, ablation.EACH_IMAGE),
    (exactly_so_many_of_each_image, ablation.EACH_IMAGE),
    (images, ablation.WHOLE_IMAGES),
    (coins, ablation.BY_CHANCE),
    (swapped, ablation.SWAPPED),
    (one_more, ablation.WRONG_NUMBER),
    (nothing, ablation.WRONG_NUMBER),
    (everything, ablation.WRONG_NUMBER),
    (rescaled, ablation.RESCALED),
    (absolute, ablation.CHANGED),
    (first_units, ablation.SAME_UNITS),
    (seeded, ablation.SAME_UNITS),
    (own_generator, ablation.OWN_GENERATOR),
]


judged = judged_as("ablate")
test_a_right_answer_passes = right_answers_pass(judged, RIGHT)
test_a_wrong_answer_hears_its_reason_first = hears_its_reason_first(judged, WRONG)


def test_the_page_hears_of_both_its_mistakes():
    failed = {finding.misconception for finding in judged(the_pages).findings}
    assert {ablation.EACH_IMAGE, ablation.RESCALED} <= failed


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "do not forget `return`"),
        ([[0.0]], "not a numpy array"),
        (np.zeros(3), "wrong shape"),
        (np.float64(0), "not a numpy array"),
    ],
)
def test_garbage_is_refused_with_words(answer, told):
    assert all(told in finding.message for finding in judged(lambda *_: answer).findings)


@pytest.mark.parametrize(
    ("make", "told"), [(lambda h: h * np.nan, "NaN"), (lambda h: h.astype(str), "no numbers")]
)
def test_a_table_without_numbers_is_refused_with_words(make, told):
    assert all(told in finding.message for finding in judged(lambda h, *_: make(h)).findings)


def test_an_error_is_told_with_its_call():
    message = judged(lambda h, share, rng: h @ h).findings[0].message
    assert "ablate(<array of shape" in message
    assert "ValueError" in message


def test_a_right_answer_is_refused_less_than_once_in_1e9_times():
    """Only two draws that take the same units would do it: one pair in comb(64, 12) at most."""
    assert 1 / comb(ablation.UNITS, ablation.FEWEST) < 1e-12


def test_coins_for_units_are_caught_all_but_once_in_1e6_times():
    """All counts right by luck, when the share is smallest: the likeliest."""
    share = ablation.FEWEST / ablation.UNITS
    hit = comb(ablation.UNITS, ablation.FEWEST) * share**ablation.FEWEST
    hit *= (1 - share) ** (ablation.UNITS - ablation.FEWEST)
    assert hit**ablation.CALLS < 1e-6
