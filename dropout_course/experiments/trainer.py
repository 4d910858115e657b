"""Trains stacks on all cores and keeps what is done: an interrupted experiment goes on where it was."""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import joblib
import numpy as np

from ..reference import Network
from ..training import Outcome, Predictions
from .provenance import digest, module_digest, training_digest
from .stacks import ModuleStack, Stack

Work: TypeAlias = Stack | ModuleStack


class StacksFailed(Exception):
    """Some stacks could not be trained."""

    def __init__(self, failures: Mapping[Work, str]) -> None:
        """``failures``: what went wrong, by stack."""
        super().__init__(
            "\n".join(f"{error}, in training {_named(work)}" for work, error in failures.items())
        )


class Trainer:
    """Trains stacks, one a process, and keeps each in a folder of the cache under a key of its own.

    The key holds the stack's settings, the code and the data that made it, and the versions of what computed
    it: a change in any of them trains afresh. Two processes of one thread beat one process of two. Within
    joblib's ``parallel_config("dask")`` they are a cluster's; this process alone writes to the cache.

    Attributes:
        cpu_seconds: what the stacks asked for took, those from the cache included.
        kept: how many of them were in the cache already.
        seconds_here: processor time of this process that went into training.
        trained: how many were not.
    """

    def __init__(self, cache: Path, jobs: int, on_stack: Callable[[], None] = lambda: None) -> None:
        """``cache``: the folder; ``jobs``: processes; ``on_stack``: called as each stack is done."""
        self._cache = cache
        self._jobs = jobs
        self._on_stack = on_stack
        self._code = training_digest()
        self.cpu_seconds = self.seconds_here = 0.0
        self.kept = self.trained = 0

    def __call__(self, stacks: Sequence[Work]) -> dict[Any, Outcome]:
        """The outcome of every run of ``stacks``.

        Raises:
            StacksFailed: some could not be trained; the others were, and are kept.
        """
        made_by = {stack: _made_by(stack, self._code) for stack in stacks}
        paths = {stack: self._cache / f"{digest(stack, made_by[stack])}.npz" for stack in stacks}
        missing = {stack: path for stack, path in paths.items() if not path.exists()}
        for _ in range(len(paths) - len(missing)):
            self._on_stack()
        failures = {}
        # asked for one by one: another process, with another experiment, may have trained it meanwhile
        work = (
            joblib.delayed(_attempt)(stack, made_by[stack])
            for stack, path in missing.items()
            if not path.exists()
        )
        parallel = joblib.Parallel(n_jobs=self._jobs, batch_size=1, return_as="generator_unordered")
        before, tried = time.process_time(), 0
        for stack, found in parallel(work):
            if isinstance(found, str):
                failures[stack] = found
            else:
                _write(paths[stack], *found)
            tried += 1
            self._on_stack()
        self.seconds_here += time.process_time() - before
        self.kept += len(paths) - tried
        self.trained += tried - len(failures)
        if failures:
            raise StacksFailed(failures)
        outcomes: dict[Any, Outcome] = {}
        for stack, path in paths.items():
            found, seconds = _read(path, stack)
            outcomes.update(zip(stack.runs, found, strict=True))
            self.cpu_seconds += seconds
        return outcomes


def _named(work: Work) -> str:
    """A piece of work by its first run; of dozens nobody would find what matters."""
    others = f" and {len(work.runs) - 1} more" if len(work.runs) > 1 else ""
    return f"{work.runs[0]}{others}, {work.recipe}, {work.sizes}"


@contextmanager
def one_thread() -> Iterator[None]:
    """Torch computes on one thread, so that its sums have one order; afterwards on as many as before."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _made_by(stack: Work, code: str) -> str:
    """A short name for all that decides what comes of ``stack``: ``code`` stands for what all of them use."""
    if isinstance(stack, Stack):
        return code
    return " ".join([code, *(module_digest(network) for network in sorted({r.network for r in stack.runs}))])


def _attempt(stack: Work, made_by: str) -> tuple[Work, tuple[list[Outcome], float] | str]:
    """The stack, and its outcomes with the seconds they took; or what went wrong."""
    try:
        if _made_by(stack, training_digest()) != made_by:
            raise RuntimeError("this worker has other code, images or packages than who sent it the stack")
        return stack, _train(stack)
    except Exception as error:  # whatever befell this stack, the others go on
        return stack, f"{type(error).__name__}: {error}"


def _train(stack: Work) -> tuple[list[Outcome], float]:
    from ..training import fit
    from ..training.modules import fit as one_by_one

    images = stack.sizes.load()
    start = time.process_time()
    with one_thread():
        if isinstance(stack, Stack):
            keep = stack.networks
            outcomes = fit.train(stack.runs, stack.recipe, images, measure=stack.measure, networks=keep)
        else:
            outcomes = one_by_one.train(stack.runs, stack.recipe, images, measure=stack.measure)
    return outcomes, time.process_time() - start


def _write(path: Path, outcomes: Sequence[Outcome], seconds: float) -> None:
    """Keep a stack whole or not at all: whoever reads never meets a half-written file."""
    arrays = {"cpu_seconds": np.array(seconds)}
    for i, outcome in enumerate(outcomes):
        for name, found in outcome.final.items():
            arrays[f"{i}/{name}/curves"] = outcome.curves[name]
            arrays[f"{i}/{name}/correct"] = found.correct
            arrays[f"{i}/{name}/nll"] = found.nll
            arrays[f"{i}/{name}/confidence"] = found.confidence
        if outcome.network:
            for layer, (w, b) in enumerate(zip(outcome.network.weights, outcome.network.biases, strict=True)):
                arrays[f"{i}/weights/{layer}"], arrays[f"{i}/biases/{layer}"] = w, b
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.unfinished")
    with unfinished.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    unfinished.replace(path)


def _read(path: Path, stack: Work) -> tuple[list[Outcome], float]:
    layers = range(1 + len(stack.recipe.hidden))
    networks = isinstance(stack, Stack) and stack.networks
    with np.load(path, allow_pickle=False) as arrays:

        def predictions(i: int, name: str) -> Predictions:
            return Predictions(*(arrays[f"{i}/{name}/{field}"] for field in ("correct", "nll", "confidence")))

        def network(i: int) -> Network:
            return Network(
                weights=[arrays[f"{i}/weights/{layer}"] for layer in layers],
                biases=[arrays[f"{i}/biases/{layer}"] for layer in layers],
            )

        outcomes = [
            Outcome(
                curves={name: arrays[f"{i}/{name}/curves"] for name in stack.measure},
                final={name: predictions(i, name) for name in stack.measure},
                network=network(i) if networks else None,
            )
            for i in range(len(stack.runs))
        ]
        return outcomes, float(arrays["cpu_seconds"])
