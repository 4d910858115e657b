"""Our execution as a step of ``nbgrader autograde``, and so of formgrader's Autograde button.

``nbgrader_config.py`` names `ExecuteInSandbox` in the place of nbgrader's own ``Execute``. All else stays
nbgrader's: what it reads from the outputs, manual grades, late penalties. What the learner's notebook says
about itself is not used: the submission is read again, without trust.
"""

import atexit
import threading
from pathlib import Path
from typing import Any

from nbgrader.preprocessors.base import NbGraderPreprocessor

from .assignment import Assignment, Course, CourseError, read_assignment
from .cells import Outcome
from .folders import clear, strange_entry
from .gradebook import Book
from .lanes import Lane, LaneDiedError, Task
from .notebooks import Cell, as_notebook, for_the_worker
from .sandbox import check_isolation
from .submission import read_submission

IDLE_SECONDS = 60  # formgrader goes on; its warm lane does not
NO_ANSWER = Outcome(error=("NotGraded", "this test did not run"), traceback=["this test did not run"])


class ExecuteInSandbox(NbGraderPreprocessor):  # type: ignore[misc]
    """Replace the notebook by the executed one."""

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Check the submission that ``resources`` name; a test without an outcome is an error, which is 0."""
        import nbformat

        told = resources["nbgrader"]
        course = Course(Path.cwd())  # nbgrader changes to the course folder before it converts
        refuse_links(course, told["student"], told["assignment"])
        with course.locked(), Bench.in_use:
            bench = Bench.at(course, told["assignment"])
            cells, outcomes = bench.check(told["student"])
        shown = {cell.name: NO_ANSWER for cell in cells if cell.is_test} | outcomes
        return nbformat.from_dict(as_notebook(cells, shown)), resources  # type: ignore[no-untyped-call]


def refuse_links(course: Course, student: str, assignment: str) -> None:
    """Nothing that a link points to is graded or returned: nbgrader copied it before the first step ran.

    The notebook itself may be a link: it is read again, and rejected in the same words as by our command.
    """
    folder = course.submitted / student / assignment
    links = [path for path in (folder.parent, folder) if path.is_symlink()]
    strange = links[0].name if links else strange_entry(folder, but=f"{assignment}.ipynb")
    if strange:
        clear(course.autograded(student, assignment).parent)
        raise CourseError(
            f"{strange!r} in the submission of {student} is a link, or no ordinary file: nothing of this "
            "submission was graded. Remove it from the folder in submitted/, and grade again."
        )


class Bench:
    """A warm lane for one version of one assignment, shared by the students that are graded in a row."""

    in_use = threading.RLock()  # the timer waits: a lane that ends under a check is not the student's fault
    _current: "Bench | None" = None

    @classmethod
    def at(cls, course: Course, name: str) -> "Bench":
        """The one that is warm, if it is for this; else a new one in its place."""
        check_isolation("bwrap", here=True)
        assignment = read_assignment(course, name)
        task = Task(assignment, str(course.source(name).parent.resolve()), course.seed(name), "bwrap")
        if cls._current is None or cls._current._task != task:
            cls.end()
            cls._current = cls(course, assignment, task)
        return cls._current

    @classmethod
    def end(cls) -> None:
        """End the lane that is warm."""
        with cls.in_use:
            bench, cls._current = cls._current, None
            if bench:
                bench._idle.cancel()
                bench._lane.stop()

    def __init__(self, course: Course, assignment: Assignment, task: Task) -> None:
        """Start a lane, and prove that it works."""
        self._course, self._task = course, task
        self._idle = threading.Timer(IDLE_SECONDS, self.end)
        self._lane = Lane(task, number=0)
        try:
            with Book(course, assignment, say=lambda _: None) as book:
                self._frame = book.frame
            self._lane.ready()
        except BaseException:
            self._lane.stop()
            raise

    def check(self, student: str) -> tuple[list[Cell], dict[str, Outcome]]:
        """Cells and outcomes of one submission."""
        self._idle.cancel()
        name = self._task.assignment.name
        term = self._task.assignment.term
        submission = read_submission(self._course.submitted, student, name, self._frame, term)
        outcomes: dict[str, Outcome] = {}
        try:
            if not submission.reason:
                outcomes = self._lane.check(for_the_worker(submission.cells))
        except LaneDiedError:
            raise CourseError(f"The grader ended twice on the work of {student}: look at it.") from None
        finally:
            self._idle = threading.Timer(IDLE_SECONDS, self.end)
            self._idle.daemon = True
            self._idle.start()
        cells, told = submission.as_told(outcomes)
        return cells, dict(told)


atexit.register(Bench.end)
