"""One student's folder, read without trust."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .cells import Outcome
from .notebooks import Cell, RejectedError, parse, put_together, read_untrusted

MAX_TIMESTAMP = 100  # bytes of timestamp.txt


@dataclass(frozen=True)
class Submission:
    """The notebook to grade, or why there is none."""

    student: str
    cells: list[Cell]
    digest: str = ""
    handed_in: str = ""  # the text of timestamp.txt
    status: str = "graded"
    reason: str = ""

    def as_told(self, outcomes: Mapping[str, Outcome]) -> tuple[list[Cell], Mapping[str, Outcome]]:
        """Cells and outcomes as the executed notebook shows them: with the reason, if it was not graded."""
        if not self.reason:
            return self.cells, outcomes
        told = Outcome(
            error=("NotGraded", self.reason), traceback=[self.reason]
        )  # of an error, this is shown
        above = Cell("markdown", f"**This submission was not graded: {self.reason}.**")
        return [above, *self.cells], {cell.name: told for cell in self.cells if cell.is_test}


def read_submission(folder: Path, student: str, name: str, frame: Sequence[Cell]) -> Submission:
    """What ``student`` handed in below ``folder`` for the assignment ``name``, put into the ``frame``."""
    try:
        if not is_text(student):
            raise RejectedError("the folder's name is not text")
        content = read_untrusted(folder, f"{student}/{name}/{name}.ipynb")
        cells = put_together(frame, parse(content))
    except RejectedError as error:
        return Submission(student, put_together(frame, []), status="rejected", reason=str(error))
    digest = hashlib.sha256(content).hexdigest()
    return Submission(student, cells, digest, _timestamp(folder, student, name))


def _timestamp(folder: Path, student: str, name: str) -> str:
    """When the work was handed in, if nbgrader's ``timestamp.txt`` lies beside it."""
    try:
        content = read_untrusted(folder, f"{student}/{name}/timestamp.txt", MAX_TIMESTAMP)
        return content.decode().strip()
    except (RejectedError, UnicodeDecodeError):
        return ""


def is_text(name: str) -> bool:
    """Whether a folder's name can be written down, in the gradebook or anywhere."""
    return name.isprintable()  # bytes that are not UTF-8 arrive as surrogates, which are not


def printable(name: str) -> str:
    """The name, or what can be written down of it."""
    return name if is_text(name) else name.encode("utf-8", "backslashreplace").decode()
