"""Runs an experiment from its settings to its committed outcome: train, judge, write, draw."""

import datetime
import json
import math
import os
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from ..results import Result
from .experiment import Experiment
from .provenance import PACKAGE, digest, machine, packages, training_digest
from .trainer import Trainer
from .whole_files import write_whole

RESULTS = PACKAGE / "results"
DIGITS = 6


def default_cache() -> Path:
    """Where trained stacks are kept: the user's cache, unless DROPOUT_COURSE_CACHE names another folder."""
    import pooch

    return Path(os.environ.get("DROPOUT_COURSE_CACHE") or pooch.os_cache("dropout-course")) / "experiments"


def run(
    experiment: Experiment, settings: Any, *, jobs: int, cache: Path, results: Path, console: Console
) -> Result:
    """Run ``experiment`` and write ``<results>/<name>.json``; what the cache holds is not trained again."""
    started, cpu_started = time.perf_counter(), time.process_time()
    planned = experiment.stacks_planned(settings)
    with _progress(console) as progress:
        task = progress.add_task(experiment.NAME, total=planned)
        trainer = Trainer(cache, jobs, on_stack=lambda: progress.advance(task))
        result = experiment.measure(settings, trainer)
        progress.update(task, completed=planned)
    result["provenance"] = {
        "settings_digest": digest(settings),
        "training_digest": training_digest(),
        "packages": packages(),
        **machine(),
        "jobs": jobs,
        "stacks_trained": trainer.trained,
        "stacks_kept_from_before": trainer.kept,
        "wall_seconds": round(time.perf_counter() - started, 1),
        "cpu_seconds": round(trainer.cpu_seconds, 1),
        "own_cpu_seconds": round(time.process_time() - cpu_started - trainer.seconds_here, 1),
        "finished": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
    write(result, results / f"{experiment.NAME}.json")
    return result


def write(result: Result, path: Path) -> None:
    """Write a result as JSON that any reader takes: numbers to six digits, null where there is none."""
    write_whole(json.dumps(rounded(result), indent=1, allow_nan=False) + "\n", path)


def draw(experiment: Experiment, result: Result, folder: Path) -> Path:
    """Draw the result's figure into ``folder``."""
    path = folder / f"{experiment.NAME}.svg"
    write_whole(experiment.figure(result).svg + "\n", path)
    return path


def rounded(value: Any) -> Any:
    """``value`` as it is written: its numbers to six digits, None where there is none."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
    return value


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("time left"),
        TimeRemainingColumn(),
        console=console,
    )
