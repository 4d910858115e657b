"""One run: from a course folder to gradebook, executed notebooks and a table of points."""

import glob
import hashlib
import json
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from dropout_course import __version__

from .assignment import Assignment, Course, CourseError, read_assignment
from .cells import Outcome
from .cluster import Cluster
from .folders import clear
from .gradebook import Book, Grade, usable
from .journal import Journal
from .lanes import Checks, LaneDiedError, Lanes, Task
from .notebooks import as_notebook, for_the_worker, write_atomically
from .sandbox import check_isolation
from .submission import Submission, fault_of_name, printable, read_submission


@dataclass(frozen=True)
class Result:
    """What one student gets, and is told."""

    score: float
    max_score: float
    status: str  # "graded", "rejected" (the file) or "failed" (the grader, twice: a person must look)
    cells: dict[str, dict[str, Any]]
    reason: str = ""
    penalty: float = 0.0  # for handing in late; the score is what is left


@dataclass
class Watcher:
    """What a run tells while it goes on; the command line draws it."""

    say: Callable[[str], None] = lambda _: None
    begin: Callable[[int], None] = lambda _: None
    done: Callable[[str, Result], None] = field(default=lambda _student, _result: None)


def grade(
    root: Path,
    name: str,
    *,
    students: Collection[str] = (),
    jobs: int = 1,
    isolation: str = "bwrap",
    dask: str | None = None,
    watcher: Watcher | None = None,
    **limits: float,
) -> dict[str, Result]:
    """Grade every submission of an assignment, or those of ``students``; the results by student.

    Submissions are checked here, ``jobs`` at a time, or by the workers of the scheduler at ``dask``.

    Raises:
        CourseError: the folder cannot be graded as it is.
        SandboxError: untrusted code cannot be run safely here; nothing was graded.
    """
    watcher = watcher or Watcher()
    check_isolation(isolation, here=dask is None)
    course = Course(root)
    assignment = read_assignment(course, name, **limits)
    chosen = _chosen(course, name, students)
    task = Task(assignment, str(course.source(name).parent), course.seed(name), isolation)
    with (
        course.locked(),
        Lanes(task, jobs) if dask is None else Cluster(task, dask) as lanes,
        Book(course, assignment, watcher.say) as book,  # slow to open, while the lanes warm up
    ):
        lanes.ready()
        if confusing := taken_for_patterns(course, chosen):
            watcher.say(confusing)
        if hidden := _hidden(course, name):
            watcher.say(f"Passed over, for its name begins with a dot: {', '.join(hidden)}.")
        with usable(book.url):
            return Run(course, assignment, book, watcher).over(chosen, lanes, resume=not students)


def _chosen(course: Course, name: str, asked: Collection[str]) -> list[str]:
    """Who is to be graded: all who handed in something, or who was asked for."""
    if not course.submitted.is_dir():
        raise CourseError(
            f"There is no {course.submitted}: put each student's work into submitted/<student>/{name}/."
        )
    there = _handed_in(course, name)
    if missing := sorted(set(asked) - set(there)):
        raise CourseError(f"Nothing of {', '.join(missing)} lies in {course.submitted}/<student>/{name}/.")
    return sorted(set(asked)) or there


def taken_for_patterns(course: Course, students: Sequence[str]) -> str:
    """A sentence on folders that nbgrader, which looks for them by pattern, does not find; empty if none."""
    names = [str(course.root.resolve()), *students]
    if not (confusing := [printable(name) for name in names if glob.escape(name) != name]):
        return ""
    return (
        "nbgrader takes [, * and ? in a folder's name for a pattern and makes no feedback for "
        f"{', '.join(confusing)}: stop, rename it, and grade again."
    )


def _handed_in(course: Course, name: str) -> list[str]:
    """Who handed in something for this assignment; links count, and are rejected when read."""
    with os.scandir(course.submitted) as entries:
        names = [entry.name for entry in entries if not entry.name.startswith(".")]
    return sorted(student for student in names if os.path.lexists(course.submitted / student / name))


def _hidden(course: Course, name: str) -> list[str]:
    """Folders that look handed in but are nobody's: a system's own begin with a dot."""
    there = course.submitted.glob(f".*/{glob.escape(name)}/*.ipynb")
    return sorted({printable(path.parents[1].name) for path in there})


class Run:
    """The state of one run."""

    def __init__(self, course: Course, assignment: Assignment, book: Book, watcher: Watcher) -> None:
        """Begin; nothing is graded yet."""
        self._course, self._assignment, self._book, self._watcher = course, assignment, book, watcher
        self._journal: Journal | None = None
        self._entered = book.entered()  # a gradebook may be lost while its journal stays

    def over(self, students: Sequence[str], lanes: Lanes | Cluster, *, resume: bool) -> dict[str, Result]:
        """Grade these; with ``resume`` go on where a run that was killed stopped."""
        if not students:
            self._watcher.say(f"Nothing lies in {self._course.submitted}/<student>/{self._assignment.name}/.")
        if resume:
            path = self._course.private / f"{self._assignment.name}.journal"
            self._journal = Journal(path, _version(self._course, self._assignment))
        self._watcher.begin(len(students))
        results = {}
        for student, (submission, outcomes) in lanes.share_out(self._check, students):
            earlier = self._earlier(student, submission.digest)
            result = Result(**earlier) if earlier else self._finish(submission, outcomes)
            results[printable(student)] = result
            self._watcher.done(printable(student), result)
        if self._journal:
            self._journal.close()
        return dict(sorted(results.items()))

    def _earlier(self, student: str, digest: str) -> Any | None:
        """The result of the interrupted run, where the gradebook has it, too."""
        return self._journal.find(student, digest) if self._journal and student in self._entered else None

    # ---- in a lane's thread

    def _check(self, lane: Checks, student: str) -> tuple[Submission, dict[str, Outcome]]:
        """Read a submission and have it checked; nothing of it is run here."""
        wanted = self._assignment
        submission = read_submission(
            self._course.submitted, student, wanted.name, self._book.frame, wanted.term
        )
        if submission.reason or self._earlier(student, submission.digest):
            return submission, {}
        try:
            return submission, lane.check(for_the_worker(submission.cells))
        except LaneDiedError:
            why = "the grader itself ended twice on this submission: a person must look at it"
            return replace(submission, status="failed", reason=why), {}

    # ---- in the main thread

    def _finish(self, submission: Submission, outcomes: Mapping[str, Outcome]) -> Result:
        """Write notebook, gradebook, journal, in this order: a kill repeats a step and loses none."""
        student = submission.student
        if fault_of_name(student):
            return self._result(submission, {}, {}, 0.0)
        cells, outcomes = submission.as_told(outcomes)
        path = self._course.autograded(student, self._assignment.name)
        clear(path.parent, but=(path.name,))  # nbgrader copies what came along, through links, too
        write_atomically(path, json.dumps(as_notebook(cells, outcomes), indent=1))
        if submission.handed_in:
            write_atomically(path.with_name("timestamp.txt"), submission.handed_in)
        grades, penalty = self._book.record(
            student, submission.cells, outcomes, submission.handed_in, review=submission.status == "failed"
        )
        result = self._result(submission, grades, outcomes, penalty)
        if self._journal and submission.status != "failed":  # the same command tries it again
            self._journal.record(student, submission.digest, asdict(result))
        return result

    def _result(
        self,
        submission: Submission,
        grades: dict[str, Grade],
        outcomes: Mapping[str, Outcome],
        penalty: float,
    ) -> Result:
        cells = {
            name: {
                "points": grade.points,
                "max_points": grade.max_points,
                "messages": [
                    *messages(outcomes.get(name)),
                    *(["waits for a person to grade it"] * grade.by_hand),
                ],
            }
            for name, grade in grades.items()
        }
        return Result(
            score=max(0.0, sum(grade.points for grade in grades.values()) - penalty),
            max_score=sum(cell.points for cell in self._book.frame if cell.is_graded),
            status=submission.status,
            cells=cells,
            reason=submission.reason or submission.note,
            penalty=penalty,
        )


def messages(outcome: Outcome | None) -> list[str]:
    """What a test told: the lines it printed, and its exception in plain words, nothing else."""
    if outcome is None:
        return []
    told = [line.rstrip() for line in outcome.printed.splitlines() if line.strip()]
    if outcome.error:
        kind, message = outcome.error
        where = next((step.partition(": ")[2] for step in reversed(outcome.traceback[1:-1])), "")
        plain = message or (f"this is not so: {where}" if kind == "AssertionError" else kind)
        told.append(plain if kind in ("AssertionError", "NoReplyError", "NotGraded") else f"{kind}: {plain}")
    return ["".join(sign if sign.isprintable() else " " for sign in line) for line in told]


def _version(course: Course, assignment: Assignment) -> str:
    """What a journal is valid for: the instructor's notebook, the seed, the limits and this package."""
    parts = (
        course.source(assignment.name).read_bytes(),
        str(course.seed(assignment.name)),
        str(assignment.limits),
        __version__,
    )
    return hashlib.sha256(
        b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)
    ).hexdigest()
