"""The journal of a run: which students are done, so that a run that was killed goes on where it stopped.

A line is written after a student's transaction. After a kill in between, the next run grades that student
again, which changes nothing. A run that ends removes its journal, so that the next one regrades everybody.
"""

import json
from pathlib import Path
from typing import Any


class Journal:
    """Results by student and file, valid for one version of the assignment."""

    def __init__(self, path: Path, version: str) -> None:
        """Take over what an interrupted run of the same version left, or begin anew."""
        self._path = path
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
        self._done = _read(lines[1:]) if lines and lines[0] == version else {}
        whole = [version, *(_line(*key, result) for key, result in self._done.items())]
        path.write_text("".join(f"{line}\n" for line in whole), encoding="utf-8")

    def find(self, student: str, digest: str) -> Any | None:
        """The result of this student for this file, if the interrupted run had it."""
        return self._done.get((student, digest))

    def record(self, student: str, digest: str, result: Any) -> None:
        """One more student is done."""
        with self._path.open("a", encoding="utf-8") as file:
            print(_line(student, digest, result), file=file)

    def close(self) -> None:
        """The run is complete."""
        self._path.unlink()


def _line(student: str, digest: str, result: Any) -> str:
    return json.dumps([student, digest, result])


def _read(lines: list[str]) -> dict[tuple[str, str], Any]:
    done = {}
    for line in lines:
        try:
            student, digest, result = json.loads(line)
        except ValueError:  # the last line, cut off by the kill
            continue
        done[student, digest] = result
    return done
