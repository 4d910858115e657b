"""Which experiments a run of all has finished, so that an interrupted one goes on with the rest.

Trained stacks are kept by ``trainer``; what an experiment computes besides is kept as its result.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from .provenance import PACKAGE, digest, packages
from .whole_files import write_whole


class Journal:
    """Names of finished experiments, each with a digest of all that its result hangs on, in a file."""

    def __init__(self, path: Path) -> None:
        """``path``: the file; what stands in it is gone on from."""
        self._path = path
        self._finished: dict[str, str] = {}
        if path.exists():
            self._finished = json.loads(path.read_text(encoding="utf-8"))
        self._made_by = code_digest()

    def has(self, name: str, settings: Any, result: Path) -> bool:
        """Whether ``name`` was finished with these settings and this code, and its ``result`` is there."""
        return result.exists() and self._finished.get(name) == self._key(settings, result)

    def add(self, name: str, settings: Any, result: Path) -> None:
        """Note that ``name`` is finished."""
        self._finished[name] = self._key(settings, result)
        write_whole(json.dumps(self._finished), self._path)

    def close(self) -> None:
        """All is finished: the next run of all starts anew."""
        self._path.unlink(missing_ok=True)

    def _key(self, settings: Any, result: Path) -> str:
        """The settings, the code and the result as it was written."""
        written = hashlib.sha256(result.read_bytes()).hexdigest()
        return digest(settings, self._made_by, str(result.resolve()), written)


def code_digest() -> str:
    """A short name for the package's code and data, and for the versions of what computes."""
    state = hashlib.sha256(json.dumps(packages()).encode())
    for file in sorted(file for suffix in ("py", "npz") for file in PACKAGE.rglob(f"*.{suffix}")):
        state.update(str(file.relative_to(PACKAGE)).encode() + hashlib.sha256(file.read_bytes()).digest())
    return state.hexdigest()[:16]
