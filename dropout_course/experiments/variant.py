"""The two ways to run all experiments: with shorter settings, or with those of the committed results."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .command import RESULTS
from .costs import full_cost
from .experiment import Experiment
from .shorter import shorter

FIGURES = Path("_build") / "figures"
SHORT_RESULTS = Path("_build") / "short-results"
CHEAP = 60.0  # seconds; what takes less is not worth shortening


@dataclass(frozen=True)
class Variant:
    """What is run and where it is written.

    Attributes:
        short: whether settings are shortened.
        results: folder of the results.
        figures: folder of the figures.
    """

    short: bool
    results: Path
    figures: Path

    def settings(self, experiment: Experiment) -> Any:
        """What ``experiment`` is run with."""
        if not self.short:
            return experiment.SETTINGS
        cost = full_cost(experiment.NAME)
        return experiment.SETTINGS if cost is not None and cost < CHEAP else shorter(experiment.SETTINGS)

    def path(self, name: str) -> Path:
        """Where the result of the experiment ``name`` is written."""
        return self.results / f"{name}.json"

    def unusable(self) -> str:
        """Why nothing can be written to its folders, which are made if need be; empty if all is well."""
        for folder in (self.results, self.figures):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with tempfile.NamedTemporaryFile(dir=folder):
                    pass
            except OSError as error:
                reason = error.strerror or error
                return f"results need a folder to write to, {folder} is none ({reason}): name one with --out"
        return ""


def variant(*, short: bool, out: Path | None) -> Variant:
    """Short results never take the place of committed ones.

    Args:
        short: whether settings are shortened.
        out: folder for results and figures; None is the package's own or, of short ones, ``_build``'s.
    """
    return Variant(
        short, out or (SHORT_RESULTS if short else RESULTS), out or (SHORT_RESULTS if short else FIGURES)
    )
