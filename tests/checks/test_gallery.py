"""Every solution of the gallery gets the points and the words that it deserves."""

import pytest
from gallery.build import role, source_notebook
from gallery.grading import grade_solutions
from gallery.solutions import gallery

SOURCE = source_notebook("hw1-masks")
RIGHT = gallery("hw1-masks", "right")
WRONG = gallery("hw1-masks", "wrong")
POINTS = {role(cell)["grade_id"]: role(cell)["points"] for cell in SOURCE.cells if role(cell).get("grade")}


def points(outcome):
    return {grade_id: earned for grade_id, (earned, _) in outcome.items()}


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("solution", RIGHT, ids=lambda solution: solution.name)
def test_right_answers_get_full_marks_and_no_word(solution, seed):
    outcome = grade_solutions(SOURCE, solution.cells, seed)
    assert points(outcome) == POINTS
    assert not any(lines for _, lines in outcome.values())


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("solution", WRONG, ids=lambda solution: solution.name)
def test_wrong_answers_lose_their_points_and_are_told_why(solution, seed):
    outcome = grade_solutions(SOURCE, solution.cells, seed)
    lost = {grade_id: POINTS[grade_id] - earned for grade_id, earned in points(outcome).items()}
    assert {grade_id: loss for grade_id, loss in lost.items() if loss} == solution.loses
    told = [line for _, lines in outcome.values() for line in lines]
    assert any(line.startswith(solution.told + ":") for line in told), told
    assert all(lines for grade_id, (_, lines) in outcome.items() if grade_id in solution.loses)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("solution", WRONG, ids=lambda solution: solution.name)
def test_the_first_thing_a_learner_reads_is_the_misconception(solution, seed):
    from dropout_course.checks import check

    names = {}
    exec("import numpy as np", names)
    for cell in solution.cells.values():
        exec(cell, names)
    (function,) = solution.cells
    report = check(names[function], seed=seed)
    messages = [message for finding, message in report.told() if not finding.passed]
    assert messages[0].startswith(solution.told + ":")
    assert sum(not message.startswith("The same reason") for message in messages) <= 2


def test_the_gallery_holds_the_wrong_answers_that_were_promised():
    assert len(WRONG) >= 40
    assert len(RIGHT) >= 6
    assert {name for solution in RIGHT for name in solution.cells} == {
        "keep_mask",
        "channel_mask",
        "locked_mask",
        "count_subnetworks",
    }


def test_stubs_get_nothing_and_one_line_a_cell():
    stubs = {name: f"def {name}(*arguments):\n    raise NotImplementedError()" for name in RIGHT[0].cells}
    outcome = grade_solutions(SOURCE, stubs, seed=0)
    assert sum(points(outcome).values()) == 0
    assert all(len(lines) == 1 and lines[0].startswith("Not written yet") for _, lines in outcome.values())
