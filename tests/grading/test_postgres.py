"""A gradebook in a real PostgreSQL server holds the same grades as one in a file."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from grading.small_course import ASSIGNMENT, MODEL, answered, hand_in, make_course

from dropout_course.grading.assignment import Course
from dropout_course.grading.coordinator import grade
from dropout_course.grading.scores import read_scores

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
NOBODY = 65534  # the server refuses to be root
CLASS = {
    "ada": MODEL | {"why": "Because."},
    "ben": {},
    "cleo": MODEL | {"draw": "def draw(n, rng):\n    return np.ones(n)"},
    "d" * 129: MODEL,  # one character more than nbgrader's column of students has
}


def programs() -> Path:
    """The folder of the server's programs, which Debian keeps out of the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = shutil.which("initdb")
    if not folders and not found:
        pytest.fail("PostgreSQL's server is needed: sudo apt-get install postgresql")
    return folders[-1] if folders else Path(found).parent


@pytest.fixture(scope="module")
def url():
    """A server of this test's own, on a socket in its own folder."""
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    if user:
        os.chown(folder, NOBODY, NOBODY)
    data, initdb, postgres = folder / "data", programs() / "initdb", programs() / "postgres"
    made = [initdb, "--pgdata", data, "--username", "grader", "--auth", "trust", "--no-sync"]
    subprocess.run(made, check=True, capture_output=True, cwd=folder, **user)
    command = [postgres, "-D", data, "-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}"]
    server = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL, **user)
    try:
        wait_for(folder / ".s.PGSQL.5432", server)
        yield f"postgresql+psycopg://grader@/postgres?host={folder}"
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


def wait_for(socket: Path, server: subprocess.Popen) -> None:
    end = time.monotonic() + 60
    while not socket.exists():
        assert server.poll() is None, "the server ended"
        assert time.monotonic() < end, "the server did not start"
        time.sleep(0.05)
    time.sleep(0.5)  # it listens a moment after its socket is there


def graded(root: Path, db_url: str | None):
    make_course(root)
    if db_url:
        (root / "nbgrader_config.py").write_text(
            f"c = get_config()\nc.CourseDirectory.db_url = {db_url!r}\nc.CourseDirectory.course_id = 'c'\n"
        )
    (root / "private").mkdir()
    (root / "private" / f"{ASSIGNMENT}.seed").write_text("7\n")
    for student, answers in CLASS.items():
        hand_in(root, student, answered(answers))
    return grade(root, ASSIGNMENT), read_scores(Course(root), ASSIGNMENT)


def test_postgresql_holds_the_same_grades_and_a_regrade_changes_nothing(url, tmp_path):
    for name in ("file", "server"):
        (tmp_path / name).mkdir()
    expected = graded(tmp_path / "file", None)
    assert graded(tmp_path / "server", url) == expected
    assert expected[0]["d" * 129].status == "rejected"
    assert not (tmp_path / "server" / "gradebook.db").exists()
    assert grade(tmp_path / "server", ASSIGNMENT) == expected[0]
