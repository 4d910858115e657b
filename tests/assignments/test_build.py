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
from gallery.build import (
    ASSIGNMENTS,
    build_script,
    fill_release,
    is_function,
    is_test,
    model_solutions,
    points_of_tests,
    role,
)
from gallery.solutions import gallery

NAMES = build_script().assignments()
NAME = NAMES[0]  # where one stands for all
ENVIRONMENT = os.environ | {
    "PATH": os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)])
}


def read(course, stage, name):
    return nbformat.read(course / stage / name / f"{name}.ipynb", as_version=4)


def by_id(notebook):
    return {role(cell)["grade_id"]: cell for cell in notebook.cells if role(cell)}


def between(source, what):
    """The lines between BEGIN and END of ``what``."""
    inside, lines = False, []
    for line in source.split("\n"):
        if f"### END {what}" in line:
            inside = False
        if inside and line.strip():
            lines.append(line)
        if f"### BEGIN {what}" in line:
            inside = True
    return lines


def test_a_second_build_has_nothing_to_do(built):
    assert not build_script().build(NAME, built(NAME))


def test_builds_are_equal_byte_for_byte_and_closed_to_others(built, tmp_path):
    course = tmp_path / "course"
    build_script().build(NAME, course)
    for product in (f"source/{NAME}/{NAME}.ipynb", f"release/{NAME}/{NAME}.ipynb", f"{NAME}.zip"):
        assert (built(NAME) / product).read_bytes() == (course / product).read_bytes()
    assert course.stat().st_mode & 0o077 == 0


def test_a_newer_text_is_built_again(built):
    os.utime(built(NAME) / f"{NAME}.zip", (0, 0))
    assert build_script().build(NAME, built(NAME))


def test_another_term_is_built_again_and_stands_in_the_zip(tmp_path):
    build = build_script().build
    assert build(NAME, tmp_path, "2027-spring")
    assert not build(NAME, tmp_path, "2027-spring")
    assert build(NAME, tmp_path, "2027-autumn")
    with zipfile.ZipFile(tmp_path / f"{NAME}.zip") as bundle:
        notebook = nbformat.reads(bundle.read(f"{NAME}/{NAME}.ipynb").decode(), as_version=4)
    assert "*Term: 2027-autumn.*" in notebook.cells[0].source


def test_another_term_is_not_built_over_what_was_handed_in(built, tmp_path):
    course = shutil.copytree(built(NAME), tmp_path / "course")
    (course / "submitted" / "ada" / NAME).mkdir(parents=True)
    before = (course / "source" / NAME / f"{NAME}.ipynb").read_bytes()
    with pytest.raises(SystemExit, match="folder of its own"):
        build_script().build(NAME, course, "2027-spring")
    assert (course / "source" / NAME / f"{NAME}.ipynb").read_bytes() == before
    assert not build_script().build(NAME, course)


def test_what_nbgrader_refuses_is_said_and_not_passed_over(tmp_path):
    with pytest.raises(SystemExit, match="nbgrader could not make the release of no-such-homework"):
        build_script().generate_release("no-such-homework", tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_the_release_holds_no_solution_and_no_hidden_test(built, name):
    source, release = by_id(read(built(name), "source", name)), by_id(read(built(name), "release", name))
    assert source.keys() == release.keys()
    for grade_id, cell in source.items():
        released = release[grade_id].source
        assert "SOLUTION" not in released
        assert "HIDDEN" not in released
        assert not set(between(cell.source, "HIDDEN TESTS")) & set(released.split("\n"))
        assert not set(between(cell.source, "SOLUTION")) & set(released.split("\n"))
        if is_function(cell):
            assert "raise NotImplementedError()" in released
        elif role(cell).get("solution"):
            assert "YOUR ANSWER HERE" in released


@pytest.mark.parametrize("name", NAMES)
def test_what_the_site_hands_out_is_what_nbgrader_releases(built, name):
    from handout import released

    source, release = (
        (built(name) / stage / name / f"{name}.ipynb").read_text() for stage in ("source", "release")
    )
    assert released(source) == release


@pytest.mark.parametrize("name", NAMES)
def test_some_tests_are_visible_and_some_are_hidden(built, name):
    tests = [cell.source for cell in read(built(name), "release", name).cells if is_test(cell)]
    assert 0 < sum("grade(" in test for test in tests) < len(tests)


@pytest.mark.parametrize("name", NAMES)
def test_cells_carry_their_names(built, name):
    for stage in ("source", "release"):
        cells = read(built(name), stage, name).cells
        assert all(cell.id == role(cell)["grade_id"] for cell in cells if role(cell))


@pytest.mark.parametrize("name", NAMES)
def test_learners_get_the_notebook_and_what_it_needs(built, name):
    with zipfile.ZipFile(built(name) / f"{name}.zip") as bundle:
        assert sorted(bundle.namelist()) == [
            f"{name}/README.md",
            f"{name}/{name}.ipynb",
            f"{name}/requirements.txt",
        ]
        assert b"dropout-course @ git+https://" in bundle.read(f"{name}/requirements.txt")
        released = (built(name) / f"release/{name}/{name}.ipynb").read_bytes()
        assert bundle.read(f"{name}/{name}.ipynb") == released


def test_the_course_folder_is_an_nbgrader_course(built):
    assert (built(NAME) / "nbgrader_config.py").read_text() == (
        ASSIGNMENTS / "nbgrader_config.py"
    ).read_text()
    assert (built(NAME) / "gradebook.db").exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_stock_nbgrader_gives_the_model_all_points_and_the_release_none(built, name, tmp_path):
    course = shutil.copytree(built(name), tmp_path / "course")
    source, release = read(course, "source", name), read(course, "release", name)
    model = fill_release(release, model_solutions(source))
    wrong = next(each for each in gallery(name, "wrong") if each.cells.keys() <= by_id(release).keys())
    submissions = {"model": model, "untouched": release, "wrong": fill_release(model, wrong.cells)}
    for student, notebook in submissions.items():
        path = course / "submitted" / student / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    for command in (["autograde", name, "--create"], ["export"]):
        subprocess.run(
            [sys.executable, "-m", "nbgrader", *command],
            cwd=course,
            env=ENVIRONMENT,
            check=True,
            capture_output=True,
        )
    with (course / "grades.csv").open() as table:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(table)}
    full = sum(points_of_tests(source).values())
    assert scores == {"model": full, "untouched": 0, "wrong": full - sum(wrong.loses.values())}


def test_a_folder_keeps_its_term_and_its_instructors_settings(tmp_path, monkeypatch, capsys):
    script = build_script()
    monkeypatch.setattr(script, "assignments", lambda: [NAME])
    monkeypatch.setattr(sys, "argv", ["build.py", str(tmp_path), "--term", "2027-spring"])
    script.main()
    settings = tmp_path / "nbgrader_config.py"
    settings.write_text(settings.read_text() + "# mine\n")
    (tmp_path / f"{NAME}.zip").unlink()
    monkeypatch.setattr(sys, "argv", ["build.py", str(tmp_path)])
    script.main()
    assert capsys.readouterr().out.count("built for the term 2027-spring") == 2
    assert settings.read_text().endswith("# mine\n")
