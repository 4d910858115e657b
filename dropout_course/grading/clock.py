"""How long an answer may take: processor time, so that a busy machine costs nobody a point.

Who sleeps uses none of it. So the clock on the wall ends an answer, too, but later.
"""

import os
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

from .limits import Limits

TICK = 0.05  # seconds between two looks
PER_SECOND = os.sysconf("SC_CLK_TCK")


class TooSlowError(BaseException):
    """Raised inside the learner's code when its time is up; `except Exception` does not stop it."""

    def __init__(self, doing: str, seconds: float) -> None:
        """``doing`` is what it did too long: computing or waiting."""
        super().__init__(f"stopped: still {doing} after {seconds:g} seconds")
        self.doing = doing


def listed(proc: int) -> set[str]:
    """The processes in a ``/proc`` that is open as ``proc``."""
    return {name for name in os.listdir(proc) if name.isdigit()}


def processor_seconds(proc: int, processes: Iterable[str]) -> float:
    """What these processes, and those of their children that have ended, used of the processors."""
    return sum(_ticks(proc, process) for process in processes) / PER_SECOND


def _ticks(proc: int, process: str) -> int:
    try:
        with os.fdopen(os.open(f"{process}/stat", os.O_RDONLY, dir_fd=proc)) as file:
            after_the_name = file.read().rpartition(")")[2].split()
    except OSError:  # it has just ended
        return 0
    return sum(map(int, after_the_name[11:15]))  # user and system, its own and its children's


@contextmanager
def time_limit(seconds: float, limits: Limits) -> Iterator[None]:
    """Raise `TooSlowError` in the code inside, once, when all processes here have used so many seconds.

    Or when ``limits.patience`` times as many have passed. What swallows the error ends soon after, with its
    process.
    """
    begin, used_before, raised = time.monotonic(), None, False
    patience = limits.patience * seconds

    def look(signum: int, frame: FrameType | None) -> None:
        nonlocal raised, used_before
        if used_before is None:  # counted from the first tick: most answers end before, and cost no look
            used_before = _used_here()
        used, passed = _used_here() - used_before, time.monotonic() - begin
        grace = limits.grace_seconds if raised else 0
        is_computing, is_waiting = used > seconds + grace, passed > patience + grace
        if not (is_computing or is_waiting):
            return
        if raised:
            os._exit(1)
        raised = True
        raise TooSlowError("computing", seconds) if is_computing else TooSlowError("waiting", patience)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, TICK, TICK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _used_here() -> float:
    """By a learner's process, the first in its namespace, and all others there."""
    if os.getpid() != 1:  # no namespace: the others are strangers
        return sum(os.times()[:4])
    try:
        proc = os.open("/proc", os.O_DIRECTORY)
    except OSError:  # the learner has opened all files that it may
        return time.process_time()
    try:
        return processor_seconds(proc, listed(proc))
    finally:
        os.close(proc)
