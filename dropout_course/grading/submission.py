"""One student's folder, read without trust."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .cells import Outcome
from .notebooks import Cell, RejectedError, parse, put_together, read_untrusted, term_of

MAX_TIMESTAMP = 100  # bytes of timestamp.txt
LONGEST_NAME = 128  # characters of a student in nbgrader's gradebook


@dataclass(frozen=True)
class Submission:
    """The notebook to grade, or why there is none."""

    student: str
    cells: list[Cell]
    digest: str = ""
    handed_in: str = ""  # the text of timestamp.txt
    status: str = "graded"
    reason: str = ""
    note: str = ""  # what learner and instructor should know of a notebook that was graded
    missing: tuple[str, ...] = ()  # answers without which it came, where that is worth a note

    def as_told(self, outcomes: Mapping[str, Outcome]) -> tuple[list[Cell], Mapping[str, Outcome]]:
        """Cells and outcomes as the executed notebook shows them: with the reason, if it was not graded."""
        if self.note:
            return [Cell("markdown", f"**{self.note}**"), *self.cells], self._with_note(outcomes)
        if not self.reason:
            return self.cells, outcomes
        told = Outcome(
            error=("NotGraded", self.reason), traceback=[self.reason]
        )  # of an error, this is shown
        above = Cell("markdown", f"**This submission was not graded: {self.reason}.**")
        return [above, *self.cells], {cell.name: told for cell in self.cells if cell.is_test}

    def _with_note(self, outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
        """The note is the first that the tests of what is missing tell."""
        uses = re.compile(rf"\b({'|'.join(map(re.escape, self.missing))})\b")
        concerned = {cell.name for cell in self.cells if cell.is_test and uses.search(cell.source)}
        told = {name: f"{self.note}\n{outcomes[name].printed}" for name in concerned & outcomes.keys()}
        return {**outcomes, **{name: replace(outcomes[name], printed=text) for name, text in told.items()}}


def read_submission(
    folder: Path, student: str, name: str, frame: Sequence[Cell], term: str = ""
) -> Submission:
    """What ``student`` handed in below ``folder`` for the assignment ``name``, put into the ``frame``.

    ``term`` is the one that the assignment was built for: another term's learners had other exercises.
    """
    try:
        if fault := fault_of_name(student):
            raise RejectedError(fault)
        content = read_untrusted(folder, f"{student}/{name}/{name}.ipynb")
        submitted = parse(content)
        cells = put_together(frame, submitted)
    except RejectedError as error:
        return Submission(student, put_together(frame, []), status="rejected", reason=str(error))
    digest = hashlib.sha256(content).hexdigest()
    handed_in = _timestamp(folder, student, name)
    there = {cell.grade_id for cell in submitted}
    missing = tuple(cell.name for cell in frame if cell.is_answer and cell.name not in there)
    theirs = term_of(content) if missing else term  # which reads the notebook once more
    if theirs in ("", term):
        return Submission(student, cells, digest, handed_in)
    note = (
        f"Notebook of another term: this one is of {theirs}, what is graded is {term}; its cells "
        f"{', '.join(missing)} are missing and give no points."
    )
    return Submission(student, cells, digest, handed_in, note=note, missing=missing)


def _timestamp(folder: Path, student: str, name: str) -> str:
    """When the work was handed in, if nbgrader's ``timestamp.txt`` lies beside it."""
    try:
        content = read_untrusted(folder, f"{student}/{name}/timestamp.txt", MAX_TIMESTAMP)
        return content.decode().strip()
    except (RejectedError, UnicodeDecodeError):
        return ""


def fault_of_name(name: str) -> str:
    """Why the gradebook can hold no student of this name; empty if it can."""
    if not is_text(name):
        return "the folder's name is not text"
    if len(name) > LONGEST_NAME:
        return f"the folder's name has {len(name)} characters: nbgrader's gradebook holds {LONGEST_NAME}"
    return ""


def is_text(name: str) -> bool:
    """Whether a folder's name can be written down, in the gradebook or anywhere."""
    return name.isprintable()  # bytes that are not UTF-8 arrive as surrogates, which are not


def printable(name: str) -> str:
    """The name, or what can be written down of it."""
    return name if is_text(name) else name.encode("utf-8", "backslashreplace").decode()
