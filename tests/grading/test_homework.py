"""Homework 1 through the whole protocol: what learners hand in, what they get, what they are told."""

import nbformat
import pytest
from gallery.build import build_script, model_solutions, source_notebook, submission
from gallery.solutions import gallery

from dropout_course.grading.coordinator import grade

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
ASSIGNMENT = "hw1-masks"
RIGHT = gallery(ASSIGNMENT, "right")
WRONG = gallery(ASSIGNMENT, "wrong")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    root = tmp_path_factory.mktemp("homework")
    build_script().build(ASSIGNMENT, root)
    release = nbformat.read(root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    source = source_notebook(ASSIGNMENT)
    notebooks = {"untouched": release, "model": submission(release, source, model_solutions(source))}
    notebooks |= {solution.name: submission(release, source, solution.cells) for solution in RIGHT + WRONG}
    for student, notebook in notebooks.items():
        path = root / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    return grade(root, ASSIGNMENT, jobs=2)


def test_the_model_solution_gets_full_marks(results):
    assert results["model"].score == results["model"].max_score == 20


def test_the_untouched_release_gets_nothing(results):
    assert results["untouched"].score == 0


@pytest.mark.parametrize("solution", RIGHT, ids=lambda solution: solution.name)
def test_a_right_variant_gets_full_marks(results, solution):
    assert results[solution.name].score == 20


@pytest.mark.parametrize("solution", WRONG, ids=lambda solution: solution.name)
def test_a_wrong_answer_loses_its_points_and_is_told_its_reason(results, solution):
    cells = results[solution.name].cells
    lost = {name: cell["max_points"] - cell["points"] for name, cell in cells.items()}
    assert {name: points for name, points in lost.items() if points} == pytest.approx(solution.loses)
    assert any(solution.told in message for cell in cells.values() for message in cell["messages"])
