"""Commands: the course's own, and how to run any; when it fails, what it printed is the test's message."""

import subprocess
import sysconfig
from pathlib import Path

COMMAND = Path(sysconfig.get_path("scripts"), "dropout-course")
"""The course's own."""


def run(*command: object, cwd: Path | None = None) -> str:
    """The command's output. A status other than 0 fails the test."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command[0]} failed:\n{done.stdout}\n{done.stderr}"
    return done.stdout
