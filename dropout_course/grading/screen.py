"""What a person sees of a run: a progress bar while it goes on, a table at its end."""

import json
import os
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from .assignment import Course, CourseError
from .coordinator import Result, Watcher, grade
from .sandbox import SandboxError

MAX_TOLD = 160  # characters of a message in the table; the JSON holds all
COLOURS = {"graded": "", "rejected": "yellow", "failed": "red"}


UNPROTECTED = (
    "No isolation: what learners wrote now runs as you. It can read and change every file that you can, the "
    "gradebook and the tests among them, use the network, and go on after grading has ended. Grade like this "
    "only the work of people whom you trust, or on a machine that holds nothing else."
)


def grade_to_screen(
    course: Path,
    assignment: str,
    *,
    json_file: Path | None = None,
    isolation: str = "bwrap",
    options: Mapping[str, Any] | None = None,
) -> str | None:
    """Grade, show the table, write the JSON; the sentence that says why it ended early, if so.

    ``options`` are further ones of `coordinator.grade`.
    """
    console = Console()
    if isolation == "none":
        console.print(UNPROTECTED, style="bold red")
    if json_file is not None and (trouble := _why_not_writable(json_file)):
        return trouble
    try:
        with progress(console) as watcher:
            results = grade(course, assignment, isolation=isolation, watcher=watcher, **(options or {}))
    except (CourseError, SandboxError) as error:
        return str(error)
    except PermissionError as error:
        return f"{error.filename or course} may not be used by you: grade as the owner of the course folder."
    except OSError as error:
        why = f"{error.filename or course}: {error.strerror or error}"
        return f"{why}. What was graded is kept; the same command goes on from there."
    except KeyboardInterrupt:
        return "Stopped. The same command goes on where this run was."
    console.print(table(assignment, results))
    if json_file is not None:
        content = {student: asdict(result) for student, result in results.items()}
        json_file.write_text(json.dumps(content, indent=1), encoding="utf-8")
    return None


def collect_to_screen(
    course: Path, assignment: str, download: Path, system: str, pattern: str | None, *, replace: bool
) -> str | None:
    """Collect a download and say what came of it; the sentence that says why not, if so."""
    from .collect import PATTERNS, collect

    if pattern is None and system not in PATTERNS:
        return f"--from takes {' or '.join(PATTERNS)}, not {system}; or give a --pattern of your own."
    try:
        found = collect(Course(course), assignment, download, pattern or PATTERNS[system], replace=replace)
    except CourseError as error:
        return str(error)
    except OSError as error:
        return f"{error.filename or course}: {error.strerror}."
    console = Console()
    for note in found.notes:
        console.print(note, markup=False)
    if found.kept:
        console.print(f"{len(found.kept)} had handed in before, which stays; --replace lets the new one win.")
    console.print(f"{len(found.students)} notebooks were put into {Course(course).submitted}.", markup=False)
    return None


def report_to_file(course: Path, assignment: str, path: Path) -> str | None:
    """Write the class report; the sentence that says why not, if so."""
    from .report import class_report

    return _write(path, lambda: class_report(Course(course), assignment))


def export_to_file(
    course: Path, assignment: str, system: str, path: Path, *, roster: Path | None, **columns: str | None
) -> str | None:
    """Write the grades for a learning management system; the sentence that says why not, if so."""
    from .export import SYSTEMS, export
    from .scores import read_scores

    if system not in SYSTEMS:
        return f"--for takes {' or '.join(SYSTEMS)}, not {system}."

    def table() -> str:
        scores = read_scores(Course(course), assignment)
        found = export(scores, assignment, SYSTEMS[system], roster=roster, **columns)
        if found.without_row:
            unknown = ", ".join(found.without_row)
            why = "The roster does not name" if roster else "A spreadsheet would take for a formula"
            told = f"{why} {unknown}: their grades are not in the table."
            Console(stderr=True).print(told, markup=False)
        if waiting := [len(score.waiting) for score in scores.values() if score.waiting]:
            told = (
                f"{sum(waiting)} answers of {len(waiting)} students still wait for a person and count as 0 "
                "points: grade them, then export again."
            )
            Console(stderr=True).print(told, markup=False)
        return found.text

    return _write(path, table)


def _write(path: Path, content: Callable[[], str]) -> str | None:
    """Write what ``content`` makes, after asking whether the file may be written; "-" is standard output."""
    is_file = str(path) != "-"
    if is_file and (trouble := _why_not_writable(path)):
        return trouble
    try:
        if is_file:
            path.write_text(content(), encoding="utf-8", newline="")
        else:
            sys.stdout.write(content())
    except CourseError as error:
        return str(error)
    except OSError as error:
        return f"{path}: {error.strerror}."
    if is_file:
        Console().print(f"wrote {path}", markup=False)
    return None


def _why_not_writable(path: Path) -> str:
    """What would keep the results from being written there: told before the work, not after it."""
    if not path.parent.is_dir():
        return f"There is no folder {path.parent} for the results: make it, or name another file."
    if path.is_dir():
        return f"{path} is a folder: name a file for the results."
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return f"The results may not be written to {path}: name another file."
    return ""


@contextmanager
def progress(console: Console) -> Iterator[Watcher]:
    """A watcher that draws a bar with the time left."""
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),  # names and paths are no markup
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("warming up", total=None)
        yield Watcher(
            say=lambda text: console.print(text, markup=False),
            begin=lambda total: bar.update(task, total=total),
            done=lambda student, _: bar.update(task, advance=1, description=student),
        )


def table(assignment: str, results: Mapping[str, Result]) -> Table:
    """One row a student: the score, the cells where points were lost, the first message."""
    rows = Table(title=Text(assignment))
    rows.add_column("student", overflow="fold")
    rows.add_column("score", justify="right", no_wrap=True)
    rows.add_column("points lost", overflow="fold")
    rows.add_column("told", overflow="fold")
    for student, result in results.items():
        score = f"{result.score:g} / {result.max_score:g}"
        rows.add_row(
            Text(student), score, Text(_lost(result)), Text(_told(result)), style=COLOURS[result.status]
        )
    return rows


def _lost(result: Result) -> str:
    lost = {name: cell["max_points"] - cell["points"] for name, cell in result.cells.items()}
    lost["lateness"] = result.penalty
    if result.score == 0 and not result.penalty:
        return "all"
    return ", ".join(f"{name} {points:g}" for name, points in lost.items() if points > 0)


def _told(result: Result) -> str:
    if result.reason:
        return f"{result.status}: {result.reason}"
    told = list(dict.fromkeys(message for cell in result.cells.values() for message in cell["messages"]))
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    return textwrap.shorten(told[0], MAX_TOLD, placeholder=" …") + more if told else ""
