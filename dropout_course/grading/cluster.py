"""Lanes on a cluster: submissions are checked by the workers of a Dask scheduler, the rest happens here.

What travels there is the assignment with its seed, and one submission at a time; what comes back are the
outcomes. Gradebook, journal and notebooks are written by the coordinator alone. A worker of the cluster that
is lost leaves its submissions to the others; one with which worker after worker is lost waits for a person.
"""

import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

from .assignment import CourseError
from .cells import Outcome
from .lanes import Cells, Checks, Done, Item, Lane, LaneDiedError, Task, share_out
from .sandbox import SandboxError

PATIENCE = 10  # seconds for the scheduler to answer, and for a worker to come
GONE = "The scheduler is gone: start it and its workers again; the same command goes on."
NO_WORKER = "The scheduler has no worker: start one with `dask worker ADDRESS`."
ALL_LOST = "The cluster has no worker left: start some; the same command goes on."


class Cluster:
    """The workers of a scheduler: what `Lanes` is on one machine."""

    def __init__(self, task: Task, address: str) -> None:
        """Connect to the scheduler at ``address``."""
        try:
            from dropout_course.dask_client import connect
        except ImportError:
            raise CourseError("--dask needs a package: pip install -e '.[cluster]'") from None
        self._task, self._run = task, uuid4().hex
        try:
            self._client = connect(address, PATIENCE, set_as_default=False)
        except ConnectionError as error:
            raise CourseError(f"No scheduler answers at {address}: {error}") from None

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop()

    def _stop(self) -> None:
        with suppress(TimeoutError, OSError):  # whoever is gone cannot be told
            if self._client.status == "running":
                bound = {"callback_timeout": PATIENCE}
                self._client.sync(self._client.run, end_lanes, on_error="ignore", **bound)  # type: ignore[no-untyped-call]
            self._client.close(timeout=PATIENCE)  # type: ignore[no-untyped-call]

    def ready(self) -> None:
        """Warm up one lane; a sandbox that cannot be had there is a `SandboxError`."""
        self._wait_for_a_worker(NO_WORKER)
        try:
            self._ask(warm_up)
        except LaneDiedError:
            raise SandboxError("The checker could not start; what it said is in the worker's log.") from None

    def share_out(
        self, work: Callable[[Checks, Item], Done], items: Iterable[Item]
    ) -> Iterator[tuple[Item, Done]]:
        """``work`` on every item, as many at a time as the cluster has threads."""
        threads = sum(self._client.nthreads().values())  # type: ignore[no-untyped-call]
        return share_out(lambda item: work(self, item), items, max(threads, 1), self._stop)

    def check(self, cells: Cells) -> dict[str, Outcome]:
        """The outcome of every cell of one submission."""
        found = self._ask(check_there, cells)
        return {name: Outcome(**outcome) for name, outcome in found.items()}

    def _ask(self, function: Callable[..., Any], *cells: Cells) -> Any:
        """What the cluster computes, however long that takes while a scheduler and a worker are there."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        if self._client.status != "running":
            raise CourseError(GONE)
        future = self._client.submit(function, self._run, self._task, *cells, pure=False)
        while True:
            try:
                return future.result(timeout=PATIENCE)
            except KilledWorker as error:
                raise LaneDiedError(f"the cluster lost it: {error}") from None
            except FutureCancelledError as error:
                if error.reason == "scheduler-connection-lost" or self._client.status != "running":
                    raise CourseError(GONE) from None
                raise LaneDiedError(f"the cluster lost it: {error}") from None
            except OSError:  # the time is up, or the result could not be fetched
                if future.status == "error":  # the function's own
                    raise
                self._wait_for_a_worker(ALL_LOST)

    def _wait_for_a_worker(self, otherwise: str) -> None:
        """For one that is restarted, too; who waits longer than that is told ``otherwise``."""
        if self._client.status != "running":
            raise CourseError(GONE)
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise CourseError(otherwise) from None
        except OSError:
            raise CourseError(GONE) from None


# ---- on a worker of the cluster

_lanes: dict[int, tuple[str, Lane]] = {}  # by thread: the run that it serves, and its lane


def check_there(run: str, task: Task, cells: Cells) -> dict[str, dict[str, Any]]:
    """Check one submission."""
    return {name: asdict(outcome) for name, outcome in _lane(run, task).check(cells).items()}


def warm_up(run: str, task: Task) -> None:
    """Wait until this thread could check a submission."""
    _lane(run, task).ready()


def _lane(run: str, task: Task) -> Lane:
    """The lane of this thread; that of an earlier run, whose coordinator may have been killed, is ended."""
    thread = threading.get_ident()
    known, lane = _lanes.get(thread, ("", None))
    if lane is None or known != run:
        if lane is not None:
            lane.stop()
        if not Path(task.folder).is_dir():  # no shared disk
            task = replace(task, folder=tempfile.gettempdir())
        lane = Lane(task, number=os.getpid() + len(_lanes))
        _lanes[thread] = run, lane
    return lane


def end_lanes() -> None:
    """Grading is over."""
    while _lanes:
        _lanes.popitem()[1][1].stop()
