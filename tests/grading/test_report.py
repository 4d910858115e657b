"""The class report and the grades' way out, from a course that was graded."""

import csv
import json
import os
import re
import subprocess
import sys

import pytest
from grading.small_course import ASSIGNMENT, MODEL, answered, hand_in, make_course

from dropout_course.grading.assignment import Course, CourseError
from dropout_course.grading.cells import Outcome
from dropout_course.grading.coordinator import grade
from dropout_course.grading.notebooks import Cell, _fold, as_notebook, unfold
from dropout_course.grading.report import _cells, class_report, messages_of, misconceptions
from dropout_course.grading.scores import Score, read_scores

SAME = "def draw(n, rng):\n    return np.ones(n)"
SCRIPT = "<script>document.title = 1</script>"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = make_course(tmp_path_factory.mktemp("course"))
    hand_in(root, "ada", answered(MODEL | {"why": "Because."}))
    hand_in(root, "ben", answered({}))
    hand_in(root, "cleo", answered(MODEL | {"draw": SAME}))
    hand_in(root, "dan", answered(MODEL | {"draw": SAME, "double": f"raise ValueError('{SCRIPT}')"}))
    hand_in(root, "eve", "no notebook")
    grade(root, ASSIGNMENT)
    return Course(root)


def graded_by_hand(course, student, cell, points, penalty=0.0):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as book:
        found = book.find_grade(cell, ASSIGNMENT, ASSIGNMENT, student)
        found.manual_score, found.needs_manual_grade = points, False
        book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, student).late_submission_penalty = penalty
        book.db.commit()


@pytest.mark.sandbox
def test_scores_are_those_of_the_gradebook_with_manual_grades_and_penalties(course):
    graded_by_hand(course, "ada", "why", 1.5, penalty=2.0)
    scores = read_scores(course, ASSIGNMENT)
    assert scores["ada"].points == 7 + 1.5 - 2
    assert not scores["ada"].waits
    assert scores["ada"].max_points == 9
    assert scores["cleo"].waits
    assert scores["cleo"].cells["draw_fresh"] == (1, 3)


@pytest.mark.sandbox
def test_the_report_counts_a_misconception_once_a_student_and_shows_no_code_of_theirs(course):
    page = class_report(course, ASSIGNMENT)
    assert "draw gives the same numbers at each call" in page
    assert re.search(r"5 handed in", page)
    assert "<script>" not in page
    assert "Told to cleo, dan." in page


@pytest.mark.sandbox
def test_an_answer_that_waits_for_a_person_is_no_hard_check(course):
    assert read_scores(course, ASSIGNMENT)["cleo"].waiting == ("why",)
    waits = Score(7, 9, 0, True, {"double_hidden": (3, 3), "why": (0, 2)}, ("why",))
    table = _cells({"ada": waits, "ben": waits})
    assert table.index("double_hidden") < table.index("why") < table.index("2 wait for a person")
    assert 'class="share">0%' not in table


@pytest.mark.sandbox
def test_messages_are_read_from_the_instructors_cells_alone(course):
    assert messages_of(course, "cleo", ASSIGNMENT) == ["draw gives the same numbers at each call"]
    assert messages_of(course, "nobody", ASSIGNMENT) == []


def test_a_damaged_notebook_is_told_with_what_makes_it_again(tmp_path):
    path = Course(tmp_path).autograded("ada", ASSIGNMENT)
    path.parent.mkdir(parents=True)
    path.write_text('{"cells": [{"cell_type":')
    with pytest.raises(CourseError, match=f"grade {ASSIGNMENT} --student ada"):
        messages_of(Course(tmp_path), "ada", ASSIGNMENT)


def test_the_work_of_somebody_with_very_many_cells_and_brackets_can_be_read(tmp_path):
    theirs = [Cell("code", "print('[' * 20000)", name=str(number)) for number in range(2_500)]
    test = Cell("code", "", {"grade": True, "grade_id": "test"}, "test")
    told = {cell.name: Outcome(printed="[" * 400) for cell in theirs}
    path = Course(tmp_path).autograded("ada", ASSIGNMENT)
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(as_notebook([*theirs, test], told | {"test": Outcome(printed="Seen.")})))
    assert messages_of(Course(tmp_path), "ada", ASSIGNMENT) == ["Seen."]


@pytest.mark.sandbox
def test_a_notebook_that_cannot_be_read_leaves_one_student_out_and_the_report_says_so(course):
    path = course.autograded("ben", ASSIGNMENT)
    content = path.read_bytes()
    path.write_text('{"cells": [[]]}')
    try:
        page = class_report(course, ASSIGNMENT)
    finally:
        path.write_bytes(content)
    assert f"{path} is damaged" in page
    assert "Told to cleo, dan." in page


def test_the_most_frequent_misconception_stands_first():
    said = {"ada": ["Rate: 1 off.", "Rate: 2 off."], "ben": ["Rate: 3 off."], "cleo": ["Shape: (2,)."]}
    assert [(told.name, told.students) for told in misconceptions(said)] == [
        ("Rate", ("ada", "ben")),
        ("Shape", ("cleo",)),
    ]


def test_a_message_that_was_folded_for_feedback_is_whole_again():
    lines = ["Short: one.", " ".join(["word"] * 60), "x" * 40, "Another: short one."]
    assert unfold(_fold("\n".join(lines))) == lines


def test_what_cannot_be_reported_is_told(tmp_path):
    with pytest.raises(CourseError, match="no course folder"):
        read_scores(Course(tmp_path / "none"), ASSIGNMENT)
    with pytest.raises(CourseError, match="nothing was graded there yet"):
        read_scores(Course(tmp_path), ASSIGNMENT)


def test_a_damaged_gradebook_is_one_sentence(tmp_path):
    (tmp_path / "gradebook.db").write_bytes(b"no database" * 100)
    with pytest.raises(CourseError, match="cannot be used"):
        read_scores(Course(tmp_path), ASSIGNMENT)


@pytest.mark.sandbox
def test_an_assignment_that_was_not_graded_is_told_and_what_there_is(course):
    with pytest.raises(CourseError, match=rf"does not know hw9; it has {ASSIGNMENT}"):
        read_scores(course, "hw9")


@pytest.mark.sandbox
@pytest.mark.slow
def test_the_command_line_writes_report_and_table(course, tmp_path):
    command = [sys.executable, "-c", "from dropout_course.cli import main; main()"]
    where = ["--course", str(course.root), "--to"]
    report, table = tmp_path / "report.html", tmp_path / "grades.csv"
    subprocess.run([*command, "report", ASSIGNMENT, *where, str(report)], check=True)
    told = subprocess.run(
        [*command, "export", ASSIGNMENT, "--for", "canvas", *where, str(table)],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"COLUMNS": "200"},
    )
    assert report.read_text().startswith("<!doctype html>")
    waiting = sum(bool(score.waiting) for score in read_scores(course, ASSIGNMENT).values())
    assert f"{waiting} answers of {waiting} students still wait for a person" in told.stderr
    with table.open() as file:
        grades = {row["SIS Login ID"]: row[ASSIGNMENT] for row in csv.DictReader(file)}
    assert grades["cleo"] == "5"
    wrong = subprocess.run(
        [*command, "export", ASSIGNMENT, "--for", "other", *where, str(table)], capture_output=True, text=True
    )
    assert wrong.returncode == 1
    assert "canvas or moodle" in wrong.stderr
