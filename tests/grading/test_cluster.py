"""Submissions checked by a cluster of two worker processes, one of which is lost on the way."""

import threading

import pytest
from experiments.test_run_all import cluster
from grading.small_course import ASSIGNMENT, MODEL, answered, hand_in, make_course
from grading.test_failures import of_this_process, wait_for

from dropout_course.grading.assignment import CourseError
from dropout_course.grading.coordinator import Watcher, grade

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
SLOW = MODEL | {"double": "import time\ntime.sleep(1)\n" + MODEL["double"]}
HALF = {"double": MODEL["double"]}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with cluster(tmp_path_factory.mktemp("cluster")) as address:
        yield address


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


def test_a_scheduler_that_is_lost_is_no_students_fault(course, tmp_path):
    first = threading.Semaphore(0)

    def kill_the_scheduler():
        first.acquire()
        of_this_process("dask scheduler [")[0].kill()

    killer = threading.Thread(target=kill_the_scheduler)
    (tmp_path / "lost").mkdir()
    with cluster(tmp_path / "lost") as address:
        killer.start()
        with pytest.raises(CourseError, match="The scheduler is gone"):
            grade(course, ASSIGNMENT, dask=address, watcher=Watcher(done=lambda *_: first.release()))
        killer.join()
    written = (course / "private" / f"{ASSIGNMENT}.journal").read_text()
    assert "graded" in written
    assert "failed" not in written


def test_where_no_scheduler_answers_it_says_so(course):
    with pytest.raises(CourseError, match=r"No scheduler answers at tcp://127.0.0.1:9"):
        grade(course, ASSIGNMENT, dask="tcp://127.0.0.1:9")
    assert not (course / "autograded").exists()
