"""Homework 1's masks from elsewhere: how sharp their checks are, and that no answer breaks or passes one."""

import math

import numpy as np
import pytest
from exercises import Subclass, function_named, raises, refusal
from gallery.build import model_solutions, source_notebook

from dropout_course.checks import check
from dropout_course.checks.law import FINE_SHAPE
from dropout_course.checks.more_masks import PROPERTIES, dice, stored, workers
from dropout_course.checks.stats import binomial_interval

MISS = 1e-6
MODELS = model_solutions(source_notebook("hw1-masks"))


BROKEN = {
    "nothing": lambda *arguments: None,
    "text": lambda *arguments: "a text",
    "scalar": lambda *arguments: True,
    "wrong shape": lambda *arguments: np.ones(3),
    "nan": lambda *arguments: np.full((60, 60), np.nan),
    "objects": lambda *arguments: np.full((60, 60), None),
    "subclass": lambda *arguments: np.ones((60, 60)).view(Subclass),
    "error": raises,
}


FEW, MANY = math.prod(dice.FEW), math.prod(FINE_SHAPE)
DICE = (  # hits, sides and throws of those that may be drawn: one of each row is
    [(hits, 6, FEW) for hits in (2, 4)],
    [(hits, sides, FEW) for hits in (7, 8) for sides in (10, 11, 12)],
    [(10, sides, MANY) for sides in range(405, 411)],
)


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("name", PROPERTIES)
def test_a_broken_answer_holds_no_property_and_breaks_no_check(name, broken):
    def answer(*arguments):
        return BROKEN[broken](*arguments)

    answer.__name__ = name
    report = check(answer, seed=0)
    holding = {finding.property.name for finding in report.findings if finding.passed}
    assert holding <= {"input"}, report  # that the lists are left alone may be true
    assert all("\n" not in finding.message for finding in report.findings)


def test_the_examples_of_the_text_are_what_the_models_say():
    rng = np.random.default_rng(0)
    assert function_named(MODELS, "group_mask")(2, 6, 2, 0.5, rng).shape == (2, 6)
    bits = np.array([[160, 128]], dtype=np.uint8)
    assert function_named(MODELS, "mask_from_bits")(bits, 9).tolist() == [[0, 1, 0, 1, 1, 1, 1, 1, 0]]
    assert function_named(MODELS, "mask_from_dropped")([[4, 1], []], 4).tolist() == [
        [0, 1, 1, 0],
        [1, 1, 1, 1],
    ]
    assert function_named(MODELS, "mask_from_runs")([2, 3, 1], 3).tolist() == [[1, 1, 0], [0, 0, 1]]


def test_the_die_to_mend_drops_one_entry_in_five():
    faces = np.random.default_rng(0).integers(1, 6, 100_000)
    low, high = binomial_interval(100_000, 1 / 5)
    assert low <= (faces < 2).sum() <= high


# ---- the die


def test_the_dice_are_those_that_are_reckoned_with():
    drawn = [dice.draw_dice(np.random.default_rng(seed)) for seed in range(60)]
    for number, possible in enumerate(DICE):
        found = {(hits, sides, math.prod(shape)) for hits, sides, shape in (one[number] for one in drawn)}
        assert found == set(possible)


def test_a_right_die_is_refused_less_than_once_in_a_billion():
    refused = [max(refusal(throws, h / s, h / s) for h, s, throws in possible) for possible in DICE]
    assert sum(refused) < 1e-9


@pytest.mark.parametrize("mistake", range(9))
def test_each_known_mistake_is_caught_by_some_die_whatever_is_drawn(mistake):
    missed = [
        max(1 - refusal(throws, h / s, dice.mistakes(h, s)[mistake][1]) for h, s, throws in possible)
        for possible in DICE
    ]
    assert math.prod(missed) < MISS


# ---- many workers


def test_masks_of_different_workers_are_equal_less_than_once_in_a_billion_checks():
    """Even if all entries of a row share a coin: it falls alike with a chance of at most 0.54."""
    masks = workers.SEEDS * len(workers.WORKERS)
    alike = 0.36**2 + 0.64**2
    assert math.comb(masks, 2) * alike ** min(workers.SHAPE) < 1e-9


# ---- masks written down


@pytest.mark.parametrize("form", [stored.BITS, stored.DROPPED, stored.RUNS])
def test_a_known_misreading_is_no_right_reading(form):
    rng = np.random.default_rng(1)
    for name, misread in form.misread:
        masks = [stored.draw_mask(9, units, first, rng) for units, first in ((17, True), (13, False))]
        assert any((misread(form.write(mask), mask.shape[1]) != mask).any() for mask in masks), name


@pytest.mark.parametrize("examples", range(8, 13))
@pytest.mark.parametrize(("units", "first"), [(17, True), (23, True), (16, False), (13, False), (15, False)])
def test_every_example_of_a_mask_keeps_some_units_and_drops_some(examples, units, first):
    for seed in range(20):
        mask = stored.draw_mask(examples, units, first, np.random.default_rng(seed))
        assert mask.any(axis=1).all()
        assert not mask.all(axis=1).any()
        assert (mask[0, 0], mask[0, -1], mask[-1, -1]) == (first, False, True)
