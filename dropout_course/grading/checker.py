"""The trusted process that runs the instructor's cells, where a learner's function is a proxy.

A proxy sends its arguments to the worker and hands back the plain value that comes in reply. Test code, its
inputs and what it concludes never leave this process. Run as ``python -m dropout_course.grading.checker`` by
`lanes`: one line of JSON in (what to check), one line of JSON out (the outcome of every cell).
"""

import ast
import builtins
import importlib
import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from types import ModuleType, TracebackType
from typing import Any

from . import sandbox
from .cells import MAX_MESSAGE, Outcome, new_namespace, run
from .imports import imports_that_stay
from .limits import Limits
from .protocol import (
    Changes,
    ProtocolError,
    UnsendableError,
    decode,
    encode,
    receive,
    send,
)
from .worker import DONE, READY, START

START_SECONDS = 60  # for the worker's imports, on a busy machine
MEMORY = 8 << 30  # bytes: a reply that takes more costs the student the check, not the machine
BUFFER = 2 << 20  # bytes of a socket
KEEP = 20_000  # characters of each text of an outcome


class NoReplyError(BaseException):
    """A function gave no answer. Not an `Exception`: no test goes on as if it had."""


class Worker:
    """The sandboxed process, warm; it serves one submission after another."""

    def __init__(self, contents: sandbox.Contents, limits: Limits, number: int, isolation: str) -> None:
        """Start it, and prove with an empty submission that it can make its namespaces."""
        self.limits = limits
        self._process, self._control = sandbox.start(contents, limits, number=number, isolation=isolation)
        self._control.settimeout(START_SECONDS)
        if self._control.recv(1) != READY:
            raise sandbox.SandboxError(self._what_is_missing())
        with Session(self) as probe:
            probe.load([])
        if probe.lost:
            raise sandbox.SandboxError(self._what_is_missing())

    def _what_is_missing(self) -> str:
        self._process.kill()
        assert self._process.stderr is not None
        said = self._process.stderr.read().decode(errors="replace").strip().splitlines()
        last = said[-1] if said else "nothing"
        if sandbox.NAMESPACES.search(last):
            return f"{sandbox.CANNOT_WORK} It said: {last}"
        return f"The sandboxed worker could not start. It said: {last}"

    def open(self) -> socket.socket:
        """A connection to a fresh process for one submission."""
        ours, theirs = socket.socketpair()
        for end in (ours, theirs):  # room for most messages at once: fewer turns of the two processes
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
        with theirs:
            socket.send_fds(self._control, [START], [theirs.fileno()])
        return ours

    def wait_until_done(self) -> None:
        """Return when nothing of the last submission runs any more."""
        self._control.settimeout(self.limits.grace_seconds + 10)
        if self._control.recv(1) != DONE:
            raise ConnectionResetError("the worker died")

    def stop(self) -> None:
        """End it, and with it all that it started."""
        self._control.close()
        self._process.terminate()
        self._process.wait()


class Session:
    """One submission, running in the worker."""

    def __init__(self, worker: Worker) -> None:
        """Begin the submission's time."""
        self._worker, self._limits = worker, worker.limits
        self._sock = worker.open()
        self._end = time.monotonic() + self._limits.patience * self._limits.submission_seconds
        self._handles = Handles(self)
        self.lost = ""  # why there will be no more answers

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._sock.close()  # the guard kills what still runs
        self._worker.wait_until_done()

    def load(self, cells: Sequence[tuple[str, str]]) -> list[Outcome]:
        """Run the learner's cells; what they printed and raised, or nothing if they broke a limit."""
        try:
            reply = self._ask({"cells": list(cells)}, min(len(cells), 3) * self._limits.cell_seconds)
            return [_outcome(item) for item in _list_of(len(cells), reply)]
        except NoReplyError:
            return []
        except UnsendableError:
            self._lose("the notebook's cells are too long")
            return []

    def call(self, function: "str | Handle", args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """What the learner's function returns; what it changed in its arguments is changed here."""
        changes = Changes()
        request = {"call": function, "args": args, "kwargs": kwargs}
        self._handles.origin = str(function)
        reply = self._ask(request, self._limits.call_seconds, changes)
        match reply:
            case {"value": value, "changed": changed}:
                try:
                    changes.apply(changed)
                except ProtocolError as error:
                    raise NoReplyError(f"{function} changed what it was given: {error}") from None
                return value
            case {"raised": (str(kind), str(message))}:
                raise _same_error(kind, message)
            case {"unsendable": str(what)}:
                raise UnsendableError(f"{function} returned {what}")
            case {"slow": "computing" | "waiting" as doing}:
                times = self._limits.patience if doing == "waiting" else 1
                seconds = times * self._limits.call_seconds
                raise NoReplyError(f"{function} was still {doing} after {seconds:g} seconds")
        raise NoReplyError(self._lose("its process sent a reply that cannot be read"))

    def _ask(self, request: dict[str, Any], seconds: float, changes: Changes | None = None) -> Any:
        if self.lost:
            raise NoReplyError(self.lost)
        message = encode(
            request, changes, self._handles
        )  # an unsendable argument is the test's mistake, and raises
        patience = self._limits.patience * seconds + self._limits.grace_seconds
        deadline = min(time.monotonic() + patience, self._end)
        try:
            send(self._sock, message, deadline)
            return decode(*receive(self._sock, deadline), handles=self._handles)
        except TimeoutError:
            raise NoReplyError(self._lose("its time was up, and it did not stop")) from None
        except (EOFError, OSError):
            raise NoReplyError(self._lose("its process ended, by itself or at a limit")) from None
        except ProtocolError:
            raise NoReplyError(self._lose("its process sent a reply that cannot be read")) from None

    def _lose(self, why: str) -> str:
        self._sock.close()
        self.lost = f"no answer: {why}"
        return self.lost


class Handle:
    """A callable that a learner's function returned, a model for example: it can be called, nothing else."""

    def __init__(self, session: Session, name: str) -> None:
        """``name`` is for messages."""
        self._session, self._name = session, name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Ask the worker."""
        return self._session.call(self, args, kwargs)

    def __str__(self) -> str:
        return self._name


class Handles:
    """The handles of one submission."""

    def __init__(self, session: Session) -> None:
        """Begin with none."""
        self._session = session
        self._known: dict[int, Handle] = {}
        self.origin = ""  # whose answer is being read

    def number(self, value: Any) -> int | None:
        """Only a handle that this submission's worker sent has one; a function of the test has none."""
        return next((number for number, known in self._known.items() if known is value), None)

    def find(self, number: int) -> Handle:
        """A handle that is known, or a new one."""
        new = Handle(self._session, f"what {self.origin} returned")
        return self._known.setdefault(number, new)


def _list_of(length: int, reply: Any) -> list[Any]:
    return reply if type(reply) is list and len(reply) == length else [None] * length


def _outcome(item: Any) -> Outcome:
    """The worker's word about a learner's cell, for display only; what does not look like one is empty."""
    match item:
        case {
            "printed": str(text),
            "result": str() | None as result,
            "error": error,
            "traceback": list(lines),
        }:
            steps = [line[:MAX_MESSAGE] for line in lines[:100] if type(line) is str]
            return Outcome(text[:KEEP], result and result[:KEEP], _pair_of_texts(error), steps)
    return Outcome()


def _pair_of_texts(error: Any) -> tuple[str, str] | None:
    match error:
        case (str(kind), str(message)):
            return kind[:MAX_MESSAGE], message[:MAX_MESSAGE]
    return None


def _same_error(kind: str, message: str) -> Exception:
    """The learner's exception, as far as it is one of Python's own."""
    known = getattr(builtins, kind, None)
    # made from more than a message; or signs that end a test's own loop, over `map` for example
    special = (UnicodeError, ExceptionGroup, StopIteration, StopAsyncIteration)
    if isinstance(known, type) and issubclass(known, Exception) and not issubclass(known, special):
        return known(message)
    return RuntimeError(f"{kind}: {message}")


def proxy(session: Session, name: str) -> Callable[..., Any]:
    """A function that looks like the learner's and is answered by the worker."""

    def function(*args: Any, **kwargs: Any) -> Any:
        return session.call(name, args, kwargs)

    function.__name__ = function.__qualname__ = name
    return function


def check(session: Session, task: dict[str, Any]) -> dict[str, Outcome]:
    """Run the instructor's cells against the loaded submission."""
    module = sys.modules["__main__"] = ModuleType("__main__")
    namespace = new_namespace(vars(module))
    functions = {name: proxy(session, name) for name in task["functions"]}
    outcomes = {}
    for name, source in task["trusted_code"]:
        namespace.update(functions, SEED=task["seed"])  # again before every cell: one cannot spoil the next
        outcomes[name] = run(source, namespace, name=name, keep=KEEP)
    return outcomes


def import_ahead(sources: Iterable[str]) -> None:
    """What the instructor's cells import at their top: now, while the coordinator starts, not at the first.

    What cannot be imported is left to its cell, which says so.
    """
    for name in dict.fromkeys(name for source in sources for name in imported_by(source)):
        with suppress(Exception):
            importlib.import_module(name)


def imported_by(source: str) -> Iterator[str]:
    """The modules in a cell's ``import`` lines; a cell that is not Python alone, with magics, is left out."""
    try:
        lines = ast.parse(source).body
    except SyntaxError:
        return
    for line in lines:
        match line:
            case ast.Import(names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(str(module)):
                yield module


def limit_memory() -> None:
    """Allocations end in an exception before they exhaust the machine."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def main() -> None:
    """Serve a lane: the task first, then one submission a line until it closes the pipe."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever the instructor's code prints past Python is not a reply

    def reply(content: dict[str, Any]) -> None:
        print(json.dumps(content), file=out, flush=True)

    limit_memory()
    task = json.loads(sys.stdin.readline())
    contents = sandbox.Contents(**task["contents"])
    with imports_that_stay():
        if "torch" in contents.preload:
            importlib.import_module("torch")  # tensors arrive; and no submission's time goes for the import
        import_ahead(source for _, source in task["trusted_code"])
    try:
        worker = Worker(contents, Limits(**task["limits"]), task["number"], task["isolation"])
    except (sandbox.SandboxError, OSError, subprocess.SubprocessError) as error:
        reply({"error": str(error)})
        return
    reply({"ready": True})
    for line in sys.stdin:
        cells = [(name, source) for name, source in json.loads(line)]
        try:
            with Session(worker) as session:
                loaded = session.load(cells)
                tested = check(session, task)
        except ConnectionError:  # the worker itself died: the lane starts another pair
            return
        outcomes = {name: outcome for (name, _), outcome in zip(cells, loaded, strict=False)} | tested
        reply({"outcomes": {name: asdict(outcome) for name, outcome in outcomes.items()}})
    worker.stop()


if __name__ == "__main__":
    main()
