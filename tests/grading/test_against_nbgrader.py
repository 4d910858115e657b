"""The same submissions through stock ``nbgrader autograde`` and through ours: equal points, cell by cell."""

import os
import shutil
import subprocess
import sysconfig

import pytest
from grading.small_course import ASSIGNMENT, MAX_POINTS, MODEL, answered, cell, hand_in, make_course

from dropout_course.grading.coordinator import grade

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
SCRIPTS = sysconfig.get_path("scripts")
HONEST = {
    "all-right": MODEL | {"why": "Because."},
    "untouched": {},
    "partly-right": {
        "double": "def double(x):\n    return x + x",
        "draw": "def draw(n, rng):\n    return [0.5] * n",
    },
    "raises": {"double": "def double(x):\n    raise ValueError(x)", "draw": MODEL["draw"]},
    "syntax-error": {"double": "def double(x:", "draw": MODEL["draw"]},
    "only-for-numbers": {"double": "def double(x):\n    return int(2 * x)", "draw": MODEL["draw"]},
}
LOUD = """\
import sys
def double(x):
    print('a note', file=sys.stderr)
    return 2 * x
"""


def stock_points(root):
    """Points in the gradebook after nbgrader's own commands."""
    environment = os.environ | {"PATH": f"{SCRIPTS}:{os.environ['PATH']}"}
    for command in ("generate_assignment", "autograde"):
        subprocess.run(
            ["nbgrader", command, ASSIGNMENT], cwd=root, env=environment, check=True, capture_output=True
        )
    return gradebook_points(root)


def gradebook_points(root):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root}/gradebook.db") as book:
        found = book.assignment_submissions(ASSIGNMENT)
        return {
            sub.student.id: {grade.name: grade.score for grade in sub.notebooks[0].grades} for sub in found
        }


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    root = make_course(tmp_path_factory.mktemp("equal") / "stock")
    for student, answers in HONEST.items():
        hand_in(root, student, answered(answers))
    helped = answered({"double": "def double(x):\n    return helper(x)", "draw": MODEL["draw"]})
    helped["cells"].insert(2, cell("code", "%matplotlib inline\ndef helper(x):\n    return 2 * x"))
    hand_in(root, "with-a-helper", helped)
    hand_in(root, "loud", answered(MODEL | {"double": LOUD}))
    ours = shutil.copytree(root, root.with_name("ours"))
    expected = stock_points(root)
    grade(ours, ASSIGNMENT, jobs=2)
    return expected, gradebook_points(ours)


def test_honest_work_gets_the_same_points_in_every_cell(both):
    expected, found = both
    assert len(expected) == len(HONEST) + 2
    assert {student: cells for student, cells in found.items() if student != "loud"} == {
        student: cells for student, cells in expected.items() if student != "loud"
    }


def test_the_one_difference_is_that_a_note_on_stderr_costs_nothing(both):
    expected, found = both
    assert expected["loud"]["double_hidden"] == 0
    assert found["loud"] == MAX_POINTS | {"why": 0}
