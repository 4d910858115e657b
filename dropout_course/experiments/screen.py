"""The experiments' side of the command line: what is shown, asked, and said when something is amiss."""

import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from rich.console import Console
from rich.table import Table

from ..results import Result
from ..results import names as committed
from .command import default_cache, draw, run
from .costs import full_costs, short_costs
from .experiment import find, names
from .journal import Journal
from .provenance import as_json
from .run_all import run_all, show_verdicts, write_costs
from .variant import Variant, variant

if TYPE_CHECKING:
    from .verification import Verification

NEEDED = ("joblib", "keras", "optuna", "pooch", "scipy", "sklearn", "torch")
INTERRUPTED = 130  # the exit code of what Ctrl-C ended
COUNTED = "minutes of one core; older results count stacks only, or without stacks the time by the clock"

Everything: TypeAlias = Literal["all", "full"]


class NoClusterError(Exception):
    """No scheduler answers at the address that was given."""


def show_list(console: Console | None = None) -> None:
    """All experiments with what both variants cost in processor time, and what each run of all does."""
    console = console or Console()
    short, full = short_costs(), full_costs()
    table = Table("experiment", "question", "claims", "--all", "full", caption=COUNTED)
    for name in names():
        experiment = find(name)
        each = [_minutes(costs.get(name)) for costs in (short, full)]
        table.add_row(name, experiment.QUESTION, ", ".join(experiment.CLAIMS), *each)
    console.print(table)
    for which, costs in (("--all", short), ("--full", full)):
        console.print(f"run {which}: {_in_all(costs)}", markup=False, highlight=False)


def _in_all(costs: Mapping[str, float]) -> str:
    """What a run of all costs, as far as it was measured."""
    missing = len(names()) - len(costs)
    minutes = f"{sum(costs.values()) / 60:.0f} minutes of one core, half as many on two"
    return f"{minutes}; not measured: {missing} of {len(names())}" if missing else minutes


def _minutes(seconds: float | None) -> str:
    if seconds is None:
        return "not measured"
    return f"{seconds / 60:.0f}" if seconds >= 30 else "under 1"


def run_to_screen(
    asked: Sequence[str],
    jobs: int,
    out: Path | None,
    console: Console | None = None,
    *,
    everything: Everything | None = None,
    dask: str | None = None,
) -> int:
    """Run experiments, show what came out, and give the exit code: 1 if one failed, the others going on.

    Args:
        asked: names of experiments.
        jobs: processes on this machine.
        out: folder for results and figures; None is the usual one, see ``variant``.
        console: where to write.
        everything: run all in place of ``asked``, in shorter variants (``"all"``) or as the committed results
            were made (``"full"``), but what an interrupted run of the same had finished.
        dask: address of a scheduler, whose workers take the place of the processes.
    """
    console = console or Console()
    if bool(everything) == bool(asked):
        console.print("name experiments, or ask for --all or for --full of them, not both")
        return 2
    chosen = variant(short=everything == "all", out=out)
    if (code := _refusal(asked, console, [] if dask is None else ["distributed"], chosen)) is not None:
        return code
    try:
        if everything:
            return _run_everything(everything, chosen, jobs, console, dask)
        with _workers(dask):
            failed = [name for name in asked if not _run_one(name, chosen, jobs, console)]
        return _ended(failed, console)
    except KeyboardInterrupt:
        kept = f"trained stacks are kept in {default_cache()}, an experiment without stacks begins anew"
        console.print(f"stopped; {kept}: run it again to go on", markup=False)
        return INTERRUPTED
    except NoClusterError as error:
        console.print(f"no cluster at {dask}: {error}", markup=False)
        return 2


def _run_everything(
    everything: Everything, chosen: Variant, jobs: int, console: Console, dask: str | None
) -> int:
    """All experiments: side by side on this machine, or one after another on a cluster."""
    journal = Journal(default_cache() / f"run-{everything}.json")

    def note(name: str) -> None:
        journal.add(name, chosen.settings(find(name)), chosen.path(name))

    there = [name for name in names() if journal.has(name, chosen.settings(find(name)), chosen.path(name))]
    for name in there:
        console.print(f"{name}: was finished before the interruption")
    left = [name for name in names() if name not in there]
    if dask is None:
        failed = run_all(left, chosen, jobs, default_cache(), console, on_end=note)
    else:
        with _workers(dask):
            failed = [name for name in left if not _run_one(name, chosen, jobs, console, note)]
    if chosen.short:
        done = [name for name in names() if name not in failed]
        show_verdicts(done, chosen, console)
        console.print(f"wrote results and figures to {write_costs(done, chosen).parent}")
    if not failed:
        journal.close()
    return _ended(failed, console)


def _ended(failed: Sequence[str], console: Console) -> int:
    """Say what failed, if anything; the exit code."""
    if failed:
        console.print(f"failed: {', '.join(failed)}; what succeeded is kept: run it again to try the rest")
    return 1 if failed else 0


def _run_one(
    name: str,
    chosen: Variant,
    jobs: int,
    console: Console,
    on_end: Callable[[str], None] = lambda name: None,
) -> bool:
    """Run an experiment and show what came out; False if it failed, which is said with its settings."""
    experiment = find(name)
    settings = chosen.settings(experiment)
    console.print(experiment.QUESTION)
    try:
        result = run(
            experiment, settings, jobs=jobs, cache=default_cache(), results=chosen.results, console=console
        )
        drawn = draw(experiment, result, chosen.figures)
    except Exception:  # whatever befell this one, the others go on
        console.print(f"{name} failed with the settings {as_json(settings)}", markup=False)
        console.print(traceback.format_exc(), markup=False, highlight=False)
        return False
    show(result, console)
    console.print(f"wrote {chosen.path(name)} and {drawn}")
    on_end(name)
    return True


@contextmanager
def _workers(dask: str | None) -> Iterator[None]:
    """Train on the workers of the scheduler at ``dask``; None is processes of this machine.

    Raises:
        NoClusterError: no scheduler answers there.
    """
    if dask is None:
        yield
        return
    import joblib

    from ..dask_client import connect

    try:
        client = connect(dask, patience=10)
    except ConnectionError as error:
        raise NoClusterError(error) from None
    with client, joblib.parallel_config(backend="dask", client=client):
        yield


def _refusal(
    asked: Sequence[str], console: Console, also: Sequence[str] = (), chosen: Variant | None = None
) -> int | None:
    """Say what is amiss with names, packages or folders and give the exit code; None if nothing is."""
    if unknown := [name for name in asked if name not in names()]:
        console.print(f"no experiment {', '.join(unknown)}; there are: {', '.join(names())}", markup=False)
        return 2
    if missing := [name for name in (*NEEDED, *also) if find_spec(name) is None]:
        extra = "cluster" if missing == ["distributed"] else "experiments"
        console.print(
            f"{', '.join(missing)} missing. In a checkout: pip install -e '.[{extra}]'", markup=False
        )
        return 2
    if chosen and (problem := chosen.unusable()):
        console.print(problem, markup=False)
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
