"""The bridge to nbgrader: its database, its rule of points, its late penalties. Nothing here runs code.

nbgrader is imported when a `Book` is opened: that takes a second, during which the workers warm up.
"""

import io
import os
import sys
import sysconfig
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, replace
from datetime import datetime
from math import isnan
from types import TracebackType
from typing import Any

from .assignment import Assignment, Course, CourseError
from .cells import Outcome
from .imports import imports_that_stay
from .notebooks import Cell


@dataclass(frozen=True)
class Grade:
    """Points of one cell, as they stand in the gradebook."""

    points: float
    max_points: float
    by_hand: bool  # still to be graded by a person


@contextmanager
def quick_import() -> Iterator[None]:
    """Leave out rfc3987_syntax, which takes seconds to import: jsonschema can do without, and so can we."""
    name = "rfc3987_syntax"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # Python's way to say: not importable
    try:
        with imports_that_stay():
            yield
    finally:
        del sys.modules[name]


@contextmanager
def scripts_on_path() -> Iterator[None]:
    """For a new database nbgrader calls the program alembic by name; it is installed beside ours."""
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


@contextmanager
def usable(url: str) -> Iterator[None]:
    """Say in a sentence that a database cannot be used."""
    from nbgrader.api import InvalidEntry
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (SQLAlchemyError, InvalidEntry) as error:
        why = str(getattr(error, "orig", None) or error).splitlines()[0]
        shown = make_url(url).render_as_string(hide_password=True)
        raise CourseError(
            f"The gradebook {shown} cannot be used: {why}. If the disk is full, make room; if the file is "
            "damaged, put its copy back, for grades given by hand are nowhere else. Then run it again."
        ) from None


class Book:
    """The gradebook of a course, open for one assignment."""

    def __init__(self, course: Course, assignment: Assignment, say: Callable[[str], None]) -> None:
        """Open it; an assignment that nbgrader does not know yet is entered from its source notebook."""
        with quick_import():
            from nbgrader.api import Gradebook
        self._config = read_config(course)
        self._assignment = assignment.name
        directory = course_directory(course, self._config)
        self.url = directory.db_url
        with scripts_on_path(), usable(self.url):
            self._gradebook = Gradebook(self.url, directory.course_id or "default_course")
        self.frame = self._frame(course)
        self._enter_assignment(course, assignment, say)

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._gradebook.close()

    # ---- the assignment

    def _frame(self, course: Course) -> list[Cell]:
        """The cells that nbgrader knows, as it stores them: solutions cleared, tests kept, checksums made."""
        from nbgrader.preprocessors import SaveCells

        notebook = self._preprocess(course, until=SaveCells)
        cells = [
            Cell(cell.cell_type, cell.source, cell.metadata.get("nbgrader", {})) for cell in notebook.cells
        ]
        return [replace(cell, name=str(cell.grade_id)) for cell in cells if cell.grade_id]

    def _preprocess(self, course: Course, *, until: type | None = None, after: type | None = None) -> Any:
        """Run the first steps of ``nbgrader generate_assignment``, in memory; nothing is released."""
        import nbformat
        from nbgrader.converters import GenerateAssignment

        name = self._assignment
        notebook = nbformat.read(course.source(name), as_version=4)  # type: ignore[no-untyped-call]
        resources = {"nbgrader": {"notebook": name, "assignment": name, "student": ".", "db_url": self.url}}
        for step in GenerateAssignment(config=self._config).preprocessors:
            if step is until:
                break
            notebook, resources = step(config=self._config).preprocess(notebook, resources)
            if step is after:
                break
        return notebook

    def _enter_assignment(self, course: Course, assignment: Assignment, say: Callable[[str], None]) -> None:
        from nbgrader.api import MissingEntry
        from nbgrader.preprocessors import SaveCells

        name = self._assignment
        try:
            self._gradebook.find_notebook(name, name)
        except MissingEntry:
            say(f"{name} was not in the gradebook: entered from {course.source(name)}.")
            self._gradebook.update_or_create_assignment(name)
            self._preprocess(course, after=SaveCells)
            self._gradebook.db.expire_all()
        entered = {
            cell.name: cell.max_score for cell in self._gradebook.find_notebook(name, name).grade_cells
        }
        asked = {cell.grade_id: cell.points for cell in self.frame if cell.nbgrader.get("grade")}
        if entered != asked:
            raise CourseError(
                f"The graded cells of {course.source(name)} are not those in the gradebook: {self._way_out()}"
            )

    def _way_out(self) -> str:
        """What to do where the gradebook knows other cells, which nbgrader keeps as long as work has them."""
        enter = f"`nbgrader generate_assignment {self._assignment} --force`"
        if not self.entered():
            return f"run {enter} in the course folder."
        return (
            f"it holds {len(self.entered())} submissions that were graded with others. If it is last year's, "
            "move gradebook.db away, and a new one is made. If the assignment was changed meanwhile, "
            f"`nbgrader db assignment remove {self._assignment} --force` forgets it with all its grades "
            f"(those given by hand too: keep a copy); then {enter}, and grade again."
        )

    # ---- a submission

    def entered(self) -> set[str]:
        """The students who have a submission in the gradebook."""
        return {
            submission.student_id for submission in self._gradebook.assignment_submissions(self._assignment)
        }

    def record(
        self,
        student: str,
        cells: Sequence[Cell],
        outcomes: Mapping[str, Outcome],
        handed_in: str = "",
        *,
        review: bool = False,
    ) -> tuple[dict[str, Grade], float]:
        """Enter what one student gets, in one transaction; what a person graded before stays.

        Returns the grades by cell, and what handing in late costs.

        ``handed_in`` is a time as nbgrader writes it. ``review`` asks for a person to look at every grade.
        """
        with self._one_transaction() as gradebook:
            gradebook.update_or_create_student(student)
            when = _timestamp(handed_in)
            submission = gradebook.update_or_create_submission(self._assignment, student, **when)
            [notebook] = [nb for nb in submission.notebooks if nb.name == self._assignment]
            by_name = {cell.name: cell for cell in cells}
            for grade in notebook.grades:
                cell = by_name[grade.name]
                grade.auto_score = points_of(cell, outcomes.get(cell.name))
                grade.needs_manual_grade = (
                    review or grade.manual_score is not None or grade.auto_score is None
                )
            for comment in notebook.comments:
                comment.auto_comment = "No response." if _is_untouched(by_name[comment.name]) else None
            gradebook.db.flush()
            notebook.late_submission_penalty = self._late_penalty(submission, notebook)
            grades = {grade.name: _as_it_stands(grade, by_name[grade.name]) for grade in notebook.grades}
            return grades, notebook.late_submission_penalty or 0.0

    @contextmanager
    def _one_transaction(self) -> Iterator[Any]:
        """Make one commit at the end of those that nbgrader's functions make at every step."""
        session = self._gradebook.db
        session.commit = session.flush
        try:
            with session.no_autoflush, redirect_stderr(io.StringIO()):  # where nbgrader prints tracebacks
                yield self._gradebook
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.commit
        session.commit()

    def _late_penalty(self, submission: Any, notebook: Any) -> float | None:
        """As the course's own plugin says, between nothing and the whole score."""
        if submission.total_seconds_late <= 0:
            return None
        from nbgrader.preprocessors import AssignLatePenalties

        step = AssignLatePenalties(config=self._config)
        step.init_plugin()
        self._gradebook.db.refresh(notebook, ["score"])
        penalty = step.plugin_inst.late_submission_penalty(
            submission.student_id, notebook.score, submission.total_seconds_late
        )
        return None if penalty is None else min(max(penalty, 0), notebook.score)


def read_config(course: Course) -> Any:
    """The course's own ``nbgrader_config.py``, the instructor's code, if there is one."""
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    if not (course.root / "nbgrader_config.py").is_file():
        return Config()
    try:
        return PyFileConfigLoader("nbgrader_config.py", str(course.root.resolve())).load_config()
    except Exception as error:  # whatever the instructor's code raises
        line = _line_of(error, "nbgrader_config.py")
        why = f"{type(error).__name__}: {getattr(error, 'msg', error)}"
        raise CourseError(f"{course.root / 'nbgrader_config.py'}, line {line}: {why}.") from None


def course_directory(course: Course, config: Any) -> Any:
    """The course folder as nbgrader sees it."""
    from nbgrader.coursedir import CourseDirectory
    from traitlets import TraitError

    try:
        return CourseDirectory(config=config, root=str(course.root.resolve()))
    except TraitError as error:
        raise CourseError(f"{course.root / 'nbgrader_config.py'}: {error}") from None


def _line_of(error: Exception, file: str) -> int | str:
    """The line of ``file`` that an error came from."""
    steps = traceback.extract_tb(error.__traceback__)
    lines = [step.lineno for step in steps if step.filename.endswith(file) and step.lineno]
    return getattr(error, "lineno", None) or (lines[-1] if lines else "unknown")


def _timestamp(text: str) -> dict[str, datetime]:
    """The argument for nbgrader; a text that is not a time is as good as none."""
    from nbgrader.utils import parse_utc

    try:
        return {"timestamp": parse_utc(text)} if text else {}
    except (ValueError, OverflowError):
        return {}


def points_of(cell: Cell, outcome: Outcome | None) -> float | None:
    """The rule of nbgrader: an exception is 0, a last value the points, silence all of them; by hand is None.

    Three differences are strict: a cell that did not run is 0, and so are False and a value outside the
    range (nbgrader gives all points for either). One is kind: what goes to stderr costs nothing.
    """
    if not cell.is_test:
        return 0.0 if _is_untouched(cell) and cell.nbgrader.get("grade") else None
    if outcome is None or outcome.error:
        return 0.0
    if outcome.result in (None, "True"):
        return cell.points
    if outcome.result == "False":
        return 0.0
    try:
        points = float(outcome.result)
    except ValueError:
        return cell.points
    return 0.0 if isnan(points) or not 0 <= points <= cell.points else points


def _is_untouched(cell: Cell) -> bool:
    """An answer cell that still holds what was released."""
    from nbformat import from_dict
    from nbgrader.utils import compute_checksum

    metadata = {"nbgrader": dict(cell.nbgrader)}
    node = from_dict({"cell_type": cell.kind, "source": cell.source, "metadata": metadata})  # type: ignore[no-untyped-call]
    return cell.is_answer and bool(cell.nbgrader.get("checksum") == compute_checksum(node))


def _as_it_stands(grade: Any, cell: Cell) -> Grade:
    by_person = grade.manual_score is not None
    points = grade.manual_score if by_person else (grade.auto_score or 0.0)
    return Grade(points + (grade.extra_credit or 0.0), cell.points, bool(grade.needs_manual_grade))
