"""Submissions checked by a cluster of two worker processes, one of which is lost on the way."""

import itertools
import json
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
from experiments.test_run_all import cluster
from grading.small_course import ASSIGNMENT, MODEL, answered, hand_in, make_course
from grading.test_failures import of_this_process, wait_for

from dropout_course.grading.assignment import CourseError
from dropout_course.grading.cluster import Cluster
from dropout_course.grading.coordinator import Watcher, grade

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
SLOW = MODEL | {"double": "import time\ntime.sleep(1)\n" + MODEL["double"]}
HALF = {"double": MODEL["double"]}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with cluster(tmp_path_factory.mktemp("cluster")) as address:
        yield address


@contextmanager
def another_worker(address, folder):
    """One more; the scheduler makes do without those that were killed."""
    alone = ["--nthreads", "2", "--no-nanny", "--no-dashboard", "--local-directory", folder]
    program = [sys.executable, "-m", "distributed.cli.dask_worker", address, *alone]
    started = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        started.kill()
        started.wait()


def graded(course):
    """The statuses in the journal of a run that was stopped."""
    lines = (course / "private" / f"{ASSIGNMENT}.journal").read_text().splitlines()[1:]
    found = [json.loads(line)[2]["status"] for line in lines]
    assert set(found) <= {"graded"}
    return found


@pytest.fixture
def course(tmp_path):
    root = make_course(tmp_path / "course")
    for number in range(8):
        hand_in(root, f"student-{number}", answered(HALF if number % 3 == 0 else SLOW))
    return root


def test_a_cluster_gives_the_same_grades_and_so_does_half_of_one(course, address):
    here = grade(course, ASSIGNMENT, jobs=2)
    assert grade(course, ASSIGNMENT, dask=address) == here
    assert of_this_process("grading.") == []
    done = threading.Semaphore(0)

    def kill_one():
        done.acquire()
        of_this_process("dask worker [")[0].kill()

    killer = threading.Thread(target=kill_one)
    killer.start()
    found = grade(course, ASSIGNMENT, dask=address, watcher=Watcher(done=lambda *_: done.release()))
    killer.join()
    assert found == here
    wait_for(lambda: of_this_process("grading.") == [])
    assert len(of_this_process("dask worker [")) == 1


def test_a_cluster_without_workers_is_waited_for_a_while_and_the_same_command_goes_on(
    course, address, tmp_path, monkeypatch
):
    def kill_the_workers(student, result):
        for worker in of_this_process("dask worker [") + of_this_process("dask_worker"):  # or still starting
            worker.kill()

    with monkeypatch.context() as impatient:
        impatient.setattr("dropout_course.grading.cluster.PATIENCE", 1)
        with pytest.raises(CourseError, match="The cluster has no worker left: start some"):
            grade(course, ASSIGNMENT, dask=address, watcher=Watcher(done=kill_the_workers))
    assert 0 < len(graded(course)) < 8
    with another_worker(address, tmp_path):
        found = grade(course, ASSIGNMENT, dask=address)
    assert [result.status for result in found.values()] == ["graded"] * 8


def test_a_scheduler_that_is_lost_is_no_students_fault(course, address, tmp_path, monkeypatch):
    """When the first is done, one is being checked, and the others are asked for after the loss."""
    asked, gone, real = itertools.count(), threading.Event(), Cluster.check

    def check(cluster, cells):
        if next(asked) > 1:
            assert gone.wait(60)
        return real(cluster, cells)

    def kill_the_scheduler(student, result):
        [scheduler] = of_this_process(f"dask scheduler [{address}]")
        scheduler.kill()
        scheduler.wait()
        gone.set()

    monkeypatch.setattr(Cluster, "check", check)
    with another_worker(address, tmp_path), pytest.raises(CourseError, match="The scheduler is gone"):
        grade(course, ASSIGNMENT, dask=address, watcher=Watcher(done=kill_the_scheduler))
    assert 0 < len(graded(course)) <= 2


def test_where_no_scheduler_answers_it_says_so(course, monkeypatch):
    monkeypatch.setattr("dropout_course.grading.cluster.PATIENCE", 1)
    with pytest.raises(CourseError, match=r"No scheduler answers at tcp://127.0.0.1:9"):
        grade(course, ASSIGNMENT, dask="tcp://127.0.0.1:9")
    assert not (course / "autograded").exists()
