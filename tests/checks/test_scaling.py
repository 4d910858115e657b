"""Checks of homework 2: how sharp they are, and that no answer, however broken, breaks or passes one."""

from itertools import pairwise
from math import comb

import numpy as np
import pytest
from exercises import Subclass, function_named, raises, refusal
from gallery.build import model_solutions, source_notebook

from dropout_course.checks import check
from dropout_course.checks.law import LOWER_RATES
from dropout_course.checks.scaling import PROPERTIES, choice, pairs, units
from dropout_course.checks.stats import largest_product_sum

MISS = 1e-6
MODELS = model_solutions(source_notebook("hw2-scaling"))


BROKEN = {
    "nothing": lambda *arguments: None,
    "text": lambda *arguments: "a text",
    "pair of texts": lambda *arguments: ("a", "text"),
    "three values": lambda x, *arguments: (x, x, x),
    "scalars": lambda *arguments: (1.0, True),
    "wrong shape": lambda x, *arguments: (np.ones(3), np.ones(3)),
    "nan": lambda x, *arguments: (np.full(np.shape(x), np.nan), np.full(np.shape(x), np.nan)),
    "objects": lambda x, *arguments: (np.full(np.shape(x), None), np.full(np.shape(x), None)),
    "subclass": lambda x, *arguments: (np.ones(np.shape(x)).view(Subclass),) * 2,
    "error": raises,
}


def test_every_function_of_the_homework_has_its_properties():
    assert PROPERTIES.keys() == MODELS.keys()


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("name", PROPERTIES)
def test_a_broken_answer_holds_no_property_and_breaks_no_check(name, broken):
    def answer(*arguments):
        return BROKEN[broken](*arguments)

    answer.__name__ = name
    report = check(answer, seed=0)
    holding = {finding.property.name for finding in report.findings if finding.passed}
    assert holding <= {"input"}, report  # that x is left alone may be true
    assert all("\n" not in finding.message for finding in report.findings)


@pytest.mark.parametrize("name", PROPERTIES)
def test_the_model_holds_every_property_of_its_function(name):
    assert check(function_named(MODELS, name), seed=1).passed


@pytest.mark.parametrize("name", sorted(PROPERTIES.keys() - {"rate_from_keep_prob"}))
def test_the_model_in_half_precision_holds_every_property_too(name):
    model = function_named(MODELS, name)

    def answer(*arguments):
        given = model(*arguments)
        if isinstance(given, tuple):
            return tuple(value.astype(np.float16) for value in given)
        return given.astype(np.float16)

    answer.__name__ = name
    report = check(answer, seed=2)
    assert report.passed, report


def test_the_examples_of_the_text_are_what_the_models_say():
    ones, kept = np.array([1.0, 1.0, 3.0]), np.array([1, 0, 1])
    assert function_named(MODELS, "inverted_backward")(ones, kept, 0.5).tolist() == [2, 0, 6]
    assert np.allclose(function_named(MODELS, "moments")(np.array([3.0]), 0.9), [[3], [81]])
    assert function_named(MODELS, "rate_from_keep_prob")(0.75) == 0.25
    x = np.array([[[[1.0, 2.0]], [[3.0, -3.0]]]])
    assert np.allclose(function_named(MODELS, "channel_sum_moments")(x, 0.5), [[3], [9]])


# ---- entries that are 0 in x


def test_all_silent_entries_share_a_fate_less_than_once_in_1e9_masks():
    """Each of 600 entries is silent with probability 1/2, and then kept with probability 0.64 at most."""
    entries, kept = np.prod(pairs.SHAPE), 1 - LOWER_RATES[0]
    assert 2 * ((1 + kept) / 2) ** entries < 1e-9


# ---- a rate for every unit


def test_right_rates_of_units_are_refused_less_than_once_in_a_billion():
    rates = units.draw_rates(np.random.default_rng(0), units.OWN[0])
    assert sum(refusal(units.OWN[1], rate, rate) for rate in rates) < 1e-9


@pytest.mark.parametrize("rate", np.linspace(0.1, 0.9, 9))
@pytest.mark.parametrize("shift", [-0.025, 0.025])
def test_a_rate_of_a_unit_that_is_off_is_caught(rate, shift):
    assert refusal(units.OWN[1], rate, rate + shift) > 1 - MISS


def test_a_unit_whose_rate_of_0_or_1_is_off_by_a_thousandth_is_caught():
    assert (1 - 0.001) ** (units.ENDS * units.UNITS // 2) < MISS


def test_no_two_units_have_nearly_the_same_rate_nor_one_the_other_s_complement():
    for seed in range(100):
        rates = units.draw_rates(np.random.default_rng(seed), (units.UNITS, units.OWN[0])[seed % 2])
        assert min(high - low for low, high in pairwise(sorted(rates))) > 0.02
        assert np.abs(rates[:, None] + rates - 1).min() > 0.02


# ---- exactly k


def comparisons(size):
    """The chance of each unit, of each pair, and of equal neighbours, with how many are compared."""
    n, k = size
    pair = k * (k - 1) / (n * (n - 1))
    return [(n, choice.ROWS, k / n), (comb(n, 2), choice.ROWS, pair), (1, choice.ROWS // 2, 1 / comb(n, k))]


@pytest.mark.parametrize("size", choice.SIZES)
def test_free_choices_are_refused_less_than_once_in_a_billion(size):
    alarms = [count * refusal(rows, chance, chance, choice.EACH) for count, rows, chance in comparisons(size)]
    assert sum(alarms) < 1e-9


@pytest.mark.parametrize("size", choice.SIZES)
def test_pairs_that_are_kept_too_often_and_rows_that_repeat_are_caught(size):
    _, (_, rows, pair), (_, neighbours, equal) = comparisons(size)
    assert refusal(rows, pair, 1.25 * pair, choice.EACH) > 1 - MISS
    assert refusal(neighbours, equal, 0.1 + 0.9 * equal, choice.EACH) > 1 - MISS


@pytest.mark.parametrize("size", choice.SIZES)
def test_a_row_that_copies_one_further_up_is_caught_by_five_standard_deviations(size):
    """One row in five copies; a sum of products then has a standard deviation of p (1 - p) sqrt(rows)."""
    n, k = size
    variance = k / n * (1 - k / n)
    expected = 0.2 * variance * 0.8 * choice.ROWS  # rows up to a fifth of them apart
    bound = largest_product_sum(choice.ROWS, k / n, choice.EACH)
    assert expected - 5 * variance * np.sqrt(choice.ROWS) > bound
