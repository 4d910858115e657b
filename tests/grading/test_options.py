"""What ``dropout-course grade`` can be told: whom, how isolated, within which limits."""

import os
import sqlite3
import subprocess
from dataclasses import fields

import psutil
import pytest
from commands import COMMAND
from grading.small_course import ASSIGNMENT, MAX_POINTS, MODEL, answered, class_of_three, hand_in, points
from grading.test_failures import wait_for

from dropout_course.grading.assignment import Course, CourseError
from dropout_course.grading.coordinator import grade
from dropout_course.grading.limits import Limits
from dropout_course.grading.sandbox import SandboxError

pytestmark = pytest.mark.sandbox
FULL = MAX_POINTS | {"why": 0}
LOOPS = "while True:\n    pass\n"
EXITS = "import os\ndef double(x):\n    os._exit(0)\n"
HUGE = "import numpy as np\ndef double(x):\n    np.ones(1 << 28)\n    return 2 * x"
LEANS = "from dropout_course.reference import keep_mask\n" + MODEL["double"]


def command(course, *options, path=os.environ["PATH"]):
    return subprocess.run(
        [COMMAND, "grade", ASSIGNMENT, "--course", course, *options],
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )


def rows(course):
    """Every grade: the student, the cell, the points."""
    tables = "grade JOIN submitted_notebook n ON grade.notebook_id = n.id JOIN submitted_assignment a"
    query = f"SELECT student_id, grade.cell_id, auto_score, grade.id FROM {tables} ON n.assignment_id = a.id"
    with sqlite3.connect(course / "gradebook.db") as book:
        return set(book.execute(query))


def started_since(before, word):
    """The processes of ours that were not among those of ``before``."""
    now = [process for process in psutil.process_iter(["cmdline"]) if process.pid not in before]
    return [process for process in now if word in " ".join(process.info["cmdline"] or ())]


@pytest.fixture
def course(tmp_path):
    return class_of_three(tmp_path / "course")


def test_only_the_students_who_are_named_are_graded_again(course):
    grade(course, ASSIGNMENT)
    before = rows(course)
    for student in ("ada", "ben", "cleo"):
        (course / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").write_text("broken")
    journal = Course(course).private / f"{ASSIGNMENT}.journal"
    journal.write_text("of a run that was interrupted")
    run = command(course, "--student", "ben", "--student", "cleo")
    assert run.returncode == 0, run.stderr
    assert "ada" not in run.stdout
    assert {row[0] for row in rows(course) ^ before} == {"ben", "cleo"}
    assert "broken" in (course / "autograded" / "ben" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text()
    assert "broken" not in (course / "autograded" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text()
    assert journal.read_text() == "of a run that was interrupted"


def test_a_student_who_handed_in_nothing_is_named_before_any_work(course):
    with pytest.raises(CourseError, match=r"Nothing of dora, emil lies in .*/submitted/<student>/warmup/"):
        grade(course, ASSIGNMENT, students=["emil", "ada", "dora"])
    assert not (course / "autograded").exists()


def test_without_isolation_honest_work_gets_the_same_and_a_red_line_says_what_it_means(course, tmp_path):
    out = {}
    for isolation in ("bwrap", "none"):
        file = tmp_path / f"{isolation}.json"
        path = os.environ["PATH"] if isolation == "bwrap" else str(tmp_path)  # none needs no program
        run = command(course, "--isolation", isolation, "--json", file, path=path)
        assert run.returncode == 0, run.stderr
        is_told = "what learners wrote now runs as you" in run.stdout.replace("\n", " ")
        assert is_told == (isolation == "none")
        out[isolation] = file.read_text()
    assert out["none"] == out["bwrap"]


def test_without_isolation_the_limits_of_a_process_hold_and_the_course_is_still_out_of_reach(course):
    for student, source in {"loops": LOOPS, "exits": EXITS, "huge": HUGE, "leans": LEANS}.items():
        hand_in(course, student, answered(MODEL | {"double": source}))
    before = {process.pid for process in psutil.process_iter()}
    limits = {"cell_seconds": 1.0, "memory": 1 << 30}
    results = grade(course, ASSIGNMENT, isolation="none", jobs=2, **limits)
    assert {student for student, found in results.items() if points(found) == FULL} == {"ada", "ben", "cleo"}
    told = {student: " ".join(found.cells["double_hidden"]["messages"]) for student, found in results.items()}
    assert "still computing after 1 seconds" in told["loops"]
    assert "its process ended" in told["exits"]
    assert "MemoryError" in told["huge"]
    assert "ModuleNotFoundError" in told["leans"]
    wait_for(lambda: not started_since(before, "grading.unprotected"))


def test_an_isolation_that_does_not_exist_is_refused(course):
    with pytest.raises(SandboxError, match="no isolation 'docker': choose bwrap or none"):
        grade(course, ASSIGNMENT, isolation="docker")


def test_every_limit_is_an_option(course):
    told = subprocess.run([COMMAND, "grade", "--help"], check=True, capture_output=True, text=True).stdout
    assert all(f"--{limit.name.replace('_', '-')} " in told for limit in fields(Limits))
    hand_in(course, "huge", answered(MODEL | {"double": HUGE}))
    run = command(course, "--student", "huge", "--memory", str(1 << 30), "--printed", "100")
    assert "MemoryError" in run.stdout
