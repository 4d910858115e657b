"""Scores as the gradebook has them: points given by tests and by persons, less what lateness costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .assignment import Course, CourseError
from .gradebook import course_directory, quick_import, read_config, usable


@dataclass(frozen=True)
class Score:
    """What one student has for an assignment.

    Attributes:
        points: the sum over ``cells``, less the penalty and never below 0.
        max_points: what there was to get.
        penalty: what handing in late cost.
        waits: whether a person must still grade something.
        cells: points and most points, by cell.
        waiting: the cells that a person must still grade and that have no points by now.
    """

    points: float
    max_points: float
    penalty: float
    waits: bool
    cells: dict[str, tuple[float, float]]
    waiting: tuple[str, ...] = ()


def read_scores(course: Course, assignment: str) -> dict[str, Score]:
    """The scores of everybody who handed in, by student.

    Raises:
        CourseError: the gradebook does not know the assignment.
    """
    with _gradebook(course) as gradebook:
        known = {one.name for one in gradebook.assignments}
        if assignment not in known:
            there = f"it has {', '.join(sorted(known))}" if known else "it is empty"
            raise CourseError(
                f"The gradebook of {course.root} does not know {assignment}; {there}. Grade it first: "
                f"dropout-course grade {assignment} --course {course.root}"
            )
        return {
            submission.student_id: _score(submission)
            for submission in sorted(
                gradebook.assignment_submissions(assignment), key=lambda one: str(one.student_id)
            )
        }


@contextmanager
def _gradebook(course: Course) -> Iterator[Any]:
    """The gradebook of a course, which nbgrader keeps and which must exist."""
    if not course.root.is_dir():
        raise CourseError(f"There is no course folder {course.root}.")
    with quick_import():
        from nbgrader.api import Gradebook
    directory = course_directory(course, read_config(course))
    file = directory.db_url.removeprefix("sqlite:///")
    if file != directory.db_url and not (course.root / file).is_file():
        raise CourseError(f"There is no gradebook in {course.root}: nothing was graded there yet.")
    with usable(directory.db_url):
        gradebook = Gradebook(directory.db_url, directory.course_id or "default_course")
        try:
            yield gradebook
        finally:
            gradebook.close()


def _score(submission: Any) -> Score:
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    penalty = float(submission.late_submission_penalty or 0)
    return Score(
        points=max(0.0, float(submission.score) - penalty),
        max_points=float(submission.max_score),
        penalty=penalty,
        waits=bool(submission.needs_manual_grade),
        cells={grade.name: (float(grade.score), float(grade.max_score)) for grade in grades},
        waiting=tuple(grade.name for grade in grades if _is_ungraded(grade)),
    )


def _is_ungraded(grade: Any) -> bool:
    """Neither a test nor a person gave points, and a person should."""
    return bool(grade.needs_manual_grade) and grade.manual_score is None and grade.auto_score is None
