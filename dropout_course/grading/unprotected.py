"""A worker without a sandbox, for ``--isolation none``: a learner's code runs as you and may do what you may.

For a machine that cannot have a sandbox, and for work of people whom you know. What stays: the learner's code
runs in a process of its own, which ends with the submission, within the limits of time and of memory; tests,
seed and gradebook are not in that process. But nothing keeps it from reading or changing them, or any file
of yours, and a process that it starts in a session of its own stays.

The protocol is that of `worker`, which says what happens in the sandbox.
"""

import json
import os
import resource
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from typing import NoReturn

from .limits import Limits
from .worker import WATCH_SECONDS, serve_submission, take_submissions


def main() -> None:
    """Take submissions until the checker hangs up."""
    take_submissions(json.loads(sys.argv[1]), guard_submission)


def guard_submission(sock: socket.socket, limits: Limits) -> NoReturn:
    """Start the learner's process in a folder and a session of its own, and watch it to its end."""
    folder = tempfile.mkdtemp(prefix="submission-")
    try:
        learner = os.fork()
        if learner == 0:
            os.chdir(folder)
            serve_submission(sock, limits, confine)
        watch(learner, sock, limits)
        _kill(learner)
    except BaseException:
        traceback.print_exc()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)


def watch(learner: int, sock: socket.socket, limits: Limits) -> None:
    """Wait until it ends, the checker hangs up or its time is over."""
    deadline = time.monotonic() + limits.patience * limits.submission_seconds + limits.grace_seconds
    hang_up = select.poll()
    hang_up.register(sock, 0)  # hanging up is told without being asked for
    while os.waitpid(learner, os.WNOHANG)[0] == 0 and time.monotonic() < deadline:
        if hang_up.poll(WATCH_SECONDS * 1000):
            return


def _kill(learner: int) -> None:
    """It and what it started, as far as that stayed in its session."""
    with suppress(ProcessLookupError):
        os.killpg(learner, signal.SIGKILL)


def confine(limits: Limits) -> None:
    """What any process can have: a session, and limits of its own."""
    os.setsid()
    for kind, most in {
        resource.RLIMIT_DATA: limits.memory,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CPU: int(limits.submission_seconds) + 10,
        resource.RLIMIT_CORE: 0,
    }.items():
        with suppress(ValueError, OSError):  # where less is allowed already
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
