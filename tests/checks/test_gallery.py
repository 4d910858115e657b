"""Every wrong solution of the gallery loses the points and hears the reason that it deserves."""

import pytest
from gallery.build import build_script, model_solutions, points_of_tests, source_notebook
from gallery.grading import grade_solutions, run_check
from gallery.solutions import gallery

from dropout_course.checks.report import SAME_REASON

ASSIGNMENTS = build_script().assignments()
SOURCE = {name: source_notebook(name) for name in ASSIGNMENTS}
POINTS = {name: points_of_tests(SOURCE[name]) for name in ASSIGNMENTS}
FUNCTIONS = [(name, function) for name in ASSIGNMENTS for function in model_solutions(SOURCE[name])]


WRONG = [
    pytest.param(name, solution, id=f"{name}-{solution.name}")
    for name in ASSIGNMENTS
    for solution in gallery(name, "wrong")
]


def points(outcome):
    return {grade_id: earned for grade_id, (earned, _) in outcome.items()}


@pytest.mark.parametrize("seed", range(2))  # and a third below; hundreds of answers take minutes
@pytest.mark.parametrize(("assignment", "solution"), WRONG)
def test_wrong_answers_lose_their_points_and_are_told_why(assignment, solution, seed):
    outcome = grade_solutions(SOURCE[assignment], solution.cells, seed, only=solution.cells)
    lost = {grade_id: POINTS[assignment][grade_id] - earned for grade_id, earned in points(outcome).items()}
    assert {grade_id: loss for grade_id, loss in lost.items() if loss} == pytest.approx(solution.loses)
    told = [line for _, lines in outcome.values() for line in lines]
    assert any(line.startswith(solution.told + ":") for line in told), told
    assert all(lines for grade_id, (_, lines) in outcome.items() if grade_id in solution.loses)


@pytest.mark.parametrize(("assignment", "solution"), WRONG)
def test_the_first_thing_a_learner_reads_is_the_misconception(assignment, solution):
    (function,) = solution.cells
    report = run_check(SOURCE[assignment], solution.cells, function, seed=3)
    messages = [message for finding, message in report.told() if not finding.passed]
    assert messages[0].startswith(solution.told + ":")
    assert sum(message != SAME_REASON for message in messages) <= 2


@pytest.mark.parametrize(("assignment", "function"), FUNCTIONS)
def test_the_gallery_holds_eight_wrong_and_four_right_answers_to_each_function(assignment, function):
    wrong, right = (
        [solution.name for solution in gallery(assignment, kind) if function in solution.cells]
        for kind in ("wrong", "right")
    )
    assert len(wrong) >= 8, f"{function} has {len(wrong)} wrong answers: {wrong}"
    assert len(right) >= 4, f"{function} has {len(right)} right answers: {right}"


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_wrong_answers_say_what_they_lose(assignment):
    for solution in gallery(assignment, "wrong"):
        assert len(solution.cells) == 1, (
            f"{solution.name} answers {list(solution.cells)}: one function a file"
        )
        assert solution.told
        assert solution.loses
        assert solution.loses.keys() <= POINTS[assignment].keys()


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_stubs_get_nothing_and_one_line_a_cell(assignment):
    stubs = {
        name: f"def {name}(*arguments):\n    raise NotImplementedError()"
        for name in model_solutions(SOURCE[assignment])
    }
    outcome = grade_solutions(SOURCE[assignment], stubs, seed=0)
    assert sum(points(outcome).values()) == 0
    assert all(len(lines) == 1 and lines[0].startswith("Not written yet") for _, lines in outcome.values())
