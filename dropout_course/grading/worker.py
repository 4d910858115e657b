"""The process that learners' code runs in: warm, inside bubblewrap, one fork for each submission.

It runs as ``python -m grading.worker`` in a file system that `sandbox` put together, where this package holds
only `cells`, `clock`, `imports`, `limits`, `protocol`, `seccomp` and this module. For each submission::

    worker  --fork-->  guard  --fork-->  learner
    imports are done   new user, process   new mounts, private /tmp and /proc, limits, no rights;
    once, here         namespaces; kills   loads the cells, then answers calls until it is killed

The learner's process is process 1 of its own namespace: when the guard kills it, the kernel kills all that it
started. Nothing here needs to be hidden from a learner, and nothing here can be changed by one.
"""

import ctypes
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from . import seccomp
from .cells import Outcome, Printed, describe, new_namespace, run
from .clock import TooSlowError, listed, processor_seconds, time_limit
from .imports import imports_that_stay
from .limits import Limits
from .protocol import (
    MAX_HANDLES,
    MAX_JSON,
    Changes,
    Message,
    ProtocolError,
    UnsendableError,
    decode,
    encode,
    receive,
    send,
)

READY, START, DONE = b"R", b"S", b"D"
LIBC = ctypes.CDLL(None, use_errno=True)

# from <sched.h>, <sys/mount.h>, <sys/prctl.h>, <linux/capability.h>
NEW_MOUNTS, NEW_IPC, NEW_USER, NEW_PROCESSES = 0x20000, 0x8000000, 0x10000000, 0x20000000
NEW_NETWORK = 0x40000000
NO_SET_UID, NO_DEVICES, NO_EXEC, RECURSIVE, PRIVATE = 2, 4, 8, 0x4000, 0x40000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
CAPABILITY_VERSION, LAST_CAPABILITY = 0x20080522, 63
POLLRDHUP = 0x2000
WATCH_SECONDS = 0.02
HELD = ("RssAnon", "RssShmem", "VmPTE")  # in /proc/PID/status
LEARNER = 1000  # the one user inside


def main() -> None:
    """Take one submission after another until the checker hangs up."""
    settings = json.loads(sys.argv[1])
    # bubblewrap covers parts of its /proc; namespaces inside may have one only where a whole one is mounted
    _mount("proc", "/proc", NO_SET_UID | NO_DEVICES | NO_EXEC)
    take_submissions(settings, lambda sock, limits: guard_submission(sock, limits, settings["uid"]))


def take_submissions(settings: Mapping[str, Any], guard: Callable[[socket.socket, Limits], NoReturn]) -> None:
    """Import what submissions need, then fork a ``guard`` for each."""
    limits = Limits(**settings["limits"])
    control = socket.socket(fileno=int(sys.argv[2]))
    with imports_that_stay():
        for module in settings["preload"]:
            importlib.import_module(module)
        add_stubs(settings["stubs"])
    control.sendall(READY)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if message != START:
            return
        process = os.fork()
        if process == 0:
            control.close()
            guard(socket.socket(fileno=descriptors[0]), limits)
        os.close(descriptors[0])
        os.waitpid(process, 0)
        control.sendall(DONE)


def add_stubs(stubs: Mapping[str, list[str]]) -> None:
    """Make modules importable whose functions do nothing: notebooks import checks, which are not in here."""
    for module, names in stubs.items():
        parts = module.split(".")
        for depth in range(1, len(parts) + 1):
            path = ".".join(parts[:depth])
            stub = sys.modules.setdefault(path, ModuleType(path))
            stub.__path__ = []
        for name in names:
            setattr(stub, name, lambda *_, **__: None)


# ---- the guard


def guard_submission(sock: socket.socket, limits: Limits, uid: int | None) -> NoReturn:
    """Start the learner's process in namespaces of its own and watch it to its end.

    ``uid`` is the user to become where we are root; None where we are nobody special.
    """
    try:
        all_processes = os.open("/proc", os.O_DIRECTORY)  # seen from here, also those in namespaces inside
        before = listed(all_processes)
        if uid is not None:
            _become(uid)
        _enter_new_namespaces(os.getuid(), os.getgid())
        learner = os.fork()
        if learner == 0:
            serve_submission(sock, limits, confine)
        watch(learner, sock, limits, all_processes, before)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _become(uid: int) -> None:
    """Be a user who owns nothing: root can read more, and no limit on processes binds it."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    _call(LIBC.prctl, PR_SET_DUMPABLE, 1, 0, 0, 0)  # else /proc/self stays root's, and no map can be written


def _enter_new_namespaces(uid: int, gid: int) -> None:
    """Be the only user of a new user namespace, not root in it; children get a new process namespace.

    And a network without a single device: in a shared one, ports that were used stay marked for a minute.
    """
    _call(LIBC.unshare, NEW_USER | NEW_PROCESSES | NEW_IPC | NEW_NETWORK)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{LEARNER} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{LEARNER} {gid} 1")


def watch(learner: int, sock: socket.socket, limits: Limits, proc: int, before: set[str]) -> None:
    """Wait for the end; bring it about when the checker hangs up or a limit of the whole is met."""
    deadline = time.monotonic() + limits.patience * limits.submission_seconds + limits.grace_seconds
    hang_up = select.poll()
    hang_up.register(sock, POLLRDHUP)
    while os.waitpid(learner, os.WNOHANG)[0] == 0:
        processes = listed(proc) - before
        if (
            hang_up.poll(WATCH_SECONDS * 1000)
            or time.monotonic() > deadline
            or processor_seconds(proc, processes) > limits.submission_seconds + limits.grace_seconds
            or len(processes) > limits.processes + 2
            or sum(_resident(proc, name) for name in processes) > limits.total_memory
        ):
            os.kill(learner, signal.SIGKILL)
            os.waitpid(learner, 0)
            return


def _resident(proc: int, process: str) -> int:
    """Bytes of memory that a process holds: its own, shared, page tables; the pages of files do not count."""
    try:
        with os.fdopen(os.open(f"{process}/status", os.O_RDONLY, dir_fd=proc)) as file:
            fields = dict(line.split(":", 1) for line in file)
    except OSError:  # it has just ended
        return 0
    return sum(int(fields[kind].split()[0]) << 10 for kind in HELD if kind in fields)


# ---- the learner's process


def serve_submission(sock: socket.socket, limits: Limits, confine: Callable[[Limits], None]) -> NoReturn:
    """Give up rights, load the cells, answer calls until the checker hangs up."""
    try:
        confine(limits)
        os.dup2(sock.detach(), 3)
        os.closerange(4, 1 << 16)
        connection = socket.socket(fileno=3)
        null = os.open("/dev/null", os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        main_module = sys.modules["__main__"] = ModuleType("__main__")
        submission = Submission(new_namespace(vars(main_module)), limits)
        while True:
            changes = Changes()
            request = decode(*receive(connection), changes, submission.kept)
            send(connection, submission.answer(request, changes))
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def confine(limits: Limits) -> None:
    """Private mounts, limits, and no way back."""
    os.setsid()
    _call(LIBC.unshare, NEW_MOUNTS)
    _call(LIBC.mount, None, b"/", None, RECURSIVE | PRIVATE, None)
    room = f"size={limits.scratch_size},nr_inodes={limits.scratch_files}"
    _mount("tmpfs", "/tmp", NO_SET_UID | NO_DEVICES, f"{room},mode=0777")
    _mount("proc", "/proc", NO_SET_UID | NO_DEVICES | NO_EXEC)
    os.chdir("/tmp")
    Path("/proc/sys/user/max_user_namespaces").write_text("0")  # of this namespace: no further ones inside
    Path("/proc/self/oom_score_adj").write_text("1000")  # when memory ends, this goes first
    os.nice(5)  # and it yields to the checkers
    for kind, most in {
        resource.RLIMIT_DATA: limits.memory,
        resource.RLIMIT_NPROC: limits.processes,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CPU: int(limits.submission_seconds) + 10,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }.items():
        resource.setrlimit(kind, (most, most))
    _drop_capabilities()
    _call(LIBC.prctl, PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    seccomp.install(LIBC)


def _drop_capabilities() -> None:
    _call(LIBC.prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for capability in range(LAST_CAPABILITY + 1):
        LIBC.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)  # fails, harmlessly, for what this kernel lacks
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    _call(LIBC.capset, header, (ctypes.c_uint32 * 6)())


class Kept:
    """The callables that the learner's functions returned: they stay here, known to the checker by number."""

    def __init__(self) -> None:
        """Begin with none."""
        self._callables: list[Any] = []

    def number(self, value: Any) -> int | None:
        """The number of a callable, a new one if it is new; classes and plain values have none."""
        if not callable(value) or isinstance(value, type):
            return None
        for number, known in enumerate(self._callables):
            if known is value:
                return number
        if len(self._callables) == MAX_HANDLES:
            raise UnsendableError(f"a callable, after {MAX_HANDLES} others")
        self._callables.append(value)
        return len(self._callables) - 1

    def find(self, number: int) -> Any:
        """The callable itself."""
        if number >= len(self._callables):
            raise ProtocolError("the handle of nothing")
        return self._callables[number]


class Submission:
    """A learner's notebook, loaded."""

    def __init__(self, namespace: dict[str, Any], limits: Limits) -> None:
        """Begin with nothing but the names of a notebook."""
        self._namespace, self._limits = namespace, limits
        self._outcomes: dict[str, Outcome] = {}
        self.kept = Kept()

    def answer(self, request: Any, changes: Changes) -> Message:
        """The reply to one request, encoded."""
        if "cells" in request:
            return self._load_all(request["cells"])
        try:
            changes.remember()
            with (
                time_limit(self._limits.call_seconds, self._limits),
                redirect_stdout(Printed(0)),
                redirect_stderr(Printed(0)),
            ):
                value = self._function(request["call"])(*request["args"], **request["kwargs"])
            return self._reply(value, changes.found())
        except UnsendableError as error:
            return encode({"unsendable": str(error)})
        except TooSlowError as error:
            return encode({"slow": error.doing})
        except BaseException as error:
            return encode({"raised": describe(error)})

    def _reply(self, value: Any, changed: dict[int, Any]) -> Message:
        try:
            return encode({"value": value, "changed": changed}, handles=self.kept)
        except UnsendableError:  # a list that was filled with what cannot travel is sent empty: it did change
            changed = {slot: target if _can_be_sent(target) else [] for slot, target in changed.items()}
            return encode({"value": value, "changed": changed}, handles=self.kept)

    def _load_all(self, cells: list[tuple[str, str]]) -> Message:
        """Run the learner's cells in order; what they print is kept as far as one message can carry it."""
        keep = min(self._limits.printed, MAX_JSON // (32 * (len(cells) + 1)))
        for name, source in cells:
            with time_limit(self._limits.cell_seconds, self._limits):
                self._outcomes[name] = run(source, self._namespace, name=name, keep=keep)
        return encode([asdict(self._outcomes[name]) for name, _ in cells])

    def _function(self, name: Any) -> Any:
        """The function of this name, as it is now; a callable that was returned comes as itself."""
        if type(name) is not str:
            return name
        if name in self._namespace:
            return self._namespace[name]
        outcome = self._outcomes.get(name, Outcome())
        why = f": its cell stopped with {outcome.error[0]}: {outcome.error[1]}" if outcome.error else ""
        raise NameError(f"{name} is not defined{why}")


def _can_be_sent(value: Any) -> bool:
    try:
        encode(value)
    except UnsendableError:
        return False
    return True


# ---- system calls


def _call(function: Any, *arguments: Any) -> None:
    if function(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function.__name__}: {os.strerror(number)}")


def _mount(kind: str, target: str, flags: int, options: str = "") -> None:
    _call(LIBC.mount, kind.encode(), target.encode(), kind.encode(), flags, options.encode())


if __name__ == "__main__":
    main()
