"""The derivations of book/theory/overfitting, in numbers: what can be understood, and what only memorised."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import rates

from dropout_course.data import CLASSES
from dropout_course.experiments.relabelled import relabel
from dropout_course.reference import keep_mask


def understood(share, classes):
    """a = (1 - s) + s / C, as the page has it."""
    return 1 - share + share / classes


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_who_understands_all_and_memorises_nothing_is_right_as_often_as_the_formula_says(share):
    true = np.random.default_rng(0).integers(len(CLASSES), size=100_000)
    taught = relabel(true, share, np.random.default_rng(1))
    chance = understood(share, len(CLASSES))
    spread = sqrt(share * 0.1 * 0.9 / len(true))  # only the random labels leave room for luck
    assert abs((taught == true).mean() - chance) <= 6.2 * spread  # false alarm 6e-10


@given(answers=st.lists(st.integers(0, 9), min_size=1, max_size=20))
def test_whatever_the_answers_a_uniform_label_is_hit_one_time_in_ten(answers):
    every_label = np.arange(10)
    assert np.mean([[answer == label for label in every_label] for answer in answers]) == pytest.approx(0.1)


@given(p=rates(above_zero=True, below_one=True), k=st.integers(1, 4))
def test_a_label_that_hangs_on_k_units_is_there_as_often_as_the_power_says(p, k):
    whole = sum(
        np.prod(np.where(keep, 1 - p, p)) for keep in np.ndindex(*[2] * k) if all(keep)
    )  # over all masks
    assert whole == pytest.approx((1 - p) ** k)


def test_three_units_at_one_half_are_all_there_in_one_pass_of_eight():
    keep = keep_mask((40_000, 3), 0.5, np.random.default_rng(2)).all(axis=1)
    assert abs(keep.mean() - 1 / 8) < 6.2 * sqrt(1 / 8 * 7 / 8 / 40_000)  # false alarm 6e-10
