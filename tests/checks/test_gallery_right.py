"""Every right solution of the gallery gets full marks, whatever the inputs; a file apart, for its time."""

import pytest
from gallery.build import build_script, points_of_tests, source_notebook
from gallery.grading import grade_solutions
from gallery.solutions import gallery

ASSIGNMENTS = build_script().assignments()
SOURCE = {name: source_notebook(name) for name in ASSIGNMENTS}
RIGHT = [
    pytest.param(name, solution, id=f"{name}-{solution.name}")
    for name in ASSIGNMENTS
    for solution in gallery(name, "right")
]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("assignment", "solution"), RIGHT)
def test_right_answers_get_full_marks_and_no_word(assignment, solution, seed):
    outcome = grade_solutions(SOURCE[assignment], solution.cells, seed, only=solution.cells)
    assert outcome
    points = points_of_tests(SOURCE[assignment])
    assert {name: earned for name, (earned, _) in outcome.items()} == {name: points[name] for name in outcome}
    assert not any(lines for _, lines in outcome.values())
