"""What one submission may use. Generous to honest work: a limit is met by a mistake or by an attack."""

from dataclasses import dataclass, field
from typing import Any


def _limit(usual: float, meaning: str) -> Any:
    return field(default=usual, metadata={"meaning": meaning})


@dataclass(frozen=True)
class Limits:
    """Times in seconds of processor time, sizes in bytes.

    Time is what the learner's processes compute, together: a busy machine costs nobody a point. By the clock
    everything may take ``patience`` times as long.

    The learner's process interrupts itself after ``cell_seconds`` and ``call_seconds``, so that an endless
    loop costs one answer; code that swallows the interrupt is killed ``grace_seconds`` later, which costs the
    rest.
    """

    cell_seconds: float = _limit(10, "processor time of one cell")
    call_seconds: float = _limit(10, "processor time of one answer")
    submission_seconds: float = _limit(60, "processor time of all, from the first cell to the last answer")
    grace_seconds: float = _limit(2, "time to come to an end once the time is up")
    patience: float = _limit(3, "how many times the processor time may pass by the clock")
    memory: int = _limit(2 << 30, "writable memory of one process, in bytes: more is a MemoryError")
    total_memory: int = _limit(4 << 30, "resident memory of all its processes, in bytes: more is the end")
    processes: int = _limit(64, "processes and threads at a time")
    file_size: int = _limit(16 << 20, "size of a file, in bytes")
    scratch_size: int = _limit(64 << 20, "everything under /tmp, in bytes")
    scratch_files: int = _limit(10_000, "files and folders under /tmp")
    open_files: int = _limit(64, "files open at a time")
    printed: int = _limit(20_000, "characters kept of what a cell prints")
