"""What one submission may use. Generous to honest work: a limit is met by a mistake or by an attack."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Times in seconds of processor time, sizes in bytes.

    Time is what the learner's processes compute, together: a busy machine costs nobody a point. By the clock
    everything may take ``patience`` times as long.

    The learner's process interrupts itself after ``cell_seconds`` and ``call_seconds``, so that an endless
    loop costs one answer; code that swallows the interrupt is killed ``grace_seconds`` later, which costs the
    rest.
    """

    cell_seconds: float = 10
    call_seconds: float = 10
    submission_seconds: float = 60  # everything together, from the first cell to the last answer
    grace_seconds: float = 2
    patience: float = 3  # how many times the processor time may pass by the clock
    memory: int = 2 << 30  # writable memory of one process: more is a MemoryError
    total_memory: int = 4 << 30  # resident memory of all its processes together: more is the end
    processes: int = 16
    file_size: int = 16 << 20
    scratch_size: int = 64 << 20  # everything under /tmp
    open_files: int = 64
    printed: int = 20_000  # characters kept of what a cell prints
