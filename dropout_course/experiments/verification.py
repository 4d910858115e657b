"""Computes a sample of a committed result again: does this code, here and now, still give these numbers?

On the fingerprint of processor and versions that the result was made on, the numbers must be equal in all
the digits written. Elsewhere sums are rounded in another order, and training makes much of little: there a
number may differ from its seed's by three standard deviations over the other seeds of the result.
"""

import math
import statistics
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..results import Result, load, value_at
from .command import rounded
from .experiment import Experiment, find
from .provenance import digest, fingerprint, machine, packages
from .trainer import Trainer, one_thread

DEVIATIONS = 3
LAST_DIGIT = 1e-5  # a written number has six digits; what does not vary over seeds may differ in the last


@dataclass(frozen=True)
class Comparison:
    """One number computed again.

    Attributes:
        place: where in the result the committed number stands.
        committed: that number.
        found: what it came to here, in as many digits.
        allowed: the difference that is no reason for doubt; 0 on the same fingerprint.
    """

    place: str
    committed: float | None
    found: float | None
    allowed: float

    @property
    def agrees(self) -> bool:
        """Whether both are the same, or near enough."""
        if self.committed is None or self.found is None:  # no number, as after a run that diverged
            return self.committed is self.found
        return abs(self.found - self.committed) <= self.allowed


@dataclass(frozen=True)
class Verification:
    """What came of an experiment's sample.

    Attributes:
        name: of the experiment.
        exact: whether this is the fingerprint that the result was made on.
        comparisons: the numbers.
        seconds: what it took.
        problem: why nothing could be compared; empty if all could.
    """

    name: str
    exact: bool
    comparisons: tuple[Comparison, ...] = ()
    seconds: float = 0.0
    problem: str = ""

    @property
    def agrees(self) -> bool:
        """Whether there were numbers and all agree."""
        return not self.problem and all(comparison.agrees for comparison in self.comparisons)


def verify(name: str) -> Verification:
    """Compute the sample of the committed experiment ``name`` and compare; what goes wrong is its problem."""
    try:
        return compare(find(name), load(name))
    except Exception as error:  # whatever befell this one, the others go on
        return Verification(name, exact=False, problem=f"{type(error).__name__}: {error}")


def compare(experiment: Experiment, result: Result) -> Verification:
    """Compute the experiment's sample and compare it with ``result``; nothing is taken from a cache."""
    provenance = result["provenance"]
    exact = fingerprint(provenance) == fingerprint({**machine(), "packages": packages()})
    if provenance["settings_digest"] != digest(experiment.SETTINGS):
        return Verification(experiment.NAME, exact, problem="the settings are not those of the result")
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, one_thread():
        sample = experiment.sample(experiment.SETTINGS, result, Trainer(Path(folder), jobs=1))
    seconds = time.perf_counter() - started
    try:
        comparisons = [c for place, found in sample.items() for c in _at(place, found, result, exact)]
    except LookupError as error:
        return Verification(experiment.NAME, exact, seconds=seconds, problem=str(error.args[0]))
    if not comparisons:
        return Verification(experiment.NAME, exact, seconds=seconds, problem="the sample holds no number")
    return Verification(experiment.NAME, exact, tuple(comparisons), seconds)


def _at(place: str, found: Sequence[float], result: Result, exact: bool) -> list[Comparison]:
    """The numbers ``found`` beside the first entries of the list at ``place``.

    Raises:
        LookupError: there is no list, or it is too short to say how much seeds matter.
    """
    committed: Any = value_at(result, place)
    if not isinstance(committed, list) or len(committed) < max(2, len(found)):
        raise LookupError(f"the result has no list with a number for each seed at {place}")
    pairs = enumerate(zip(committed, rounded(list(found)), strict=False))
    return [
        Comparison(f"{place}.{i}", old, new, 0.0 if exact else _allowed(committed, i))
        for i, (old, new) in pairs
    ]


def _allowed(committed: Sequence[float | None], seed: int) -> float:
    """What the number of one seed may differ by. The others judge: a wrong number would excuse itself."""
    others = _finite(number for i, number in enumerate(committed) if i != seed)
    numbers = _finite(committed)
    judges = others if len(others) > 1 else numbers
    spread = statistics.stdev(judges) if len(judges) > 1 else 0.0
    return DEVIATIONS * spread + LAST_DIGIT * max(map(abs, numbers), default=0.0)


def _finite(committed: Iterable[float | None]) -> list[float]:
    return [number for number in committed if number is not None and math.isfinite(number)]
