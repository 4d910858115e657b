"""Killed at ten points and more, coordinator or worker: the grades are those of an undisturbed run."""

import contextlib
import shutil
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest
from grading.small_course import ASSIGNMENT, MODEL, answered, hand_in, make_course
from grading.test_against_nbgrader import gradebook_points
from grading.test_failures import of_this_process

from dropout_course.grading.coordinator import Watcher, grade

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
ONE_BY_ONE = """\
import os, signal, sys
from pathlib import Path
from dropout_course.grading import coordinator
from dropout_course.grading.gradebook import Book
from dropout_course.grading.journal import Journal
from dropout_course.grading.lanes import Lane

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def before(owner, name):
    setattr(owner, name, die)

def after(owner, name):
    real = getattr(owner, name)
    def run(*args, **kwargs):
        real(*args, **kwargs)
        die()
    setattr(owner, name, run)

def half_a_line(journal, *_):
    journal._path.open("a").write('["student-')
    die()

POINT
coordinator.grade(Path(sys.argv[1]), sys.argv[2])
"""
POINTS = {
    "before anything": "before(Lane, '_start')",
    "while the lanes warm up": "before(Book, '__init__')",
    "with the gradebook open": "after(Book, '__init__')",
    "with a new journal": "after(Journal, '__init__')",
    "with an answer that is not written": "after(Lane, '_check')",
    "with the notebook written": "after(coordinator, 'write_atomically')",
    "within the transaction": "before(Book, '_late_penalty')",
    "with the gradebook written": "before(Journal, 'record')",
    "within a line of the journal": "Journal.record = half_a_line",
    "with a line of the journal written": "after(Journal, 'record')",
    "before the journal is removed": "before(Journal, 'close')",
}
DELAYS = [number / 20 for number in range(10)]  # seconds after the student before; all within a submission
SLOW = {
    "double": "import time\ntime.sleep(0.5)\ndef double(x):\n    time.sleep(0.2)\n    return 2 * x",
    "draw": MODEL["draw"],
}


@pytest.fixture
def course(tmp_path):
    root = make_course(tmp_path / "course")
    for number in range(len(DELAYS) + 1):
        answers = SLOW if number % 2 else SLOW | {"draw": "def draw(n, rng):\n    return [0.5] * n"}
        hand_in(root, f"student-{number:02}", answered(answers))
    return root


def test_a_coordinator_that_is_killed_again_and_again_ends_with_the_same_grades(course, tmp_path):
    killed = shutil.copytree(course, tmp_path / "killed")
    expected = grade(course, ASSIGNMENT, jobs=2)
    (killed / "private").mkdir(mode=0o700)
    shutil.copy(course / "private" / f"{ASSIGNMENT}.seed", killed / "private")
    for point in POINTS.values():
        script = ONE_BY_ONE.replace("POINT", point)
        run = subprocess.run([sys.executable, "-c", script, killed, ASSIGNMENT], capture_output=True)
        assert run.returncode == -signal.SIGKILL, (point, run.stderr)
    assert grade(killed, ASSIGNMENT, jobs=2) == expected
    assert gradebook_points(killed) == gradebook_points(course)
    assert not list((killed / "private").glob("*.journal"))


@pytest.mark.parametrize("victim", ["grading.worker", "grading.checker"])
def test_a_worker_that_is_killed_once_in_every_submission_costs_nobody_a_point(course, victim):
    expected = grade(course, ASSIGNMENT, jobs=2)
    done = threading.Semaphore(0)
    killed = []

    def kill_each_time():
        for delay in DELAYS:
            done.acquire()
            time.sleep(delay)
            found = of_this_process(victim)
            killed.append(len(found))
            for process in found:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()

    killer = threading.Thread(target=kill_each_time, daemon=True)
    killer.start()
    found = grade(course, ASSIGNMENT, watcher=Watcher(done=lambda *_: done.release()))
    killer.join()
    assert len(killed) == len(DELAYS)
    assert all(killed)
    assert found == expected
