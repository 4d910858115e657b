"""What every experiment's module offers, and where to find it."""

import importlib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias, cast

from ..figures import Figure
from ..results import Result
from .stacks import Train

MODULES = {
    "augmentation": "augmentation",
    "batch-norm": "batch_norm",
    "choosing-a-rate": "choosing_a_rate",
    "classic-inverted": "classic_inverted",
    "co-adaptation": "co_adaptation",
    "convolutions": "convolutions",
    "cost": "cost",
    "data-size": "data_size",
    "depth": "depth",
    "early-late": "early_late",
    "expectation-variance": "expectation_variance",
    "four-arms": "four_arms",
    "frameworks": "frameworks",
    "frozen-weights": "frozen_weights",
    "gradient-noise": "gradient_noise",
    "mask-speed": "mask_speed",
    "monte-carlo": "monte_carlo",
    "original-recipe": "original_recipe",
    "placement": "placement",
    "random-labels": "random_labels",
    "rate-map": "rate_map",
    "rate-table": "rate_table",
    "recurrent": "recurrent",
    "regularisers": "regularisers",
    "small-tables": "small_tables",
    "subnetworks": "subnetworks",
    "time-to-fit": "time_to_fit",
    "uncertainty": "uncertainty",
    "width": "width",
}

Sample: TypeAlias = Mapping[str, Sequence[float]]
"""Numbers computed again: for the path of a list in the result, one number a seed, its first few entries."""


class Experiment(Protocol):
    """An experiment, which is a module."""

    NAME: str
    QUESTION: str
    SETTINGS: Any
    CLAIMS: Mapping[str, tuple[str, ...]]

    def stacks_planned(self, settings: Any) -> int:
        """How many stacks of models a run trains."""

    def measure(self, settings: Any, train: Train) -> Result:
        """Train through ``train``, compare, judge."""

    def sample(self, settings: Any, result: Result, train: Train) -> Sample:
        """Some of the numbers that ``result`` holds by seed, computed again by themselves in seconds."""

    def figure(self, result: Result) -> Figure:
        """The figure of a result, drawn without training anything."""


def names() -> list[str]:
    """All experiments."""
    return sorted(MODULES)


def find(name: str) -> Experiment:
    """The experiment called ``name``.

    Raises:
        KeyError: there is none.
    """
    if name not in MODULES:
        raise KeyError(f"no experiment {name!r}; there are: {', '.join(names())}")
    return cast(Experiment, importlib.import_module(f"{__package__}.{MODULES[name]}"))
