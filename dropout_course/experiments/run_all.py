"""Runs all experiments side by side, one process each, and says a line of each as it starts and ends."""

import json
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ..results import Result, load
from ..results import names as committed
from .command import draw, run
from .costs import SHORT_COSTS, TIMED, after, full_costs, longest_first, seconds_of, short_costs
from .experiment import find
from .provenance import as_json
from .side_by_side import side_by_side
from .variant import Variant
from .whole_files import write_whole


def run_all(
    names: Sequence[str],
    variant: Variant,
    jobs: int,
    cache: Path,
    console: Console,
    on_end: Callable[[str], None],
) -> list[str]:
    """Run the experiments ``names``, the longest first, those that measure time alone at the end.

    Args:
        names: of the experiments.
        variant: what is run and where it is written.
        jobs: how many at a time.
        cache: where trained stacks are kept.
        console: what news is told on.
        on_end: called with each name that succeeded.

    Returns:
        The names of those that failed.
    """
    costs = short_costs() if variant.short else full_costs()
    order = longest_first(names, {**full_costs(), **costs})
    started: dict[str, float] = {}
    failed = []

    def told(name: str) -> None:
        started[name] = time.monotonic()
        about = f", about {costs[name] / 60:.0f} min" if costs.get(name, 0) >= 60 else ""
        _say(console, f"{name}: started{about}")

    work = partial(run_quietly, variant=variant, cache=cache)
    for chosen, together in (
        ([name for name in order if name not in TIMED], jobs),
        ([name for name in order if name in TIMED], 1),
    ):
        with closing(side_by_side(work, chosen, together, after=after(chosen), on_start=told)) as ended:
            for name, problem in ended:
                if problem:
                    failed.append(name)
                    settings = as_json(variant.settings(find(name)))
                    _say(console, f"{name} failed with the settings {settings}\n{problem}")
                else:
                    minutes = (time.monotonic() - started[name]) / 60
                    _say(console, f"{name}: done in {minutes:.1f} min; {_verdicts(variant.path(name))}")
                    on_end(name)
    return failed


def run_quietly(name: str, *, variant: Variant, cache: Path) -> None:
    """Run one experiment in this process alone, and draw it."""
    experiment = find(name)
    quiet = Console(quiet=True)
    settings = variant.settings(experiment)
    result = run(experiment, settings, jobs=1, cache=cache, results=variant.results, console=quiet)
    draw(experiment, result, variant.figures)


def show_verdicts(names: Sequence[str], variant: Variant, console: Console) -> None:
    """For each claim the verdict of the short run beside the committed one, told apart where they differ."""
    table = Table("claim", "experiment", "short run", "committed", "")
    for name in names:
        found = _read(variant.path(name))["claims"]
        before = load(name)["claims"] if name in committed() else {}
        for claim, answer in found.items():
            here, there = answer["verdict"], before.get(claim, {}).get("verdict", "no result yet")
            table.add_row(claim, name, here, there, "" if here == there else "differs")
    console.print(table)


def write_costs(names: Sequence[str], variant: Variant) -> Path:
    """Write what each experiment took, in processor seconds, beside the results."""
    path = variant.results / SHORT_COSTS.name
    found = {name: seconds_of(_read(variant.path(name))) for name in sorted(names)}
    costs = {name: round(seconds) for name, seconds in found.items() if seconds is not None}
    write_whole(json.dumps(costs, indent=1) + "\n", path)
    return path


def _say(console: Console, line: str) -> None:
    console.print(f"{time.strftime('%H:%M')} {line}", markup=False, highlight=False, soft_wrap=True)


def _verdicts(path: Path) -> str:
    claims = _read(path)["claims"]
    return (
        ", ".join(f"{claim} {found['verdict']}" for claim, found in claims.items()) or "no claim of its own"
    )


def _read(path: Path) -> Result:
    result: Result = json.loads(path.read_text(encoding="utf-8"))
    return result
