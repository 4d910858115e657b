"""The whole gallery, handed in and graded as a class would be: in the sandbox, from the command line."""

import json
import shutil
import subprocess
import sys

import nbformat
import pytest
from gallery.build import role, source_notebook, submission
from gallery.solutions import gallery

NAME = "hw1-masks"
SOURCE = source_notebook(NAME)
POINTS = {role(cell)["grade_id"]: role(cell)["points"] for cell in SOURCE.cells if role(cell).get("grade")}
CLASS = {
    f"{kind}-{solution.name}": solution for kind in ("right", "wrong") for solution in gallery(NAME, kind)
}


def hand_in(folder, student, notebook):
    path = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def grades(course, tmp_path_factory):
    folder = shutil.copytree(course, tmp_path_factory.mktemp("graded") / "course")
    release = nbformat.read(folder / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    hand_in(folder, "untouched", release)
    for student, solution in CLASS.items():
        hand_in(folder, student, submission(release, SOURCE, solution.cells))
    command_line = [sys.executable, "-c", "from dropout_course.cli import main; main()"]
    wish = ["grade", NAME, "--course", str(folder), "--json", str(folder / "grades.json")]
    subprocess.run([*command_line, *wish], check=True, capture_output=True)
    return json.loads((folder / "grades.json").read_text())


@pytest.mark.sandbox
@pytest.mark.slow
def test_every_student_of_the_gallery_gets_the_points_and_the_reason_that_are_due(grades):
    for student, solution in CLASS.items():
        cells = grades[student]["cells"]
        lost = {name: POINTS[name] - cell["points"] for name, cell in cells.items()}
        assert {name: loss for name, loss in lost.items() if loss} == solution.loses, student
        told = [line for cell in cells.values() for line in cell["messages"]]
        assert bool(told) == bool(solution.loses), student
        assert not told or any(line.startswith(solution.told + ":") for line in told), student


@pytest.mark.sandbox
@pytest.mark.slow
def test_an_untouched_release_earns_nothing_and_is_told_that_it_is_not_written_yet(grades):
    assert grades["untouched"]["score"] == 0
    for cell in grades["untouched"]["cells"].values():
        assert cell["messages"][0].startswith("Not written yet:")
