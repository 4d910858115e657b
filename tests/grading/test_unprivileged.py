"""A grader without rights gets the same grades and the same protection."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from commands import COMMAND
from gallery.hostile import files
from grading.small_course import ASSIGNMENT, MAX_POINTS, MODEL, answered, hand_in, make_course, printed

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
NOBODY = 65534
SIGNS = ("written:", "entered:", "mounted:", "allowed")
ATTACKS = [
    "fork_bomb",
    "kill_parent",
    "memory",
    "namespaces",
    "os_exit",
    "read_everything",
    "system_calls",
    "write_everywhere",
    "write_gradebook",
]


def as_nobody() -> list[str]:
    """The words that run a command without rights: none if we have none, else root becomes nobody.

    Root's home is closed to others; what Python needs of it is shown in its place, to this command only.
    """
    if os.geteuid() != 0:
        return []
    home = Path.home()
    needed = {Path(path).resolve() for path in (sys.base_prefix, sys.prefix, __file__)}
    shown = {home / path.relative_to(home).parts[0] for path in needed if path.is_relative_to(home)}
    binds = [word for path in sorted(shown) for word in ("--ro-bind", str(path), str(path))]
    drop = [
        f"--reuid={NOBODY}",
        f"--regid={NOBODY}",
        "--clear-groups",
        "--bounding-set=-all",
        "--inh-caps=-all",
    ]
    return [
        "bwrap",
        "--dev-bind",
        "/",
        "/",
        "--tmpfs",
        str(home),
        *binds,
        "--cap-add",
        "ALL",
        "setpriv",
        *drop,
    ]


def as_the_one_user_of_a_namespace() -> list[str]:
    """The words that run a command as in a container without rights: root, of itself only."""
    root = ["--uid", "0", "--gid", "0", "--cap-add", "ALL"]
    return [*as_nobody(), "bwrap", "--dev-bind", "/", "/", "--unshare-user", *root]


@pytest.fixture
def course():
    """A course folder that its grader owns; pytest's own folders are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="course-"))
    root = make_course(folder / "course")
    for attack in ATTACKS:
        source = (Path(files.__file__).parent / f"{attack}.py").read_text().replace("@COURSE@", str(root))
        hand_in(root, attack, answered({"double": source}))
    hand_in(root, "honest", answered(MODEL))
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    yield root
    shutil.rmtree(folder)


@pytest.mark.parametrize("prefix", [as_nobody, as_the_one_user_of_a_namespace])
def test_a_grader_without_rights_grades_alike_and_as_safely(course, prefix):
    out = course / "out.json"
    options = ["--call-seconds", "2", "--submission-seconds", "15", "--json", out]
    subprocess.run(
        [*prefix(), COMMAND, "grade", ASSIGNMENT, "--course", course, *options],
        check=True,
        capture_output=True,
        env=os.environ | {"HOME": str(course)},
    )
    results = json.loads(out.read_text())
    assert {student: results[student]["score"] for student in ATTACKS} == dict.fromkeys(ATTACKS, 0)
    assert results["honest"]["score"] == sum(MAX_POINTS.values()) - MAX_POINTS["why"]
    told = "".join(printed(course, attack) for attack in ATTACKS)
    assert "found: []" in told
    assert [line for line in told.splitlines() if any(sign in line for sign in SIGNS)] == []
