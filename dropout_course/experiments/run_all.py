"""Runs all experiments side by side, one process each, and says a line of each as it starts and ends."""

import json
import time
from collections.abc import Callable, Generator, Mapping, Sequence
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
    news = News(variant, costs, console)
    work = partial(run_quietly, variant=variant, cache=cache)
    failed = []
    with closing(_in_two_rounds(order, work, jobs, news.started)) as ended:
        for name, problem in ended:
            if problem:
                news.failed(name, problem)
                failed.append(name)
            else:
                news.done(name)
                on_end(name)
    return failed


def _in_two_rounds(
    order: Sequence[str], work: Callable[[str], object], jobs: int, on_start: Callable[[str], None]
) -> Generator[tuple[str, str], None, None]:
    """As ``side_by_side``; those that measure time afterwards, each alone."""
    timed = [name for name in order if name in TIMED]
    others = [name for name in order if name not in TIMED]
    for names, together in ((others, jobs), (timed, 1)):
        with closing(side_by_side(work, names, together, after=after(names), on_start=on_start)) as ended:
            yield from ended


class News:
    """A line on the console as an experiment starts and ends."""

    def __init__(self, variant: Variant, costs: Mapping[str, float], console: Console) -> None:
        """``costs``: the processor seconds that are expected."""
        self._variant = variant
        self._costs = costs
        self._console = console
        self._since: dict[str, float] = {}

    def started(self, name: str) -> None:
        """It started, and may take so long."""
        self._since[name] = time.monotonic()
        seconds = self._costs.get(name, 0)
        self._say(f"{name}: started" + (f", about {seconds / 60:.0f} min" if seconds >= 60 else ""))

    def failed(self, name: str, problem: str) -> None:
        """It failed, with which settings and how."""
        settings = as_json(self._variant.settings(find(name)))
        self._say(f"{name} failed with the settings {settings}\n{problem}")

    def done(self, name: str) -> None:
        """It took so long, and its claims came to this."""
        minutes = (time.monotonic() - self._since[name]) / 60
        self._say(f"{name}: done in {minutes:.1f} min; {_verdicts(self._variant.path(name))}")

    def _say(self, line: str) -> None:
        now = time.strftime("%H:%M")
        self._console.print(f"{now} {line}", markup=False, highlight=False, soft_wrap=True)


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


def _verdicts(path: Path) -> str:
    claims = _read(path)["claims"]
    return (
        ", ".join(f"{claim} {found['verdict']}" for claim, found in claims.items()) or "no claim of its own"
    )


def _read(path: Path) -> Result:
    result: Result = json.loads(path.read_text(encoding="utf-8"))
    return result
