"""The experiments' side of the command line: what is shown, asked, and said when something is amiss."""

import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from ..results import Result
from ..results import names as committed
from .command import RESULTS, default_cache, run
from .experiment import Experiment, find, names

if TYPE_CHECKING:
    from .verification import Verification

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
    if (code := _refusal(asked, console)) is not None:
        return code
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


def _refusal(asked: Sequence[str], console: Console) -> int | None:
    """Say what is amiss with names or packages and give the exit code; None if nothing is."""
    if unknown := [name for name in asked if name not in names()]:
        console.print(f"no experiment {', '.join(unknown)}; there are: {', '.join(names())}")
        return 2
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        console.print(
            f"{', '.join(missing)} missing. In a checkout: pip install -e '.[experiments]'", markup=False
        )
        return 2
    return None


def verify_to_screen(asked: Sequence[str], jobs: int, console: Console | None = None) -> int:
    """Compute samples of the committed results again, all if none is ``asked`` for; give the exit code."""
    console = console or Console()
    if (code := _refusal(asked, console)) is not None:
        return code
    import joblib

    from .verification import verify

    chosen = list(asked) or [name for name in names() if name in committed()]
    if missing := [name for name in chosen if name not in committed()]:
        console.print(f"no committed result of {', '.join(missing)}: dropout-course experiments run NAME")
        return 2
    started = time.perf_counter()
    with joblib.parallel_config(backend="loky", inner_max_num_threads=1):
        found = list(joblib.Parallel(n_jobs=jobs)(joblib.delayed(verify)(name) for name in chosen))
    for verification in found:
        console.print(_in_words(verification), highlight=False, markup=False)
    seconds = time.perf_counter() - started
    agreeing = sum(verification.agrees for verification in found)
    console.print(f"{agreeing} of {len(found)} agree with what is committed; {seconds:.0f} s")
    return 0 if agreeing == len(found) else 1


def _in_words(verification: "Verification") -> str:
    """What came of one sample; where it differs, each number and what to do."""
    name, how = verification.name, "the same fingerprint" if verification.exact else "another fingerprint"
    if verification.agrees:
        numbers = f"{len(verification.comparisons)} numbers"
        as_wanted = "equal in every digit" if verification.exact else "within three standard deviations"
        return f"{name}: {numbers} {as_wanted} ({how}), {verification.seconds:.0f} s"
    differing = [comparison for comparison in verification.comparisons if not comparison.agrees]
    lines = [
        f"{name}: {c.found} here, {c.committed} committed at {c.place}; {c.allowed:.2g} allowed on {how}"
        for c in differing
    ]
    mend = f"find what changed it, or run it again: dropout-course experiments run {name}"
    return "\n".join([*(lines or [f"{name}: {verification.problem}"]), f"{name}: {mend}"])


def draw(experiment: Experiment, result: Result, folder: Path) -> Path:
    """Draw the result's figure into ``folder``."""
    path = folder / f"{experiment.NAME}.svg"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(experiment.figure(result).svg + "\n", encoding="utf-8")
    return path


def show(result: Result, console: Console) -> None:
    """Each contrast with its interval and verdict, a row for each condition it has; then the claims."""
    table = Table("contrast", "margin", "condition", "effect", "verdict")
    for contrast in result["contrasts"].values():
        says, margin = contrast["says"], f"{contrast['margin']:g}"
        for name in (name for name in result["conditions"] if name in contrast):
            table.add_row(says, margin, name, contrast[name]["shown"], contrast[name]["verdict"])
            says = margin = ""  # once is enough
        table.add_section()
    console.print(table)
    for name, claim in result["claims"].items():
        console.print(f"claim {name}: {claim['verdict']}")
