"""What grading a thousand submissions takes, in time and in the coordinator's memory; prints one JSON object.

Exit code 1 if one of the second half takes over a fifth longer than one of the first, or if the coordinator
grows past 400 MB.

    python bench/grading_many.py [--assignment hw1-masks] [--submissions 1000] [--jobs 2]
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from grading import SCRIPTS, make_course

SLOWER = 1.2  # one of the second half by one of the first, in time, at most
MEGABYTES = 400
PAUSE = 0.1  # seconds between two looks at the run
Look = tuple[float, int]  # when, and how many students were done


def main() -> int:
    """Grade a large class; 1 if we do not keep to the promise."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--assignment", default="hw1-masks")
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course = make_course(Path(folder, "course"), options.assignment, options.submissions)
        command = [SCRIPTS / "dropout-course", "grade", options.assignment, "--jobs", str(options.jobs)]
        found = watched(command, course, course / "private" / f"{options.assignment}.journal")
    found = {"assignment": options.assignment, "submissions": options.submissions, **found}
    print(json.dumps(found, indent=1))
    return int(found["second_half_by_first_half"] > SLOWER or found["coordinator_megabytes"] > MEGABYTES)


def watched(command: list[str | Path], course: Path, journal: Path) -> dict[str, Any]:
    """Run a grader and look, again and again, at its memory and at how many students its journal has."""
    environment = os.environ | {"PATH": f"{SCRIPTS}:{os.environ['PATH']}"}
    begin, seen, most = time.monotonic(), [], 0
    with subprocess.Popen(command, cwd=course, env=environment, stdout=subprocess.DEVNULL) as run:
        while run.poll() is None:
            most = max(most, peak_kilobytes(run.pid))
            seen.append((time.monotonic() - begin, students(journal)))
            time.sleep(PAUSE)
    if run.returncode:
        sys.exit(f"grading failed with exit code {run.returncode}")
    seen = [look for look in seen if look[1]]  # neither the warm-up nor the end has a journal
    start, end = seen[0], seen[-1]
    half, quarter = (next(look for look in seen if look[1] >= end[1] / parts) for parts in (2, 4))
    return {
        "seconds": {f"until {number}": round(when, 1) for when, number in (start, quarter, half, end)},
        "seconds_per_submission": round(pace(start, end), 3),
        "second_half_by_first_half": round(pace(half, end) / pace(start, half), 2),
        "coordinator_megabytes": round(most / 1024),
    }


def pace(begin: Look, end: Look) -> float:
    """Seconds for one student between two looks."""
    return (end[0] - begin[0]) / (end[1] - begin[1])


def peak_kilobytes(process: int) -> int:
    """The most memory that a process has held so far; its children do not count."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) if found else 0


def students(journal: Path) -> int:
    """How many students a journal has: its first line is the version."""
    try:
        return max(0, journal.read_bytes().count(b"\n") - 1)
    except OSError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
