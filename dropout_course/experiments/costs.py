"""What each experiment costs in processor time, and what follows for the order of a run of all."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from ..results import Result, load
from ..results import names as committed
from .experiment import find

SHORT_COSTS = Path(__file__).with_name("short_costs.json")
"""Processor seconds of the shorter variants, as ``run --all`` measured and wrote them beside its results."""

TIMED = frozenset({"cost", "mask-speed"})
"""Experiments whose outcome is a time: beside others they would measure how busy the machine is."""


def seconds_of(result: Result) -> float | None:
    """Processor seconds of stacks, kept ones too, and of what was computed besides; None if not measured."""
    provenance = result["provenance"]
    besides = provenance.get("own_cpu_seconds")
    if besides is None:  # older results say it of the stacks alone
        measured: float | None = provenance["cpu_seconds"] or provenance["wall_seconds"] or None
        return measured
    return float(provenance["cpu_seconds"] + besides)


def full_cost(name: str) -> float | None:
    """Processor seconds of the committed result of the experiment ``name``; None if nobody measured them."""
    return seconds_of(load(name)) if name in committed() else None


def full_costs() -> dict[str, float]:
    """Processor seconds of each experiment whose committed result says them."""
    return {name: seconds for name in committed() if (seconds := full_cost(name)) is not None}


def short_costs() -> dict[str, float]:
    """Processor seconds of each experiment's shorter variant, as they were measured."""
    return dict(json.loads(SHORT_COSTS.read_text(encoding="utf-8"))) if SHORT_COSTS.exists() else {}


def longest_first(names: Sequence[str], costs: Mapping[str, float]) -> list[str]:
    """``names`` in the order that leaves no long one for the end; what nobody has measured comes first."""
    return sorted(names, key=lambda name: -costs.get(name, float("inf")))


def after(names: Sequence[str]) -> dict[str, list[str]]:
    """For each of ``names`` those whose settings its own contain: it takes their stacks from the cache."""
    settings = {name: find(name).SETTINGS for name in names}
    return {
        name: [other for other in names if other != name and _contains(settings[name], settings[other])]
        for name in names
    }


def _contains(whole: Any, part: Any) -> bool:
    if is_dataclass(whole) and not isinstance(whole, type):
        values = [getattr(whole, field.name) for field in fields(whole)]
    else:
        values = list(whole.values()) if isinstance(whole, Mapping) else []
    return any(value is part or _contains(value, part) for value in values)
