"""Checkers side by side, each with a warm worker of its own; one that dies is replaced.

A lane is a thread here and a `checker` process there, one line of JSON each way. Whatever goes wrong over
there, the thread sees a closed pipe, starts a new process and tries that student once more, alone.
"""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any, Protocol, TypeVar

from .assignment import Assignment
from .cells import Outcome
from .sandbox import COMPUTING, SandboxError

Item = TypeVar("Item")
Done = TypeVar("Done")
Cells = list[tuple[str, str]]


class LaneDiedError(RuntimeError):
    """The checker ended before it answered."""


@dataclass(frozen=True)
class Task:
    """What is to be checked, the same for all submissions."""

    assignment: Assignment
    folder: str  # where the instructor's cells run
    seed: int
    isolation: str


class Checks(Protocol):
    """Whatever can check a submission."""

    def check(self, cells: Cells) -> dict[str, Outcome]:
        """The outcome of every cell of one submission."""


class Lane:
    """One checker process."""

    def __init__(self, task: Task, number: int) -> None:
        """Start it; `ready` waits until it is warm."""
        assignment = task.assignment
        self._task = {
            "trusted_code": [(cell.name, cell.source) for cell in assignment.trusted_code],
            "functions": assignment.functions,
            "seed": task.seed,
            "contents": asdict(assignment.contents),
            "limits": asdict(assignment.limits),
            "number": number,
            "isolation": task.isolation,
        }
        self._folder = task.folder
        self._is_stopped = False
        limits = assignment.limits
        self._patience = 2 * limits.patience * limits.submission_seconds + 60  # tests take time themselves
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-P", "-m", "dropout_course.grading.checker"]
        pipe = subprocess.PIPE
        # a session of its own: Ctrl-C must not look like a learner's error
        self._process = subprocess.Popen(
            command,
            stdin=pipe,
            stdout=pipe,
            text=True,
            cwd=self._folder,
            env=os.environ | COMPUTING,
            start_new_session=True,
        )
        self._send(self._task)
        self._is_ready = False

    def ready(self) -> None:
        """Wait for the worker's imports; a sandbox that cannot be had is a `SandboxError`."""
        if not self._is_ready:
            answer = self._receive()
            if "error" in answer:
                raise SandboxError(answer["error"])
            self._is_ready = True

    def check(self, cells: Cells) -> dict[str, Outcome]:
        """The outcome of every cell of one submission; a checker that dies is replaced and asked again."""
        try:
            return self._check(cells)
        except LaneDiedError:
            if self._is_stopped:
                raise
            self._end()
            self._start()
            return self._check(cells)

    def _check(self, cells: Cells) -> dict[str, Outcome]:
        self.ready()
        self._send(cells)
        answer = self._receive()["outcomes"]
        return {name: Outcome(**content) for name, content in answer.items()}

    def _send(self, content: Any) -> None:
        assert self._process.stdin is not None
        try:
            print(json.dumps(content), file=self._process.stdin, flush=True)
        except BrokenPipeError:
            raise LaneDiedError("the checker ended") from None

    def _receive(self) -> Any:
        assert self._process.stdout is not None
        watchdog = threading.Timer(self._patience, self._process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            line = self._process.stdout.readline()
        finally:
            watchdog.cancel()
        if not line:
            raise LaneDiedError("the checker ended before it answered")
        return json.loads(line)

    def stop(self) -> None:
        """End the process for good; its worker ends with it."""
        self._is_stopped = True
        self._end()

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):
                if stream:
                    stream.close()


class Lanes:
    """As many lanes as asked, and the work shared out among them."""

    def __init__(self, task: Task, jobs: int) -> None:
        """Start them all; they warm up while the caller prepares."""
        self._lanes = [Lane(task, number) for number in range(jobs)]
        self._free: queue.SimpleQueue[Lane] = queue.SimpleQueue()
        for lane in self._lanes:
            self._free.put(lane)

    def __enter__(self) -> "Lanes":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop()

    def _stop(self) -> None:
        for lane in self._lanes:
            lane.stop()

    def ready(self) -> None:
        """Wait until the first lane is warm: what keeps one from working keeps all."""
        try:
            self._lanes[0].ready()
        except LaneDiedError:
            raise SandboxError("The checker could not start; what it said stands above.") from None

    def share_out(
        self, work: Callable[[Checks, Item], Done], items: Iterable[Item]
    ) -> Iterator[tuple[Item, Done]]:
        """``work`` on every item with a lane that is free; results in the order in which they are done."""
        return share_out(lambda item: self._with_lane(work, item), items, len(self._lanes), self._stop)

    def _with_lane(self, work: Callable[[Checks, Item], Done], item: Item) -> Done:
        lane = self._free.get()
        try:
            return work(lane, item)
        finally:
            self._free.put(lane)


def share_out(
    work: Callable[[Item], Done], items: Iterable[Item], jobs: int, stop: Callable[[], None]
) -> Iterator[tuple[Item, Done]]:
    """``work`` on every item, ``jobs`` at a time; ``stop`` ends what still runs when the caller gives up."""
    with ThreadPoolExecutor(jobs) as threads:
        futures = {threads.submit(work, item): item for item in items}
        try:
            for future in as_completed(list(futures)):
                yield futures.pop(future), future.result()
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            stop()  # so that nobody waits for what is still being checked
            raise
