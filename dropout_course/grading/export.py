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
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .assignment import CourseError
from .scores import Score

POINTS_POSSIBLE = "Points Possible"  # the row below Canvas's heading
FORMULA = re.compile(r"(^|[;,\t])\s*[=+\-@]")  # as a spreadsheet lets a cell with a formula begin


@dataclass(frozen=True)
class System:
    """What a learning management system calls things.

    Attributes:
        names: columns by which a student may be known; the first is the number in the names of downloads.
        login: of these, the one for the folders' names in a table without a roster.
        columns: those of such a table; the grade's column comes last.
        grade: the column of the grade, where it does not carry the assignment's name.
        most: the column of the most points, if there is one.
    """

    names: tuple[str, ...]
    login: str
    columns: tuple[str, ...]
    grade: str | None = None
    most: str | None = None


CANVAS = System(
    names=("ID", "SIS Login ID", "SIS User ID", "Student"),
    login="SIS Login ID",
    columns=("Student", "ID", "SIS User ID", "SIS Login ID", "Section"),
)
MOODLE = System(
    names=("Identifier", "Username", "ID number", "Email address", "Full name"),
    login="Username",
    columns=("Username", "Maximum Grade"),
    grade="Grade",
    most="Maximum Grade",
)
SYSTEMS = {"canvas": CANVAS, "moodle": MOODLE}


@dataclass(frozen=True)
class Table:
    """A table with its grades, and who could not be found in it."""

    text: str
    without_row: tuple[str, ...] = ()  # students with a grade who are not in the table


@dataclass
class Roster:
    """A table that a system exported: cells by position, since two columns may have one name."""

    where: str
    heading: list[str]
    rows: list[list[str]] = field(default_factory=list)

    def place(self, column: str) -> int:
        """The position of a column that must be there, once.

        Raises:
            CourseError: it is not, or it is there twice.
        """
        places = [place for place, name in enumerate(self.heading) if name == column]
        if not places:
            there = ", ".join(self.heading)
            raise CourseError(f"{self.where} has no column {column!r}; it has {there}.")
        if len(places) > 1:
            raise CourseError(f"{self.where} has {len(places)} columns {column!r}: rename all but one.")
        return places[0]

    def add(self, column: str) -> None:
        """One more column, empty."""
        self.heading.append(column)
        for row in self.rows:
            row.append("")

    def text(self) -> str:
        """The table as CSV."""
        out = io.StringIO(newline="")
        csv.writer(out).writerows([self.heading, *self.rows])
        return out.getvalue()


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
        name_column: the roster's column that holds the folders' names; the one that fits when None.
        grade_column: the column for the grade; found or added when None.

    Raises:
        CourseError: nobody has a grade; the roster cannot be read, lacks a column, names students in several
            ways, or holds another number of most points.
    """
    if not scores:
        raise CourseError(f"Nobody has a grade for {assignment} yet: dropout-course grade {assignment}")
    table = _new(scores, system, name_column) if roster is None else read_roster(roster)
    names = table.place(name_column) if name_column else _names(table, scores, system)
    by_name = _by_name(table, names, scores)
    column = grade_column or _grade_column(table, assignment, system)
    if column not in table.heading:
        table.add(column)
    grade = table.place(column)
    _write_most(table, grade, by_name, scores, system)
    for student, row in by_name.items():
        row[grade] = _number(scores[student].points)
    return Table(table.text(), tuple(student for student in scores if student not in by_name))


def read_roster(path: Path) -> Roster:
    """A table as a system exported it.

    Raises:
        CourseError: it is no such table.
    """
    again = "export it from your learning management system again"
    csv.field_size_limit(sys.maxsize)  # a column may hold what students wrote
    try:
        heading, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    except FileNotFoundError:
        raise CourseError(f"There is no {path}.") from None
    except ValueError as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else "it is empty"
        raise CourseError(f"{path} cannot be read: {why}; {again}.") from None
    except (OSError, csv.Error) as error:
        raise CourseError(f"{path} cannot be read: {error}; {again}.") from None
    if any(len(row) > len(heading) for row in rows):
        raise CourseError(f"{path} has rows with more cells than its heading: is it a CSV with commas?")
    return Roster(str(path), heading, [row + [""] * (len(heading) - len(row)) for row in rows if row])


def _new(scores: Mapping[str, Score], system: System, name: str | None) -> Roster:
    """A table of the system's documented columns, a row for each student whose name is no formula."""
    name = name or system.login
    heading = list(dict.fromkeys([*system.columns, name]))
    students = [student for student in scores if not FORMULA.search(student)]
    rows = [[student if column == name else "" for column in heading] for student in students]
    if system is CANVAS:
        rows.insert(0, [POINTS_POSSIBLE, *[""] * (len(heading) - 1)])
    return Roster("the table", heading, rows)


def _names(table: Roster, scores: Mapping[str, Score], system: System) -> int:
    """The place of the column in which students are named as their folders are."""
    found: dict[int, list[str]] = {}
    for place in (table.place(column) for column in system.names if column in table.heading):
        named = [_plain(row[place]) for row in table.rows]
        if set(named) & set(scores):
            found[place] = [name if name in scores else "" for name in named]
    there = ", ".join(table.heading)
    if not found:
        raise CourseError(
            f"No column of {table.where} names a student as the folders in submitted/ do "
            f"({', '.join(list(scores)[:3])}): say which one with --name-column; it has {there}."
        )
    best = max(found, key=lambda place: sum(map(bool, found[place])))
    for place, named in found.items():
        if any(name and name != other for name, other in zip(named, found[best], strict=True)):
            raise CourseError(
                f"{table.where} names students as their folders do in the columns {table.heading[best]} and "
                f"{table.heading[place]}, and not the same ones: say which with --name-column; "
                f"after dropout-course collect it is {system.names[0]}."
            )
    return best


def _by_name(table: Roster, place: int, scores: Mapping[str, Score]) -> dict[str, list[str]]:
    """The row of each student who has a grade."""
    found: dict[str, list[str]] = {}
    for row in table.rows:
        student = _plain(row[place])
        if student in found:
            raise CourseError(f"{table.where} names {student} twice in the column {table.heading[place]}.")
        if student in scores:
            found[student] = row
    return found


def _plain(name: str) -> str:
    """A name without what Moodle's worksheet puts before its number, ``Participant 12345``."""
    return re.sub(r"^Participant (?=\d+$)", "", name.strip())


def _grade_column(table: Roster, assignment: str, system: System) -> str:
    """The assignment's column, ``hw1-masks (12345)`` in Canvas; its name where there is none yet."""
    if system.grade in table.heading or table.heading == list(system.columns):
        return system.grade or assignment
    pattern = re.compile(rf"(Assignment: ?)?{re.escape(assignment)}( \(\w+\))?")
    found = [column for column in table.heading if pattern.fullmatch(column)]
    if len(found) > 1:
        raise CourseError(f"{table.where} has the columns {', '.join(found)}: say which with --grade-column.")
    return found[0] if found else assignment


def _write_most(
    table: Roster,
    grade: int,
    by_name: Mapping[str, list[str]],
    scores: Mapping[str, Score],
    system: System,
) -> None:
    """The most points, where the system has a place for them and none stands there."""
    most = max(score.max_points for score in scores.values())
    places: list[tuple[list[str], int]] = []
    if system.most in table.heading and system.most:
        places += [(row, table.place(system.most)) for row in by_name.values()]
    if system is CANVAS:
        places += [(row, grade) for row in table.rows if row[0].strip() == POINTS_POSSIBLE]
    for row, place in places:
        there = row[place].strip().replace(",", ".")
        if there and there.replace(".", "", 1).isdigit() and float(there) != most:
            raise CourseError(
                f"{table.where} says {row[place]} points at most, the homework has {_number(most)}: "
                f"give the assignment {_number(most)} points in your system and export the file again."
            )
        row[place] = row[place] or _number(most)


def _number(points: float) -> str:
    return f"{points:.10g}"
