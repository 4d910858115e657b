"""A damaged course, a full disk, a second run: one sentence each, and nothing is lost."""

import json
import os
import subprocess

import pytest
from commands import COMMAND
from grading.small_course import ASSIGNMENT, MODEL, answered, class_of_three, hand_in, make_course

from dropout_course.grading.assignment import Course
from dropout_course.grading.coordinator import grade
from dropout_course.grading.screen import grade_to_screen

pytestmark = pytest.mark.sandbox


ON_A_SMALL_DISK = """
cp -r {course}/. /tmp/disk/course
{command} grade {name} --course /tmp/disk/course --json {first}
echo "code $?"
mkdir {kept} && cp -r /tmp/disk/course/. {kept}
"""


@pytest.fixture
def course(tmp_path):
    return class_of_three(tmp_path / "course")


@pytest.mark.parametrize("content", [b"junk" * 1000, b"SQLite format 3\0" + b"x" * 5000])
def test_a_gradebook_that_is_none_is_told_and_left_alone(course, content):
    (course / "gradebook.db").write_bytes(content)
    told = grade_to_screen(course, ASSIGNMENT)
    assert told.startswith(
        f"The gradebook sqlite:///{course}/gradebook.db cannot be used: file is not a data"
    )
    assert (course / "gradebook.db").read_bytes() == content


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("c = get_config(\n", "nbgrader_config.py, line 1: SyntaxError: '(' was never closed."),
        ("c = get_config()\n\n1/0\n", "nbgrader_config.py, line 3: ZeroDivisionError: division by zero."),
        ("import nosuch\n", "nbgrader_config.py, line 1: ModuleNotFoundError: No module named 'nosuch'."),
        ("c = get_config()\nc.CourseDirectory.db_url = 3\n", "nbgrader_config.py: The 'db_url' trait of a"),
    ],
)
def test_settings_that_fail_are_told_with_their_line(course, content, told):
    (course / "nbgrader_config.py").write_text(content)
    assert grade_to_screen(course, ASSIGNMENT).startswith(f"{course}/{told}")


def test_a_grade_id_that_stands_twice_in_the_source_is_named(course):
    path = course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    content = json.loads(path.read_text())
    content["cells"].append(content["cells"][4])
    path.write_text(json.dumps(content))
    assert "has several cells with the grade_id double_visible: rename" in grade_to_screen(course, ASSIGNMENT)
    assert not (course / "autograded").exists()


def test_a_second_run_is_refused_in_a_sentence(course):
    with Course(course).locked():
        run = subprocess.run(
            [COMMAND, "grade", ASSIGNMENT, "--course", course], capture_output=True, text=True
        )
    assert run.returncode == 1
    assert run.stderr == f"Another run is grading in {course}; wait until it ends.\n"


@pytest.mark.slow
@pytest.mark.parametrize("kilobytes", [60, 120, 200, 240])
def test_on_a_full_disk_a_sentence_says_so_and_with_more_room_the_run_goes_on(course, tmp_path, kilobytes):
    expected = grade(course, ASSIGNMENT)
    fresh = make_course(tmp_path / "again")
    for student in expected:
        hand_in(fresh, student, answered(MODEL))
    (fresh / "private").mkdir()
    seed = course / "private" / f"{ASSIGNMENT}.seed"
    (fresh / "private" / seed.name).write_text(seed.read_text())
    kept = tmp_path / "kept"
    script = ON_A_SMALL_DISK.format(
        course=fresh, command=COMMAND, name=ASSIGNMENT, first=tmp_path / "out.json", kept=kept
    )
    disk = ["--size", str(kilobytes << 10), "--tmpfs", "/tmp/disk"]
    run = subprocess.run(
        ["bwrap", "--dev-bind", "/", "/", *disk, "sh", "-c", script], capture_output=True, text=True
    )
    assert "code 1" in run.stdout
    [told] = run.stderr.splitlines()
    assert "No space left" in told or "disk is full" in told
    assert grade(kept, ASSIGNMENT) == expected
    assert not any(name.startswith(".") for _, _, names in os.walk(kept) for name in names)
