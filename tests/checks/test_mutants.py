"""The model solutions, altered by machine in one place each, lose points as learners' mistakes do."""

import numpy as np
import pytest
from gallery.altering import mutants
from gallery.behaviour import altered_value, same
from gallery.build import build_script
from gallery.mutants import Judge, trouble

pytestmark = pytest.mark.filterwarnings("ignore")  # what an altered solution makes numpy say
MODEL = """\
def keep_mask(shape, p, rng):
    '''Mask.'''
    mask = rng.random(shape) >= p
    return mask
"""


@pytest.mark.slow
@pytest.mark.parametrize("assignment", build_script().assignments())
def test_at_least_95_of_100_altered_solutions_lose_points_and_the_rest_is_explained(assignment):
    assert list(trouble(assignment)) == []


def test_a_solution_is_altered_in_one_place_at_a_time():
    becomes = [mutant.becomes for mutant in mutants("keep_mask", MODEL)]
    for line in (
        "mask = rng.random(shape) < p",
        "mask = shape >= p",
        "mask = rng.random(p) >= p",
        "return p",
        "pass",
    ):
        assert line in becomes
    assert len(set(becomes)) == len(becomes)
    assert "'''" not in "".join(becomes)


def judge_of(monkeypatch, *properties):
    """The judge of homework 1 with only these properties in its cells."""
    judge = Judge("hw1-masks")
    wish = f"grade(keep_mask, *{properties}, points=1, seed=SEED)"
    cells = judge.cells_of("keep_mask")[:1]
    cells[0].source, cells[0].metadata.nbgrader.points = wish, 1
    monkeypatch.setattr(judge, "cells_of", lambda function: cells)
    return judge


def test_what_a_check_overlooks_survives(monkeypatch):
    found = judge_of(monkeypatch, "values").verdicts("keep_mask")
    assert found.share < 0.95
    assert "return rng.random(shape) < p" in [mutant.becomes for mutant in found.survivors]


def test_what_behaves_as_the_model_does_is_no_survivor(monkeypatch):
    found = judge_of(monkeypatch, "values", "edges", "rate").verdicts("keep_mask")
    assert found.alike == 1  # > in place of >=: no number is drawn that tells them apart
    assert not found.survivors


def test_a_model_that_loses_points_teaches_nothing(monkeypatch):
    judge = judge_of(monkeypatch, "rate")
    judge.model["keep_mask"] = judge.model["keep_mask"].replace(">=", "<")
    with pytest.raises(RuntimeError, match="the model's own keep_mask loses points"):
        judge.verdicts("keep_mask")


def test_answers_are_compared_by_value():
    assert same((np.ones(2), {"a": 1}), [np.array([1.0, 1.0]), {"a": 1.0}])
    assert same(np.array([np.nan, True]), [np.nan, 1])
    assert not same(np.ones(2), np.ones(3))
    assert not same(np.ones(2), np.array([1, 1.001]))
    assert not same(None, np.zeros(2))
    assert not same(ValueError, np.zeros(2))


def test_rates_are_altered_to_their_ends_and_shapes_are_kept():
    rng = np.random.default_rng(0)
    assert {altered_value(0.3, rng) for _ in range(50)} > {0.0, 0.3, 1.0}
    assert altered_value((3, 4), rng) == (3, 4)
    assert altered_value(np.ones((3, 4)), rng).shape == (3, 4)
