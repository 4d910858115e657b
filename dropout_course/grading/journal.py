"""The journal of a run: which students are done, so that a run that was killed goes on where it stopped.

A line is written after a student's transaction. After a kill in between, the next run grades that student
again, which changes nothing. A run that ends removes its journal, so that the next one regrades everybody.
"""

import json
from pathlib import Path
from typing import Any


class Journal:
    """Results by student, valid for one version of the assignment."""

    def __init__(self, path: Path, version: str) -> None:
        """Take over what an interrupted run of the same version left, or begin anew."""
        self._path = path
        lines = path.read_text().splitlines() if path.exists() else []
        self._done: dict[tuple[str, str], Any] = {}
        if lines and lines[0] == version:
            for line in lines[1:]:
                self._take_over(line)
        self._file = path.open("w")
        self._write(version)
        for (student, digest), result in self._done.items():
            self.record(student, digest, result)

    def _take_over(self, line: str) -> None:
        try:
            student, digest, result = json.loads(line)
        except ValueError:  # the last line, cut off by the kill
            return
        self._done[student, digest] = result

    def find(self, student: str, digest: str) -> Any | None:
        """The result of this student for this file, if the interrupted run had it."""
        return self._done.get((student, digest))

    def record(self, student: str, digest: str, result: Any) -> None:
        """One more student is done."""
        self._write(json.dumps([student, digest, result]))

    def _write(self, line: str) -> None:
        print(line, file=self._file, flush=True)

    def close(self) -> None:
        """The run is complete."""
        self._file.close()
        self._path.unlink()
