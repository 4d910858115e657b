"""Notebooks as plain cells: read without trust, put together, written.

A submission is a file of a stranger. It is opened without following links, read up to a size, parsed here,
and reduced to what grading needs: for each cell its kind, its source and the ``grade_id`` that it claims.
Points, locks, checksums, outputs, attachments and all else that it says about itself is forgotten.
"""

import errno
import json
import os
import re
import stat
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .cells import Outcome

MAX_FILE = 10 << 20  # bytes; pictures in outputs make honest notebooks large
MAX_CELLS = 2_000
MAX_BRACKETS = 500_000  # opening ones: each may cost a hundred times its byte once it is parsed
LINE = 95  # characters in a line of feedback
MAX_SHOWN, MAX_SHOWN_IN_ALL = 20_000, 100_000  # characters that learners wrote, in a cell and in a notebook
CUT = "[cut here: the rest stands in the notebook that was handed in]"
KINDS = ("code", "markdown", "raw")
TERM = re.compile(r"[\w.-]{1,40}")  # what an assignment calls its term; shown as it stands
NOT_FOR_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # feedback is made of it


class RejectedError(ValueError):
    """A submission that cannot be graded; the message tells its author why."""


@dataclass(frozen=True)
class Cell:
    """One cell: ``nbgrader`` is its metadata for nbgrader, empty for a cell that nbgrader does not know."""

    kind: str
    source: str
    nbgrader: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""  # unique within a notebook once it is put together

    @property
    def grade_id(self) -> str | None:
        """The name that nbgrader knows the cell by."""
        grade_id = self.nbgrader.get("grade_id")
        return grade_id if isinstance(grade_id, str) else None

    @property
    def is_answer(self) -> bool:
        """Written by the learner: code to run or text to read."""
        return bool(self.nbgrader.get("solution"))

    @property
    def is_graded(self) -> bool:
        """Worth points, now or by hand."""
        return bool(self.nbgrader.get("grade") or self.nbgrader.get("task"))

    @property
    def is_test(self) -> bool:
        """The instructor's code that decides about points."""
        return self.kind == "code" and bool(self.nbgrader.get("grade")) and not self.is_answer

    @property
    def points(self) -> float:
        """What the cell is worth."""
        return float(self.nbgrader.get("points", 0))


# ---- reading


def read_untrusted(folder: Path, relative: str, limit: int = MAX_FILE) -> bytes:
    """Bytes of a regular file below ``folder``; no part of the path ``relative`` may be a link."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        *folders, name = relative.split("/")
        for part in folders:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # a pipe must not block
        with os.fdopen(os.open(name, flags, dir_fd=descriptor), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise RejectedError(f"{name} is not an ordinary file")
            content = file.read(limit + 1)
    except FileNotFoundError:
        raise RejectedError(f"{relative} was not handed in{_found_instead(descriptor)}") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise RejectedError(f"{relative} is a link, not the file itself") from None
        raise RejectedError(f"{relative} cannot be read (links are not followed): {error.strerror}") from None
    finally:
        os.close(descriptor)
    if len(content) > limit:
        raise RejectedError(f"{name} is larger than {limit >> 20} MB: clear its outputs and hand it in again")
    return content


def _found_instead(folder: int) -> str:
    """The notebooks that do lie there: most often one that a browser renamed."""
    names = sorted(name for name in os.listdir(folder) if name.endswith(".ipynb") and name.isprintable())
    return f"; what lies there is {', '.join(names[:3])}" if names else ""


def parse(content: bytes) -> list[Cell]:
    """The cells of a notebook file, whoever wrote it."""
    if content.count(b"{") + content.count(b"[") > MAX_BRACKETS:
        raise RejectedError("the notebook has too many parts: clear its outputs and hand it in again")
    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError):
        raise RejectedError("the file is not a notebook: its JSON is broken") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise RejectedError("the file is not a notebook of format 4: it has no list of cells")
    if len(cells) > MAX_CELLS:
        raise RejectedError(f"the notebook has more than {MAX_CELLS} cells")
    return [_parse_cell(cell) for cell in cells]


def term_of(content: bytes) -> str:
    """The term that a notebook, which can be parsed, was built for by its own account; often none."""
    metadata = json.loads(content).get("metadata")
    term = metadata.get("term") if isinstance(metadata, dict) else None
    return term if isinstance(term, str) and TERM.fullmatch(term) else ""


def _parse_cell(cell: Any) -> Cell:
    if not isinstance(cell, dict) or cell.get("cell_type") not in KINDS:
        raise RejectedError("the notebook holds something that is not a cell")
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise RejectedError("a cell's source is not text")
    source = source.encode("utf-8", "replace").decode()  # half characters could not be written again
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return Cell(cell["cell_type"], source, nbgrader if isinstance(nbgrader, dict) else {})


# ---- putting together


def put_together(frame: Sequence[Cell], submitted: Iterable[Cell]) -> list[Cell]:
    """The notebook to grade: the instructor's cells, the learner's answers, the learner's own between them.

    Cells come in the learner's order. Of an answer that stands there twice, the last is the answer and the
    others are cells like any other, as in nbgrader; a copy of an instructor's cell is left out. What is
    missing comes back in its place, an answer as the empty one that was released.
    """
    known = {cell.grade_id: cell for cell in frame}
    submitted = list(submitted)
    last = {cell.grade_id: position for position, cell in enumerate(submitted) if cell.grade_id in known}
    cells: list[Cell] = []
    for position, cell in enumerate(submitted):
        ours = known.get(cell.grade_id)
        if ours is None or (ours.is_answer and last[cell.grade_id] != position):
            cells.append(Cell(cell.kind, cell.source, name=f"cell {position + 1}"))
        elif last[cell.grade_id] == position:
            cells.append(replace(ours, source=cell.source) if ours.is_answer else ours)
    return _with_missing(frame, cells)


def _with_missing(frame: Sequence[Cell], cells: list[Cell]) -> list[Cell]:
    present = {cell.grade_id for cell in cells}
    place = 0
    for ours in frame:
        if ours.grade_id not in present:
            cells.insert(place, ours)
        place = 1 + next(index for index, cell in enumerate(cells) if cell.grade_id == ours.grade_id)
    return cells


def for_the_worker(cells: Iterable[Cell]) -> list[tuple[str, str]]:
    """Names and sources of the code that the learner's process runs: everything but the tests."""
    return [(cell.name, cell.source) for cell in cells if cell.kind == "code" and not cell.is_test]


# ---- writing


def as_notebook(cells: Iterable[Cell], outcomes: Mapping[str, Outcome]) -> dict[str, Any]:
    """The executed notebook, in nbformat's terms."""
    return {
        "nbformat": 4,
        "nbformat_minor": 4,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python", "pygments_lexer": "python3"},
        },
        "cells": [_as_cell(cell, outcomes.get(cell.name)) for cell in _bearable(cells)],
    }


def _bearable(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Cells as the makers of feedback can bear them: some patterns of theirs take hours over long sources.

    So long texts of learners are cut, and code has no blanks at the ends of its lines.
    """
    room = MAX_SHOWN_IN_ALL
    for cell in cells:
        if not _is_learners(cell):
            yield cell
            continue
        most = min(room, MAX_SHOWN)
        source = cell.source if len(cell.source) <= most else f"{cell.source[:most]}\n{CUT}"
        room = max(0, room - len(source))
        if cell.kind == "code":
            source = "\n".join(line.rstrip() for line in source.split("\n"))
        yield replace(cell, source=source)


def _is_learners(cell: Cell) -> bool:
    return cell.is_answer or not cell.nbgrader


def _as_cell(cell: Cell, outcome: Outcome | None) -> dict[str, Any]:
    metadata = {"nbgrader": dict(cell.nbgrader)} if cell.nbgrader else {}
    if cell.kind != "code":
        source = _without_html(cell.source) if _is_learners(cell) else cell.source
        return {"cell_type": cell.kind, "metadata": metadata, "source": source}
    if outcome and cell.is_test:
        outcome = _folded(outcome)
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": cell.source,
        "execution_count": None,
        "outputs": _as_outputs(outcome) if outcome else [],
    }


def _without_html(source: str) -> str:
    """Text without tags, links and pictures, that reads as it did in prose, formulas and code.

    A link can hold code, which would run as the instructor who reads. A space keeps markdown from making
    one, and MathJax from what makes one of a formula; entities are spelled out, for they could hide either.
    """
    source = re.sub(r"<(?=[a-zA-Z/!?])", "< ", _legible(source))
    source = re.sub(r"&(?=#?\w+;)", "& ", source)
    source = re.sub(r"\\(?=href|mmlToken)", r"\\ ", source)
    return re.sub(r"\](?=[(:\[])", "] ", source)


def _folded(outcome: Outcome) -> Outcome:
    """In lines that a page of feedback can show (it neither wraps nor scrolls), and no for no points."""
    steps = [_fold(step) for step in outcome.traceback]
    result = "0.0" if outcome.result == "False" else outcome.result  # nbgrader would give all points
    return replace(outcome, printed=_fold(outcome.printed), traceback=steps, result=result)


def _fold(text: str) -> str:
    return "\n".join(textwrap.fill(line, LINE) for line in text.split("\n"))


def unfold(text: str) -> list[str]:
    """The lines of a text that was folded: a line goes on where its next word had no more room."""
    lines: list[str] = []
    last = ""
    for line in text.splitlines():
        if last and len(last) + 1 + len(line.split(" ", 1)[0]) > LINE:
            lines[-1] += f" {line}"
        else:
            lines.append(line)
        last = line
    return lines


def _as_outputs(outcome: Outcome) -> list[dict[str, Any]]:
    outputs: list[dict[str, Any]] = []
    if outcome.printed:
        outputs.append({"output_type": "stream", "name": "stdout", "text": _legible(outcome.printed)})
    if outcome.result is not None:
        data = {"text/plain": _legible(outcome.result)}
        outputs.append(
            {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": None}
        )
    if outcome.error:
        kind, message = map(_legible, outcome.error)
        steps = [_legible(line) for line in outcome.traceback]
        outputs.append({"output_type": "error", "ename": kind, "evalue": message, "traceback": steps})
    return outputs


def _legible(text: str) -> str:
    """Text that every file can hold: half characters and signals to a terminal become a mark."""
    return NOT_FOR_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def write_atomically(path: Path, text: str) -> None:
    """Either the whole file stands there or what was there before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(path)
    except OSError:  # the disk is full
        scratch.unlink(missing_ok=True)
        raise
