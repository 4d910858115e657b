"""What dies is replaced, what is killed goes on, what is missing is said."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from commands import COMMAND
from grading.small_course import ASSIGNMENT, MAX_POINTS, MODEL, answered, hand_in, make_course, points

from dropout_course.grading.assignment import Course, CourseError
from dropout_course.grading.coordinator import grade
from dropout_course.grading.journal import Journal
from dropout_course.grading.lanes import Lane, LaneDiedError
from dropout_course.grading.sandbox import SandboxError
from dropout_course.grading.screen import grade_to_screen

pytestmark = pytest.mark.sandbox
FULL = MAX_POINTS | {"why": 0}
SLOW = MODEL | {"double": "import time\ndef double(x):\n    time.sleep(2)\n    return 2 * x"}


@pytest.fixture
def course(tmp_path):
    """Three honest learners, the second slow."""
    root = make_course(tmp_path / "course")
    for student, answers in {"ada": MODEL, "ben": SLOW, "cleo": MODEL}.items():
        hand_in(root, student, answered(answers))
    return root


def of_this_process(word: str) -> list[psutil.Process]:
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            if word in " ".join(process.cmdline()):
                found.append(process)
        except psutil.Error:
            continue
    return found


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@pytest.mark.parametrize("victim", ["grading.checker", "grading.worker"])
def test_a_process_that_is_killed_is_replaced_and_its_student_tried_again(course, victim):
    sleeping = "ben"
    killed = []

    def kill():
        lane_is_busy = course / "autograded" / "ada"
        wait_for(lane_is_busy.exists)
        time.sleep(1)
        for process in of_this_process(victim):
            with contextlib.suppress(psutil.NoSuchProcess):  # it may have come to its end by itself
                process.kill()
                killed.append(process.pid)

    thread = threading.Thread(target=kill)
    thread.start()
    results = grade(course, ASSIGNMENT)
    thread.join()
    assert killed
    assert {student: points(result) for student, result in results.items()} == dict.fromkeys(results, FULL)
    assert results[sleeping].status == "graded"
    assert of_this_process("grading.") == []


def test_a_submission_on_which_the_grader_fails_twice_waits_for_a_person(course, monkeypatch):
    real = Lane._check

    def fails_on_ben(lane, cells):
        if any("time.sleep" in source for _, source in cells):
            raise LaneDiedError
        return real(lane, cells)

    monkeypatch.setattr(Lane, "_check", fails_on_ben)
    results = grade(course, ASSIGNMENT)
    assert [results[student].status for student in ("ada", "ben", "cleo")] == ["graded", "failed", "graded"]
    assert "waits for a person to grade it" in results["ben"].cells["double_hidden"]["messages"]
    assert points(results["cleo"]) == FULL


def test_a_failure_of_the_grader_is_no_result_to_go_on_from(course, monkeypatch):
    def fails(lane, cells):
        raise LaneDiedError

    with monkeypatch.context() as broken:
        broken.setattr(Lane, "_check", fails)
        broken.setattr(Journal, "close", lambda journal: None)  # as if the run were killed at its very end
        assert {result.status for result in grade(course, ASSIGNMENT).values()} == {"failed"}
    results = grade(course, ASSIGNMENT)
    assert {student: points(result) for student, result in results.items()} == dict.fromkeys(results, FULL)


def test_an_array_that_would_exhaust_the_machine_is_an_exception_in_the_checker():
    code = """
from dropout_course.grading import checker
checker.limit_memory()
import numpy as np
try:
    np.empty(2**31)
except MemoryError:
    print("refused")
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert found.stdout == "refused\n", found.stderr


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_goes_on_where_it_was_with_the_same_grades(course, signal_number):
    run = subprocess.Popen([COMMAND, "grade", ASSIGNMENT, "--course", course], stdout=subprocess.DEVNULL)
    journal = course / "private" / f"{ASSIGNMENT}.journal"
    wait_for(lambda: journal.exists() and len(journal.read_text().splitlines()) > 1)
    below = psutil.Process(run.pid).children(recursive=True)
    run.send_signal(signal_number)
    assert run.wait() != 0
    wait_for(lambda: not any(process.is_running() for process in below), 30)
    assert journal.exists()
    resumed = grade(course, ASSIGNMENT)
    assert not journal.exists()
    assert resumed == grade(course, ASSIGNMENT)
    assert {student: points(result) for student, result in resumed.items()} == dict.fromkeys(resumed, FULL)


def test_a_journal_is_taken_over_by_the_same_version_only(tmp_path):
    path = tmp_path / "journal"
    Journal(path, "one").record("ada", "digest", {"score": 1})
    with path.open("a") as file:
        file.write('["ben", "dig')  # cut off by a kill
    again = Journal(path, "one")
    assert again.find("ada", "digest") == {"score": 1}
    assert again.find("ada", "another file") is None
    assert again.find("ben", "digest") is None
    assert Journal(path, "two").find("ada", "digest") is None


def test_a_gradebook_that_is_lost_after_an_interruption_is_filled_again(course, monkeypatch):
    monkeypatch.setattr(Journal, "close", lambda journal: None)  # as if the run were killed at its very end
    (course / "submitted" / "ben").rename(course / "later")
    first = grade(course, ASSIGNMENT)
    (course / "gradebook.db").unlink()
    assert grade(course, ASSIGNMENT) == first
    with sqlite3.connect(course / "gradebook.db") as book:
        [[count]] = book.execute("SELECT count(*) FROM submitted_assignment")
    assert count == 2


def test_two_runs_at_once_are_refused(course):
    with Course(course).locked(), pytest.raises(CourseError, match="Another run"):
        grade(course, ASSIGNMENT)


def test_without_bubblewrap_nothing_is_graded_and_the_command_to_install_it_is_told(course, tmp_path):
    run = subprocess.run(
        [COMMAND, "grade", ASSIGNMENT, "--course", course],
        env=os.environ | {"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0
    assert "apt-get install bubblewrap" in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert not (course / "autograded").exists()


def test_where_bubblewrap_cannot_make_namespaces_it_says_so(course, tmp_path, monkeypatch):
    fake = tmp_path / "bin" / "bwrap"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent), prepend=os.pathsep)
    with pytest.raises(SandboxError, match=r"cannot: allow them .* No permissions to create new namespace"):
        grade(course, ASSIGNMENT)
    assert not (course / "autograded").exists()


@pytest.mark.parametrize("levels", [0, 1])
def test_where_user_namespaces_run_out_it_says_so(course, levels):
    limit = f"echo {levels} > /proc/sys/user/max_user_namespaces"
    script = f"{limit} && exec {COMMAND} grade {ASSIGNMENT} --course {course}"
    run = subprocess.run(
        ["bwrap", "--dev-bind", "/", "/", "--unshare-user", "--cap-add", "ALL", "sh", "-c", script],
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0
    assert "allow them with `sudo sysctl -w" in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert not (course / "autograded").exists()


def test_the_command_writes_a_table_and_json(course):
    run = subprocess.run(
        [COMMAND, "grade", ASSIGNMENT, "--course", course, "--jobs", "2", "--json", course / "out.json"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "was not in the gradebook" in run.stdout
    assert "7 / 9" in run.stdout
    found = json.loads((course / "out.json").read_text())["ada"]
    assert (found["score"], found["max_score"], found["status"]) == (7, 9, "graded")
    assert found["cells"]["double_hidden"] == {"points": 3, "max_points": 3, "messages": []}


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf"])
def test_a_limit_that_is_none_costs_nobody_a_point(course, seconds):
    run = subprocess.run(
        [COMMAND, "grade", ASSIGNMENT, "--course", course, "--call-seconds", seconds],
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0
    assert run.stderr.startswith("The limit call_seconds must be a positive number, not ")
    assert len(run.stderr.strip().splitlines()) == 1
    assert not (course / "autograded").exists()


@pytest.mark.parametrize("damaged", [b"", b"no number", b"\xff"])
def test_a_damaged_seed_is_told_and_never_replaced_in_silence(course, damaged):
    path = Course(course).private / f"{ASSIGNMENT}.seed"
    path.write_bytes(damaged)
    with pytest.raises(CourseError, match="holds no seed"):
        grade(course, ASSIGNMENT)
    assert path.read_bytes() == damaged


def test_a_damaged_journal_is_begun_anew(tmp_path):
    path = tmp_path / "journal"
    path.write_bytes(b"\xff\xfe\x00")
    Journal(path, "one").record("ada", "digest", {"score": 1})
    assert Journal(path, "one").find("ada", "digest") == {"score": 1}


def test_a_course_folder_that_may_not_be_written_is_told_in_one_sentence(course, monkeypatch, capsys):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", str(course / "private"))

    monkeypatch.setattr(Path, "mkdir", refuse)
    told = grade_to_screen(course, ASSIGNMENT)
    assert told == f"{course / 'private'} may not be used by you: grade as the owner of the course folder."


def test_where_nobody_handed_in_anything_it_says_where_it_looked(course):
    (course / "submitted").rename(course / "elsewhere")
    (course / "submitted" / ASSIGNMENT / "ada").mkdir(parents=True)  # the folders the wrong way round
    run = subprocess.run(
        [COMMAND, "grade", ASSIGNMENT, "--course", course], check=True, capture_output=True, text=True
    )
    assert f"submitted/<student>/{ASSIGNMENT}/." in run.stdout.replace("\n", "")


@pytest.mark.parametrize("where", ["nowhere/out.json", "source"])
def test_results_that_cannot_be_written_are_told_before_the_work(course, where):
    run = subprocess.run(
        [COMMAND, "grade", ASSIGNMENT, "--course", course, "--json", course / where],
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0
    assert "There is no folder" in run.stderr or "is a folder" in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert not (course / "autograded").exists()


def test_names_that_look_like_markup_are_names(tmp_path):
    root = make_course(tmp_path / "course [" / "x]")
    hand_in(root, "[bold]ada", answered(MODEL))
    run = subprocess.run(
        [COMMAND, "grade", ASSIGNMENT, "--course", root], check=True, capture_output=True, text=True
    )
    assert "[bold]ada" in run.stdout.replace("\n", "")
    told = " ".join(run.stdout.split())
    assert "nbgrader takes [, * and ? in a folder's name for a pattern and makes no feedback for" in told


def test_a_worker_that_does_not_start_for_another_reason_says_so(course, tmp_path, monkeypatch):
    fake = tmp_path / "bin" / "bwrap"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\necho 'ImportError: numpy is broken' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent), prepend=os.pathsep)
    with pytest.raises(SandboxError, match=r"could not start. It said: ImportError: numpy is broken"):
        grade(course, ASSIGNMENT)


def test_the_grader_starts_without_nbgrader_torch_or_the_course(course):
    code = "import sys, dropout_course.grading.checker; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert not {"nbgrader", "nbformat", "torch", "matplotlib", "dropout_course.reference"} & set(modules)
