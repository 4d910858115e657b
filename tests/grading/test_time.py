"""An answer's time is what it computes; the clock on the wall is only the last resort."""

import pytest
from grading.small_course import ASSIGNMENT, MAX_POINTS, MODEL, answered, hand_in, make_course, points

from dropout_course.grading.coordinator import grade

pytestmark = pytest.mark.sandbox
LIMITS = {
    "cell_seconds": 0.5,
    "call_seconds": 0.5,
    "patience": 6.0,
    "grace_seconds": 0.5,
    "submission_seconds": 10.0,
}
ALMOST_FOREVER = {"patience": 120.0, "submission_seconds": 120.0}  # who computes must not be told of waiting
WAITS = """\
import time
def double(x):
    time.sleep(1)
    return 2 * x
"""
COMPUTES = """\
import time
def double(x):
    end = time.process_time() + {seconds}
    while time.process_time() < end:
        pass
    return 2 * x
"""
LETS_A_CHILD_COMPUTE = """\
import os
def double(x):
    child = os.fork()
    while child == 0:
        pass
    os.waitpid(child, 0)
"""
NEVER_ANSWERS = """\
import threading
def double(x):
    threading.Event().wait()
"""
SWALLOWS = """\
def double(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
"""
IN_ITS_CELL = """\
while True:
    pass
"""
TOO_SLOW = {
    "computes": (COMPUTES.format(seconds=60), "double was still computing after 0.5 seconds"),
    "lets-a-child-compute": (LETS_A_CHILD_COMPUTE, "double was still computing after 0.5 seconds"),
    "never-answers": (NEVER_ANSWERS, "double was still waiting after 3 seconds"),
    "swallows": (SWALLOWS, "no answer: its "),
    "in-its-cell": (
        IN_ITS_CELL,
        "double is not defined: its cell stopped with TooSlowError: stopped: still computing after 0.5",
    ),
}
HONEST = {"waits-for-its-turn": WAITS, "computes-nearly-too-long": COMPUTES.format(seconds=0.3)}


def graded(root, answers, **limits):
    make_course(root)
    for student, source in answers.items():
        hand_in(root, student, answered(MODEL | {"double": source}))
    return grade(root, ASSIGNMENT, jobs=2, **limits)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """All of them; those who are told that they compute are graded where waiting has next to no end."""
    too_slow = {student: source for student, (source, _) in TOO_SLOW.items()}
    computing = {name: too_slow.pop(name) for name in list(too_slow) if "computing" in TOO_SLOW[name][1]}
    waiting = graded(tmp_path_factory.mktemp("waiting"), HONEST | too_slow, **LIMITS)
    return waiting | graded(tmp_path_factory.mktemp("computing"), computing, **LIMITS | ALMOST_FOREVER)


@pytest.mark.parametrize("student", HONEST)
def test_who_waits_twice_as_long_as_one_may_compute_gets_full_marks(results, student):
    assert points(results[student]) == MAX_POINTS | {"why": 0}


@pytest.mark.parametrize("student", TOO_SLOW)
def test_who_computes_too_long_or_never_answers_is_told_which(results, student):
    found = results[student].cells["double_hidden"]
    assert found["points"] == 0
    assert any(TOO_SLOW[student][1] in message for message in found["messages"])


def test_the_other_answers_of_a_slow_submission_count(results):
    for student in TOO_SLOW.keys() - {"swallows"}:
        assert points(results[student])["draw_fresh"] == MAX_POINTS["draw_fresh"]
