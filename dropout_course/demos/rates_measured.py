"""What the experiments measured at each dropout rate, as the demos about the rate show it."""

from functools import cache
from typing import Any

from dropout_course import results

METRICS = ("accuracy", "nll")


@cache
def rate_map() -> dict[str, Any]:
    """The committed rate map."""
    return results.load("rate-map")


def rates() -> tuple[float, ...]:
    """All rates of the map."""
    return tuple(rate_map()["settings"]["tasks"]["plain"]["rates"])


def learning_rates() -> tuple[float, ...]:
    """All learning rates of the map."""
    return tuple(rate_map()["settings"]["tasks"]["plain"]["learning_rates"])


def arm(p: float) -> dict[str, Any]:
    """What the rate came to with its own learning rate."""
    found: dict[str, Any] = rate_map()["arms"]["plain"][results.rate_key(p)]
    return found


def cell(p: float, learning_rate: float) -> dict[str, Any]:
    """What the rate came to with that learning rate."""
    found: dict[str, Any] = rate_map()["map"][results.rate_key(p)][learning_rates().index(learning_rate)]
    return found


def shown(metric: str, value: float) -> float:
    """Accuracies in percent, NLL in nats."""
    return 100 * value if metric == "accuracy" else value
