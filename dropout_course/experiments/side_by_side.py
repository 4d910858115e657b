"""Does pieces of work side by side, each in a process of its own that ends with the one that asked."""

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

PROCESSES = multiprocessing.get_context("spawn")  # a fork would inherit threads of numpy and torch half alive
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class Running(NamedTuple):
    """A process, and where it says how it ended."""

    process: Any
    says: Connection


def side_by_side(
    work: Callable[[str], object],
    names: Sequence[str],
    jobs: int,
    *,
    after: Mapping[str, Collection[str]] | None = None,
    on_start: Callable[[str], None] = lambda name: None,
) -> Generator[tuple[str, str], None, None]:
    """Do ``work`` for each of ``names`` and yield, as each ends, its name and what went wrong, "" if nothing.

    Closing the iterator ends what is under way.

    Args:
        work: what to do; a process of its own imports it, so it has a name in a module.
        names: in the order in which they start.
        jobs: how many at a time, of one thread each.
        after: for a name those that must have ended before it starts.
        on_start: called with each name as it starts.
    """
    waiting, running = list(names), dict[str, Running]()
    try:
        while waiting or running:
            for name in _ready(waiting, running, after or {})[: jobs - len(running)]:
                waiting.remove(name)
                on_start(name)
                running[name] = _start(work, name)
            ready = wait([one.says for one in running.values()])
            for name in [name for name, one in running.items() if one.says in ready]:
                yield name, _end(running.pop(name))
    finally:
        for one in running.values():
            one.process.terminate()
        for one in running.values():
            one.process.join()


def _ready(
    waiting: Sequence[str], running: Collection[str], after: Mapping[str, Collection[str]]
) -> list[str]:
    """Those of ``waiting`` for which nothing is to be waited for."""
    unfinished = {*waiting, *running}
    return [name for name in waiting if unfinished.isdisjoint(after.get(name, ()))]


def _start(work: Callable[[str], object], name: str) -> Running:
    receiver, sender = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=_child, args=(work, name, sender), name=name)
    with _one_thread_each():
        process.start()
    sender.close()  # so that the receiver sees the end when the child's own is gone
    return Running(process, receiver)


def _end(one: Running) -> str:
    """What went wrong in a process that has spoken or died."""
    try:
        problem = str(one.says.recv())
    except EOFError:
        problem = ""
    one.process.join()
    code = one.process.exitcode
    return problem or (f"its process ended with code {code}" if code else "")


def _child(work: Callable[[str], object], name: str, says: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent ends us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        work(name)
        says.send("")
    except Exception:
        says.send(traceback.format_exc())


def _end_with_parent() -> None:
    """Whatever ended the parent, ``kill -9`` too, nobody goes on behind its back."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started within compute on one thread each, which is read as numpy is imported."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
