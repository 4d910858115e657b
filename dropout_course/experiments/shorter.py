"""Shorter variants of the experiments' settings: the same comparisons, with as few seeds as allowed."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from .tuning import Grid

LEAST_SEEDS = 5
LEAST_TUNING_SEEDS = 1  # a dataclass that needs more of them says so in an attribute of this name

T = TypeVar("T")


def shorter(settings: T) -> T:
    """``settings`` with the first five of the seeds that judge, and the first of those that tune.

    Where the models that tune are measured too, two of them stay, since an interval needs two. What has no
    more than that stays as it is, and is the very same object where nothing in it changes.

    Args:
        settings: a dataclass; its parts, in mappings and tuples too, are shortened alike.
    """
    return cast(T, _shorter(settings))


def _shorter(value: Any, least: int | None = None) -> Any:
    """``value``; of a tuple of seeds the first ``least``."""
    if is_dataclass(value) and not isinstance(value, type):
        return _dataclass(value)
    if isinstance(value, Mapping):
        changed = {key: _shorter(item, least) for key, item in value.items()}
        return changed if any(changed[key] is not value[key] for key in value) else value
    if isinstance(value, tuple) and least:
        return value[:least]  # the same object where there are no more
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        parts = tuple(_shorter(item) for item in value)
        return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value
    return value


def _dataclass(value: Any) -> Any:
    """A grid's seeds are those of models that choose, whatever their name."""
    tuning = getattr(value, "LEAST_TUNING_SEEDS", LEAST_TUNING_SEEDS)
    least = {"seeds": tuning if isinstance(value, Grid) else LEAST_SEEDS, "tuning_seeds": tuning}
    changed = {f.name: _shorter(getattr(value, f.name), least.get(f.name)) for f in fields(value)}
    changed = {name: new for name, new in changed.items() if new is not getattr(value, name)}
    return replace(value, **changed) if changed else value
