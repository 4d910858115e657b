"""The whole gallery, handed in and graded as a class would be: in the sandbox, from the command line.

A submission answers every function, in all variants, and holds a wrong answer to each. Eight to a function
are enough here: `tests/checks/test_gallery.py` judges all of them, without the sandbox.
"""

import itertools
import json
import subprocess
import sys
from collections import defaultdict

import nbformat
import pytest
from gallery.build import (
    build_script,
    is_function,
    is_test,
    model_solutions,
    points_of_tests,
    role,
    source_notebook,
    submission,
)
from gallery.grading import names_in
from gallery.solutions import gallery

pytestmark = [pytest.mark.sandbox, pytest.mark.slow, pytest.mark.timeout(900)]
ASSIGNMENTS = build_script().assignments()
EACH = 8  # wrong answers to a function
BY_HAND = "waits for a person to grade it"


def classes(assignment):
    """student -> the solutions that this student hands in."""
    right = {f"right-{solution.name}": [solution] for solution in gallery(assignment, "right")}
    columns = defaultdict(list)
    for function, column in judged_apart(assignment).items():
        wrong = [solution for solution in gallery(assignment, "wrong") if function in solution.cells]
        columns[column] += wrong[:EACH]
    mixed = itertools.zip_longest(*columns.values())
    return right | {f"wrong-{number}": [s for s in each if s] for number, each in enumerate(mixed)}


def judged_apart(assignment):
    """function -> the first that is judged with it: no submission holds two wrong ones of these."""
    source = source_notebook(assignment)
    first = {function: function for function in model_solutions(source)}
    for cell in source.cells:
        together = [name for name in first if is_test(cell) and name in names_in(cell.source)]
        first |= dict.fromkeys(together, first[together[0]] if together else "")
    return first


def hand_in(folder, name, student, notebook):
    path = folder / "submitted" / student / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


def answered_in_words(notebook):
    for cell in notebook.cells:
        if role(cell).get("solution") and not is_function(cell):
            cell.source = cell.source.replace("YOUR ANSWER HERE", "Because the mean stays.")
    return notebook


class Graded:
    """One assignment, graded."""

    def __init__(self, name, folder):
        build_script().build(name, folder, term=None)
        source, release = (
            nbformat.read(folder / stage / name / f"{name}.ipynb", as_version=4)
            for stage in ("source", "release")
        )
        self.points = points_of_tests(source)
        self.by_hand = {
            role(cell)["grade_id"] for cell in source.cells if role(cell).get("grade") and not is_test(cell)
        }
        self.students = classes(name)
        hand_in(folder, name, "untouched", release)
        hand_in(folder, name, "model", submission(release, source, model_solutions(source)))
        for student, solutions in self.students.items():
            answers = {function: cell for s in solutions for function, cell in s.cells.items()}
            hand_in(folder, name, student, answered_in_words(submission(release, source, answers)))
        (folder / "private").mkdir(mode=0o700)
        (folder / "private" / f"{name}.seed").write_text("1\n")  # what passed once passes again
        wish = ["grade", name, "--course", str(folder), "--jobs", "2", "--json", str(folder / "grades.json")]
        command_line = [sys.executable, "-c", "from dropout_course.cli import main; main()"]
        subprocess.run([*command_line, *wish], check=True, capture_output=True)
        self.grades = json.loads((folder / "grades.json").read_text())

    def lost(self, student):
        cells = self.grades[student]["cells"]
        lost = {name: points - cells[name]["points"] for name, points in self.points.items()}
        return {name: loss for name, loss in lost.items() if loss}

    def told(self, student):
        cells = self.grades[student]["cells"]
        return [line for name in self.points for line in cells[name]["messages"]]


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def graded(request, tmp_path_factory):
    return Graded(request.param, tmp_path_factory.mktemp(request.param))


def test_every_student_of_the_gallery_gets_the_points_and_the_reasons_that_are_due(graded):
    for student, solutions in graded.students.items():
        loses = {name: loss for solution in solutions for name, loss in solution.loses.items()}
        assert graded.lost(student) == pytest.approx(loses), student
        told = graded.told(student)
        assert bool(told) == bool(loses), student
        for solution in solutions:
            assert not loses or any(line.startswith(solution.told + ":") for line in told), solution.name


def test_the_model_gets_all_points(graded):
    assert graded.grades["model"]["score"] == sum(graded.points.values())


def test_an_untouched_release_earns_nothing_and_is_told_that_it_is_not_written_yet(graded):
    assert graded.grades["untouched"]["score"] == 0
    for name in graded.points:
        assert graded.grades["untouched"]["cells"][name]["messages"][0].startswith("Not written yet:")


def test_an_answer_in_words_waits_for_a_person(graded):
    for student, grade in graded.grades.items():
        for name in graded.by_hand:
            waits = grade["cells"][name]["messages"] == [BY_HAND]
            assert waits == (student in graded.students), (student, name)
