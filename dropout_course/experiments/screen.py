"""The experiments' side of the command line: what is shown, asked, and said when something is amiss."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ..results import Result
from ..results import names as committed
from .command import RESULTS, default_cache, run
from .experiment import Experiment, find, names

NEEDED = ("pooch", "scipy", "torch")
FIGURES = Path("_build") / "figures"
INTERRUPTED = 130  # the exit code of what Ctrl-C ended


def show_list(console: Console | None = None) -> None:
    """A table of all experiments."""
    table = Table("experiment", "question", "claims", "result")
    for name in names():
        experiment = find(name)
        there = "committed" if name in committed() else "none yet"
        table.add_row(name, experiment.QUESTION, ", ".join(experiment.CLAIMS), there)
    (console or Console()).print(table)


def run_to_screen(asked: Sequence[str], jobs: int, out: Path | None, console: Console | None = None) -> int:
    """Run the experiments ``asked`` for, show what came out, and give the exit code.

    Results go to the package and figures to ``_build/figures``, or both to ``out``.
    """
    console = console or Console()
    if unknown := [name for name in asked if name not in names()]:
        console.print(f"no experiment {', '.join(unknown)}; there are: {', '.join(names())}")
        return 2
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        console.print(
            f"{', '.join(missing)} missing. In a checkout: pip install -e '.[experiments]'", markup=False
        )
        return 2
    cache = default_cache()
    for name in asked:
        experiment = find(name)
        console.print(experiment.QUESTION)
        try:
            result = run(experiment, jobs=jobs, cache=cache, results=out or RESULTS, console=console)
        except KeyboardInterrupt:
            console.print(f"stopped; what was done is kept in {cache}: run it again to go on from there")
            return INTERRUPTED
        drawn = draw(experiment, result, out or FIGURES)
        show(result, console)
        console.print(f"wrote {(out or RESULTS) / name}.json and {drawn}")
    return 0


def draw(experiment: Experiment, result: Result, folder: Path) -> Path:
    """Draw the result's figure into ``folder``."""
    path = folder / f"{experiment.NAME}.svg"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(experiment.figure(result).svg + "\n", encoding="utf-8")
    return path


def show(result: Result, console: Console) -> None:
    """Each contrast with its interval and verdict under each condition; then the claims."""
    conditions = list(result["conditions"])
    table = Table("contrast", "margin", *conditions)
    for contrast in result["contrasts"].values():
        cells = [f"{contrast[name]['shown']}\n{contrast[name]['verdict']}" for name in conditions]
        table.add_row(contrast["says"], f"{contrast['margin']:g}", *cells)
    console.print(table)
    for name, claim in result["claims"].items():
        console.print(f"claim {name}: {claim['verdict']}")
