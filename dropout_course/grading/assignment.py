"""What the instructor asks: the cells of the source notebook, the sandbox they need, the secret seed."""

import fcntl
import json
import math
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from .limits import Limits
from .notebooks import Cell, RejectedError, parse, term_of
from .sandbox import Contents

SEED_BITS = 63  # a seed that nobody guesses, and that every generator takes


class CourseError(RuntimeError):
    """The course folder is not one that can be graded; the message says what to do."""


@dataclass(frozen=True)
class Course:
    """A course folder with nbgrader's own names for what is in it."""

    root: Path

    def source(self, assignment: str) -> Path:
        """The instructor's notebook, with solutions and hidden tests."""
        return self.root / "source" / assignment / f"{assignment}.ipynb"

    def autograded(self, student: str, assignment: str) -> Path:
        """Where the executed notebook of a student goes."""
        return self.root / "autograded" / student / assignment / f"{assignment}.ipynb"

    @property
    def submitted(self) -> Path:
        """The folder that holds one folder a student."""
        return self.root / "submitted"

    @property
    def private(self) -> Path:
        """What is never released: seeds, the journal of a run. Only its owner may read it."""
        path = self.root / "private"
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def seed(self, assignment: str) -> int:
        """The assignment's secret seed, drawn once: nobody knows the inputs, regrading repeats them."""
        path = self.private / f"{assignment}.seed"
        if not path.exists():
            scratch = path.with_suffix(f".{os.getpid()}")
            descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(f"{secrets.randbits(SEED_BITS)}\n")
            scratch.replace(path)
        try:
            return int(path.read_text())
        except ValueError:
            raise CourseError(
                f"{path} holds no seed: put its copy back, or remove it, and a new one is drawn."
            ) from None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the course folder: two runs at once would write one gradebook."""
        with (self.private / "grading.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CourseError(f"Another run is grading in {self.root}; wait until it ends.") from None
            yield


@dataclass(frozen=True)
class Assignment:
    """The instructor's code and what running an answer to it takes."""

    name: str
    cells: tuple[Cell, ...]  # those that nbgrader knows, in order
    contents: Contents
    limits: Limits
    term: str = ""  # that it was built for

    @property
    def functions(self) -> list[str]:
        """What learners define: a solution cell's ``grade_id`` is the name of its function."""
        return [
            str(cell.grade_id)
            for cell in self.cells
            if cell.kind == "code"
            and cell.is_answer
            and not cell.is_graded
            and str(cell.grade_id).isidentifier()
        ]

    @property
    def trusted_code(self) -> list[Cell]:
        """The instructor's code cells, set-up and tests, in order."""
        return [cell for cell in self.cells if cell.kind == "code" and not cell.is_answer]


def read_assignment(course: Course, name: str, **changed_limits: float) -> Assignment:
    """Read the source notebook.

    What an assignment needs besides numpy, matplotlib and IPython, and more time than usual, stand in its
    metadata: ``{"grading": {"packages": ["torch"], "preload": ["torch"], "limits": {"call_seconds": 60}}}``;
    ``changed_limits`` win over those. ``"stubs": {"my_course.data": ["load"]}`` makes functions importable
    that return None, for cells of the notebook that would use what is not in the sandbox.
    """
    path = course.source(name)
    if not path.is_file():
        raise CourseError(f"There is no {path}: build the assignment first, or name another course folder.")
    content = path.read_bytes()
    try:
        cells = parse(content)
    except RejectedError as error:
        raise CourseError(f"{path}: {error}") from None
    known = tuple(
        Cell(cell.kind, cell.source, cell.nbgrader, str(cell.grade_id)) for cell in cells if cell.grade_id
    )
    if not any(cell.is_graded for cell in known):
        raise CourseError(f"{path} has no cell that is worth points.")
    names = [cell.name for cell in known]
    if doubled := sorted({grade_id for grade_id in names if names.count(grade_id) > 1}):
        raise CourseError(
            f"{path} has several cells with the grade_id {', '.join(doubled)}: rename all but one."
        )
    metadata = json.loads(content).get("metadata", {})
    wishes = metadata.get("grading", {})
    limits = Limits(**_limits(wishes.get("limits", {}) | changed_limits))
    draws = any("matplotlib" in cell.source for cell in cells)
    contents = _contents(wishes, ["matplotlib.pyplot"] * draws)
    return Assignment(name, known, contents, limits, term_of(content))


def _contents(wishes: dict[str, Any], slow: list[str]) -> Contents:
    """What every assignment has, and what this one wishes besides; ``slow`` is imported where it is used."""
    usual = Contents()
    packages = [*usual.packages, *wishes.get("packages", ())]
    preload = [*usual.preload, *slow, *wishes.get("preload", ())]
    stubs = [*usual.stubs, *((module, tuple(names)) for module, names in wishes.get("stubs", {}).items())]
    return Contents(tuple(dict.fromkeys(packages)), tuple(dict.fromkeys(preload)), tuple(stubs))


def _limits(wishes: dict[str, Any]) -> dict[str, Any]:
    unknown = set(wishes) - {limit.name for limit in fields(Limits)}
    if unknown:
        raise CourseError(f"Unknown limits: {', '.join(sorted(unknown))}.")
    for name, limit in wishes.items():
        if type(limit) not in (int, float) or not 0 < limit < math.inf:  # NaN compares false
            raise CourseError(f"The limit {name} must be a positive number, not {limit!r}.")
    return wishes
