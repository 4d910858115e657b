"""One batch of strangers' submissions, honest ones between them: nobody gains, nobody honest loses.

Each file in ``gallery/hostile`` is what a learner wrote in the cell of `double`; each function in its
``files.py`` hands in a file that is wrong as a file. `draw` stays unanswered: an honest score would be 0.
"""

import hashlib
import os
import socket
import sqlite3
import time
from pathlib import Path

import psutil
import pytest
from gallery.hostile import files
from grading.small_course import (
    ASSIGNMENT,
    MAX_POINTS,
    MODEL,
    answered,
    hand_in,
    make_course,
    points,
    printed,
)

from dropout_course.grading.coordinator import grade

pytestmark = [pytest.mark.sandbox, pytest.mark.slow, pytest.mark.timeout(900)]

ATTACKS = sorted(path for path in Path(files.__file__).parent.glob("*.py") if path.name != "files.py")
BEFORE_AN_HONEST_ONE = 5
HONEST = MODEL | {"why": "the essay of ada"}
LIMITS = {
    "cell_seconds": 2.0,
    "call_seconds": 2.0,
    "submission_seconds": 11 + os.getpid() / (1 << 23),  # a number that marks this batch's processes
    "grace_seconds": 1.0,
    "total_memory": 3 << 30,
}


def rows(root: Path) -> set[tuple]:
    """Every row of every table of the gradebook."""
    with sqlite3.connect(root / "gradebook.db") as book:
        tables = [name for (name,) in book.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {(table, *row) for table in tables for row in book.execute(f"SELECT * FROM {table}")}


def contents(root: Path) -> dict[str, str]:
    """A digest of every file that grading has no business to change."""
    kept = [path for name in ("source", "submitted", "private") for path in (root / name).rglob("*")]
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in kept if p.is_file()}


def processes_left() -> list[psutil.Process]:
    marker = f'"submission_seconds": {LIMITS["submission_seconds"]}'
    return [
        p for p in psutil.process_iter(["cmdline"]) if any(marker in word for word in p.info["cmdline"] or ())
    ]


class Batch:
    """What was before, what came out."""

    def __init__(self, root: Path) -> None:
        make_course(root)
        hand_in(root, "honest_0", answered(HONEST))
        self.alone = points(grade(root, ASSIGNMENT)["honest_0"])
        self.rows_before = rows(root)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.hand_in_all(root, listener.getsockname()[1])
            self.contents_before = contents(root)
            begin = time.monotonic()
            self.results = grade(root, ASSIGNMENT, jobs=2, **LIMITS)
            self.seconds = time.monotonic() - begin
            listener.settimeout(0.2)
            try:
                listener.accept()
                self.reached = True
            except TimeoutError:
                self.reached = False
        self.rows_after, self.contents_after = rows(root), contents(root)
        self.root = root

    def hand_in_all(self, root: Path, port: int) -> None:
        words = {"@COURSE@": str(root), "@PORT@": str(port)}
        seed = (root / "private" / f"{ASSIGNMENT}.seed").read_text().strip()
        words["@SECRET@"] = f"[{seed[0]}]{seed[1:]}"  # as a pattern that does not match itself
        for number, attack in enumerate(ATTACKS):
            source = attack.read_text()
            for word, meaning in words.items():
                source = source.replace(word, meaning)
            hand_in(root, attack.stem, answered({"double": source}))
            if number % BEFORE_AN_HONEST_ONE == 0:
                hand_in(root, f"{attack.stem}_then_honest", answered(HONEST))
        for name, spoil in (files.REJECTED | files.GRADED).items():
            spoil(root, name)
        hand_in(root, os.fsdecode(b"not-utf-8-\xff"), answered(HONEST))


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    return Batch(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("student", [path.stem for path in ATTACKS])
def test_an_attack_gains_no_point(batch, student):
    assert batch.results[student].score == 0
    assert batch.results[student].status == "graded"


def test_an_attack_finds_writes_and_reaches_nothing(batch):
    told = {attack.stem: printed(batch.root, attack.stem) for attack in ATTACKS}
    for sign in ("written:", "reached:", "entered:", "mounted:", "allowed"):
        assert [student for student, text in told.items() if sign in text] == []
    for student in ("read_everything", "read_memory", "frames_and_garbage"):
        assert "found: []" in told[student]
    assert "environment: []" in told["read_everything"]
    assert int(told["read_memory"].split("megabytes: ")[1].split()[0]) > 20  # it did search


def test_files_without_content_are_counted(batch):
    assert 0 < int(printed(batch.root, "files_without_content")) <= 10_000


@pytest.mark.parametrize("student", files.REJECTED)
def test_a_file_that_is_no_notebook_is_rejected_with_its_reason(batch, student):
    result = batch.results[student]
    assert (result.score, result.status) == (0, "rejected")
    assert result.reason
    assert result.reason in result.cells["double_visible"]["messages"][0]


@pytest.mark.parametrize("student", files.GRADED)
def test_a_notebook_that_lies_about_itself_gains_no_point(batch, student):
    assert (batch.results[student].score, batch.results[student].status) == (0, "graded")
    assert batch.results[student].max_score == sum(MAX_POINTS.values())


def test_a_name_that_cannot_be_written_down_is_rejected(batch):
    assert batch.results["not-utf-8-\\udcff"].status == "rejected"


def test_honest_work_between_them_scores_as_if_alone(batch):
    honest = [student for student in batch.results if "honest" in student and student not in files.REJECTED]
    assert len(honest) > len(ATTACKS) / BEFORE_AN_HONEST_ONE
    for student in honest:
        assert points(batch.results[student]) == batch.alone == MAX_POINTS | {"why": 0}


def test_every_other_row_of_the_gradebook_stays(batch):
    assert batch.rows_before <= batch.rows_after


def test_no_file_outside_is_changed_or_added(batch):
    assert batch.contents_after == batch.contents_before


def test_the_network_is_out_of_reach(batch):
    assert not batch.reached


def test_no_process_is_left(batch):
    assert processes_left() == []


def test_the_batch_ends_within_its_limits(batch):
    longest = LIMITS["submission_seconds"] + LIMITS["grace_seconds"] + 5
    assert batch.seconds < len(batch.results) / 2 * longest / 3  # most end by themselves, well before
