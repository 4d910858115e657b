"""Which layers drop, and how much: what was measured, and only where it was."""

from typing import Any

import traitlets

from dropout_course import results

from .demo import Demo

NETWORKS = ("deep", "two")
METRICS = ("accuracy", "nll")


class Placement(Demo):
    """A rate for each layer, and what networks with these rates came to, if anyone has trained them.

    Args:
        network: ``"deep"``, three hidden layers, or ``"two"``, which has none in the middle.
        p_input: probability of *dropping* a unit of the input, 0 to 0.8 in tenths.
        p_first: of the first hidden layer.
        p_middle: of the middle one.
        p_last: of the last one.
    """

    name = "placement"

    network = traitlets.Enum(NETWORKS, default_value="deep").tag(sync=True)
    p_input = traitlets.Float(0.0, min=0.0, max=0.8).tag(sync=True)
    p_first = traitlets.Float(0.1, min=0.0, max=0.8).tag(sync=True)
    p_middle = traitlets.Float(0.3, min=0.0, max=0.8).tag(sync=True)
    p_last = traitlets.Float(0.5, min=0.0, max=0.8).tag(sync=True)
    _measured = traitlets.Dict().tag(sync=True)
    _on = traitlets.Dict().tag(sync=True)

    def __init__(self, **traits: object) -> None:
        """Hand what was measured to the browser."""
        super().__init__(_measured=measured(), _on=measured_on(), **traits)

    def numbers(self) -> dict[str, float]:
        """What was measured nearest to the chosen rates, how near, and what no dropout came to."""
        arms = self._measured[self.network]
        chosen = self._tenths()
        nearest = min(arms, key=lambda arm: _apart(chosen, arm["tenths"]))  # of equals the first
        none = arms[0]
        found = {
            f"{metric}.{end}": value
            for metric in METRICS
            for end, value in zip(("mean", "low", "high"), nearest[metric], strict=True)
        }
        return {
            "apart": _apart(chosen, nearest["tenths"]) / 10,
            **found,
            "none.accuracy": none["accuracy"][0],
            "none.nll": none["nll"][0],
            **{f"on.{name}": count for name, count in self._on.items()},
        }

    def _tenths(self) -> list[int]:
        rates = [self.p_input, self.p_first, self.p_middle, self.p_last]
        if self.network == "two":
            del rates[2]
        return [round(10 * p) for p in rates]


def measured() -> dict[str, list[dict[str, Any]]]:
    """The arms of each network: rates in tenths; accuracy in percent and NLL as mean, low and high."""
    arms = results.load("placement")["arms"]
    return {network: [_arm(found) for found in arms[network].values()] for network in NETWORKS}


def measured_on() -> dict[str, int]:
    """How many images of each set, and how many seeds: the same for each network."""
    settings = results.load("placement")["settings"]
    train, test = {
        (condition["sizes"]["train"], condition["sizes"]["test"])
        for condition in settings["conditions"].values()
    }.pop()
    return {"train": train, "test": test, "seeds": len(settings["seeds"])}


def _arm(found: dict[str, Any]) -> dict[str, Any]:
    scales = {"accuracy": 100, "nll": 1}
    return {
        "tenths": [round(10 * p) for p in found["run"]["rates"]],
        **{
            metric: [scale * found["test"][metric][end] for end in ("mean", "low", "high")]
            for metric, scale in scales.items()
        },
    }


def _apart(one: list[int], other: list[int]) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))
