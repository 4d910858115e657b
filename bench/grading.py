"""How long grading takes, beside stock ``nbgrader autograde`` in the same run; prints one JSON object.

Exit code 1 if a cell's points differ, or if ours is less than ten times as fast.

    python bench/grading.py [--assignment hw2-scaling] [--submissions 40] [--jobs 2] [--repeats 3]

Both grade the same honest submissions, right and wrong ones, in fresh copies of one course folder, and both
end with gradebook and executed notebooks written. Scores are compared cell by cell. Ours is short, so it is
run before and after stock's, and the median counts.
"""

import argparse
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
ASSIGNMENTS = ("hw2-scaling", "hw5-tuning")  # in numpy and in torch
SCRIPTS = Path(sysconfig.get_path("scripts"))
BUDGET = 10  # times as fast as stock, at least
Scores = dict[str, dict[str, float]]


def main() -> int:
    """Compare both ways, assignment by assignment; 1 if we do not keep to the promise."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--assignment", action="append", help=f"by default {' and '.join(ASSIGNMENTS)}, in turn"
    )
    parser.add_argument("--submissions", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    found = {name: compare(name, options) for name in options.assignment or ASSIGNMENTS}
    print(json.dumps(found, indent=1))
    return int(any(each["cells_that_differ"] or each["ratio"] < BUDGET for each in found.values()))


def compare(assignment: str, options: argparse.Namespace) -> dict[str, Any]:
    """Build the course, grade it both ways; times and differences."""
    with tempfile.TemporaryDirectory() as folder:
        course = make_course(Path(folder, "course"), assignment, options.submissions)
        command = ["dropout-course", "grade", assignment, "--course", ".", "--jobs", str(options.jobs)]
        ours = [timed(command, copy(course, f"ours-{number}")) for number in range(options.repeats - 1)]
        stock = timed(["nbgrader", "autograde", assignment], stocked(copy(course, "stock")))
        ours.append(timed(command, copy(course, "ours")))
        expected, found = (scores(course.with_name(way), assignment) for way in ("stock", "ours"))
        notebooks = len(list(course.with_name("ours").glob("autograded/*/*/*.ipynb")))
    differing = differences(expected, found)
    seconds = statistics.median(ours)
    return {
        "submissions": options.submissions,
        "jobs": options.jobs,
        "stock_seconds": round(stock, 2),
        "seconds": round(seconds, 2),
        "seconds_each": [round(each, 2) for each in ours],
        "seconds_per_submission": round(seconds / options.submissions, 3),
        "ratio": round(stock / seconds, 1),
        "notebooks_written": notebooks,
        "cells_compared": sum(map(len, expected.values())),
        "cells_that_differ": len(differing),
        "the_first_of_them": differing[:20],
    }


def stocked(course: Path) -> Path:
    """Without our step in nbgrader's own command."""
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text().partition("c.Autograde")[0])
    return course


def make_course(root: Path, assignment: str, count: int) -> Path:
    """The course folder as `make homework` builds it, with ``count`` submissions."""
    import nbformat
    from gallery.build import build_script, source_notebook, submission
    from gallery.solutions import gallery

    root.mkdir()
    build_script().build(assignment, root)
    release = nbformat.read(root / "release" / assignment / f"{assignment}.ipynb", as_version=4)
    source = source_notebook(assignment)
    right, wrong = gallery(assignment, "right"), gallery(assignment, "wrong")
    spread = wrong[:: max(1, 2 * len(wrong) // count)]  # mistakes with every function, not the first ones
    mixed = itertools.chain.from_iterable(zip(itertools.cycle(right), itertools.cycle(spread)))
    for number, solution in enumerate(itertools.islice(mixed, count)):
        path = root / "submitted" / f"{number:04}-{solution.name}" / assignment / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(submission(release, source, solution.cells), path)
    return root


def copy(course: Path, name: str) -> Path:
    """A fresh copy of the course folder, beside it."""
    return Path(shutil.copytree(course, course.with_name(name)))


def timed(command: list[str], folder: Path) -> float:
    """Seconds that one of our environment's programs takes in ``folder``."""
    environment = os.environ | {"PATH": f"{SCRIPTS}:{os.environ['PATH']}"}
    begin = time.monotonic()
    subprocess.run(
        [SCRIPTS / command[0], *command[1:]], cwd=folder, env=environment, check=True, capture_output=True
    )
    return time.monotonic() - begin


def scores(root: Path, assignment: str) -> Scores:
    """Points in the gradebook, by student and cell."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root}/gradebook.db") as book:
        found = book.assignment_submissions(assignment)
        return {
            sub.student.id: {grade.name: grade.score for grade in sub.notebooks[0].grades} for sub in found
        }


def differences(expected: Scores, found: Scores) -> list[str]:
    """Cells whose points are not the same both ways."""
    return [
        f"{student}/{cell}: {points:g}, not {found.get(student, {}).get(cell)}"
        for student, cells in expected.items()
        for cell, points in cells.items()
        if found.get(student, {}).get(cell) != points
    ]


if __name__ == "__main__":
    sys.exit(main())
