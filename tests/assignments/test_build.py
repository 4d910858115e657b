"""The homework is built from its text: what learners get, and what stock nbgrader makes of it."""

import csv
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile

import nbformat
import pytest
from gallery.build import ASSIGNMENTS, build_script, fill_release, model_solutions, role, source_notebook

NAME = "hw1-masks"
ENVIRONMENT = os.environ | {
    "PATH": os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)])
}


def read(course, stage):
    return nbformat.read(course / stage / NAME / f"{NAME}.ipynb", as_version=4)


def by_id(notebook):
    return {role(cell)["grade_id"]: cell for cell in notebook.cells if role(cell)}


def test_a_second_build_has_nothing_to_do(course):
    assert not build_script().build(NAME, course)


def test_builds_are_equal_byte_for_byte(course, tmp_path):
    build_script().build(NAME, tmp_path)
    for product in (f"source/{NAME}/{NAME}.ipynb", f"release/{NAME}/{NAME}.ipynb", f"{NAME}.zip"):
        assert (course / product).read_bytes() == (tmp_path / product).read_bytes()


def test_a_newer_text_is_built_again(course):
    (course / "release" / NAME / f"{NAME}.ipynb").touch()
    os.utime(course / f"{NAME}.zip", (0, 0))
    assert build_script().build(NAME, course)


def test_what_nbgrader_refuses_is_said_and_not_passed_over(tmp_path):
    with pytest.raises(SystemExit, match="nbgrader could not make the release of no-such-homework"):
        build_script().generate_release("no-such-homework", tmp_path)


def test_the_release_holds_no_solution_and_no_hidden_test(course):
    text = (course / "release" / NAME / f"{NAME}.ipynb").read_text()
    assert "SOLUTION" not in text
    assert "HIDDEN" not in text
    assert "rng.random" not in text
    cells = by_id(read(course, "release"))
    for function in model_solutions(read(course, "source")):
        assert "raise NotImplementedError()" in cells[function].source
    assert not any("grade(" in cells[name].source for name in ("keep_mask_rate", "channel_mask_law"))
    assert "grade(keep_mask" in cells["keep_mask_form"].source


def test_cells_carry_their_names_and_the_points_sum_to_twenty(course):
    source = read(course, "source")
    assert all(cell.id == role(cell)["grade_id"] for cell in source.cells if role(cell))
    graded = [role(cell) for cell in source.cells if role(cell).get("grade")]
    assert sum(cell["points"] for cell in graded) == 20
    solutions = model_solutions(source)
    assert list(solutions) == ["keep_mask", "channel_mask", "locked_mask", "count_subnetworks"]
    assert all(f"def {name}(" in text for name, text in solutions.items())


def test_the_points_in_the_text_are_the_points_of_the_cells():
    source = source_notebook(NAME)
    text = "\n".join(cell.source for cell in source.cells if cell.cell_type == "markdown")
    for function in model_solutions(source):
        points = sum(
            role(cell)["points"]
            for cell in source.cells
            if role(cell).get("grade") and role(cell)["grade_id"].startswith(function)
        )
        assert f"`{function}` {points}" in text
        assert f"({points} points)" in text


def test_learners_get_the_notebook_and_what_it_needs(course):
    with zipfile.ZipFile(course / f"{NAME}.zip") as bundle:
        assert sorted(bundle.namelist()) == [
            f"{NAME}/README.md",
            f"{NAME}/{NAME}.ipynb",
            f"{NAME}/requirements.txt",
        ]
        assert b"dropout-course @ git+https://" in bundle.read(f"{NAME}/requirements.txt")
        assert bundle.read(f"{NAME}/{NAME}.ipynb") == (course / f"release/{NAME}/{NAME}.ipynb").read_bytes()


def test_the_course_folder_is_an_nbgrader_course(course):
    assert (course / "nbgrader_config.py").read_text() == (ASSIGNMENTS / "nbgrader_config.py").read_text()
    assert (course / "gradebook.db").exists()


@pytest.mark.slow
def test_stock_nbgrader_gives_the_model_all_points_and_the_release_none(course, tmp_path):
    folder = shutil.copytree(course, tmp_path / "course")
    release = read(folder, "release")
    submissions = {
        "model": fill_release(release, model_solutions(read(folder, "source"))),
        "untouched": release,
        "swapped": fill_release(
            release, {"keep_mask": "def keep_mask(shape, p, rng):\n    return rng.random(shape) < p"}
        ),
    }
    for student, notebook in submissions.items():
        path = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    for command in (["autograde", NAME, "--create"], ["export"]):
        subprocess.run(
            [sys.executable, "-m", "nbgrader", *command],
            cwd=folder,
            env=ENVIRONMENT,
            check=True,
            capture_output=True,
        )
    with (folder / "grades.csv").open() as table:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(table)}
    assert scores == {"model": 20, "untouched": 0, "swapped": 5}
