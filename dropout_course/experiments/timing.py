"""How long a piece of work takes on a machine that does other things, too."""

import time
from collections.abc import Callable


def fastest(call: Callable[[], object], seconds: float) -> float:
    """Of the calls in so many seconds: what else the machine does only ever adds to a call's time."""
    taken: list[float] = []
    end = time.thread_time() + seconds
    while not taken or time.thread_time() < end:
        begin = time.thread_time()
        call()
        taken.append(time.thread_time() - begin)
    return min(taken)
