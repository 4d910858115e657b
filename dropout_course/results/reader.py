"""Reads the committed outcomes."""

import json
from importlib import resources
from typing import Any, TypeAlias

Result: TypeAlias = dict[str, Any]
"""An experiment's outcome as it stands in its JSON file; the experiment's module documents its keys."""


def names() -> list[str]:
    """The experiments whose outcome is committed."""
    files = resources.files("dropout_course.results").iterdir()
    return sorted(file.name.removesuffix(".json") for file in files if file.name.endswith(".json"))


def load(name: str) -> Result:
    """The committed outcome of the experiment ``name``.

    Raises:
        KeyError: there is none.
        ValueError: its file is no JSON.
    """
    if name not in names():
        raise KeyError(f"no result {name!r}; there are: {', '.join(names())}")
    file = resources.files("dropout_course.results").joinpath(f"{name}.json")
    try:
        result: Result = json.loads(file.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"results/{name}.json is no JSON: {error}") from None
    return result


def rate_key(p: float) -> str:
    """The name of a rate in a result: p50 for 0.5."""
    return f"p{100 * p:g}"


def value_at(result: Result, path: str) -> Any:
    """What stands at ``path`` in a result: keys, and places in lists, joined by dots.

    Raises:
        LookupError: nothing stands there.
    """
    value: Any = result
    for step in path.split("."):
        try:
            value = value[int(step)] if isinstance(value, list) else value[step]
        except (LookupError, TypeError, ValueError):
            there = ", ".join(value) if isinstance(value, dict) else f"a {type(value).__name__}"
            raise LookupError(f"nothing at {path}: no {step} in {there}") from None
    return value


def judging_seeds(settings: Result) -> list[int]:
    """How many seeds judge in an experiment of these settings: a number, or one for each of several arms.

    Seeds that belong to a part of the settings, such as those of a grid that chooses, count only where the
    whole has none.
    """
    own = settings.get("seeds")
    if own is not None:
        return [len(seeds) for seeds in (own.values() if isinstance(own, dict) else [own])]
    parts = [value for value in settings.values() if isinstance(value, dict)]
    return [number for part in parts for number in judging_seeds(part)]
