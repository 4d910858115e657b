"""Grades as a table that a learning management system takes in: Canvas's and Moodle's own columns.

Both systems want back a file that they wrote: Canvas the gradebook that it exported, Moodle the grading
worksheet of an assignment or the course's exported grades. Such a file is the ``roster``: it says who is
who, and comes back with the grades filled in and all else as it was. Without one a new table is written,
with the columns that the system documents.

Sources: Canvas instructor guide, "How do I import grades in the Gradebook?" (columns Student, ID, SIS User
ID, SIS Login ID, Section); MoodleDocs, "Grade import" and "Assignment settings: Offline grading worksheet".
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .assignment import CourseError
from .scores import Score

Row = dict[str, str]
POINTS_POSSIBLE = "Points Possible"  # the row below Canvas's heading


@dataclass(frozen=True)
class System:
    """What a learning management system calls things.

    Attributes:
        names: columns by which a student may be known, the likeliest first.
        columns: those of a table without a roster; the grade's column comes last.
        grade: the column of the grade, where it does not carry the assignment's name.
        most: the column of the most points, if there is one.
    """

    names: tuple[str, ...]
    columns: tuple[str, ...]
    grade: str = ""
    most: str = ""


CANVAS = System(
    names=("SIS Login ID", "SIS User ID", "ID", "Student"),
    columns=("Student", "ID", "SIS User ID", "SIS Login ID", "Section"),
)
MOODLE = System(
    names=("Username", "ID number", "Identifier", "Email address", "Full name"),
    columns=("Username",),
    grade="Grade",
    most="Maximum Grade",
)
SYSTEMS = {"canvas": CANVAS, "moodle": MOODLE}


@dataclass(frozen=True)
class Table:
    """A table with its grades, and who could not be found in it."""

    text: str
    without_row: tuple[str, ...] = ()  # students with a grade whom the roster does not name


def export(
    scores: Mapping[str, Score],
    assignment: str,
    system: System,
    *,
    roster: Path | None = None,
    name_column: str | None = None,
    grade_column: str | None = None,
) -> Table:
    """The grades as ``system`` takes them in.

    Args:
        scores: by student, as their folders in ``submitted/`` are named.
        assignment: its name.
        system: one of ``SYSTEMS``.
        roster: a file that the system exported.
        name_column: the roster's column that holds the folders' names; the first that fits when None.
        grade_column: the column for the grade; found or added when None.

    Raises:
        CourseError: the roster cannot be read, lacks a column, or names a student twice.
    """
    if roster is None:
        return _new_table(scores, assignment, system, name_column, grade_column)
    heading, rows = _read(roster)
    by_name = _by_name(rows, _name_column(heading, rows, scores, system, name_column, roster), scores, roster)
    column = grade_column or _grade_column(heading, assignment, system)
    if column not in heading:
        heading = [*heading, column]
    for student, row in by_name.items():
        row[column] = _number(scores[student].points)
    _write_most(rows, column, scores, system)
    missing = tuple(student for student in scores if student not in by_name)
    return Table(_text(heading, rows), missing)


def _new_table(
    scores: Mapping[str, Score], assignment: str, system: System, name: str | None, grade: str | None
) -> Table:
    name, column = name or system.names[0], grade or system.grade or assignment
    heading = [*dict.fromkeys([*system.columns, name, *([system.most] if system.most else []), column])]
    rows = [{name: student, column: _number(score.points)} for student, score in scores.items()]
    if system is CANVAS:
        rows.insert(0, {"Student": POINTS_POSSIBLE})
    _write_most(rows, column, scores, system)
    return Table(_text(heading, rows))


def _write_most(rows: Sequence[Row], column: str, scores: Mapping[str, Score], system: System) -> None:
    """The most points, where the system has a place for them and none stands there."""
    most = _number(max((score.max_points for score in scores.values()), default=0))
    for row in rows:
        if system.most and row.get(column):
            row[system.most] = row.get(system.most) or most
        if system is CANVAS and row.get("Student", "").strip() == POINTS_POSSIBLE:
            row[column] = row.get(column) or most


def _name_column(
    heading: Sequence[str],
    rows: Sequence[Row],
    scores: Mapping[str, Score],
    system: System,
    asked: str | None,
    roster: Path,
) -> str:
    """The column in which students are named as their folders are."""
    if asked is not None:
        if asked not in heading:
            raise CourseError(f"{roster} has no column {asked!r}; it has {', '.join(heading)}.")
        return asked
    found = {
        column: sum(_plain(row.get(column, "")) in scores for row in rows)
        for column in system.names
        if column in heading
    }
    best = max(found, key=lambda column: found[column], default=None)
    if best is None or found[best] == 0:
        raise CourseError(
            f"No column of {roster} names a student as the folders in submitted/ do "
            f"({', '.join(list(scores)[:3])}): say which one with --name-column; "
            f"it has {', '.join(heading)}."
        )
    return best


def _by_name(rows: Sequence[Row], column: str, scores: Mapping[str, Score], roster: Path) -> dict[str, Row]:
    """The row of each student who has a grade."""
    found: dict[str, Row] = {}
    for row in rows:
        student = _plain(row.get(column, ""))
        if student in found:
            raise CourseError(f"{roster} names {student} twice in the column {column}.")
        if student in scores:
            found[student] = row
    return found


def _plain(name: str) -> str:
    """A name without what Moodle's worksheet puts before its number, ``Participant 12345``."""
    return re.sub(r"^Participant (?=\d+$)", "", name.strip())


def _grade_column(heading: Sequence[str], assignment: str, system: System) -> str:
    """The assignment's column, ``hw1-masks (12345)`` in Canvas; its name where there is none yet."""
    if system.grade in heading:
        return system.grade
    pattern = re.compile(rf"(Assignment: ?)?{re.escape(assignment)}( \(\w+\))?$")
    return next((column for column in heading if pattern.match(column)), assignment)


def _number(points: float) -> str:
    return f"{points:.10g}"


def _read(roster: Path) -> tuple[list[str], list[Row]]:
    try:
        text = roster.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{roster} cannot be read as UTF-8 text: {error}") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    heading = list(reader.fieldnames or ())
    if not heading:
        raise CourseError(f"{roster} is empty: export it from your learning management system again.")
    rows = list(reader)
    if any(None in row for row in rows):
        raise CourseError(f"{roster} has rows with more cells than its heading: is it a CSV with commas?")
    return heading, rows


def _text(heading: Sequence[str], rows: Sequence[Row]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, heading, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
