"""What does dropout gain, with so many images, of which so many carry a random label?"""

from typing import Any

import traitlets

from dropout_course import results
from dropout_course.results import Verdict

from .demo import Demo

SIZES = (100, 300, 1000, 3000, 10_000)
NOISES = (0.0, 0.2, 0.4)
METRICS = {"accuracy": ("gain", 100), "nll": ("likelier", 1)}
"""By metric: the contrast that tells the gain, and the factor of what is shown."""


class WhereDoesItHelp(Demo):
    """Networks with dropout and without, on 100 to 10,000 images with true and random labels.

    They were trained beforehand, for the experiment ``data-size``; only what was measured is shown.

    Args:
        images: to learn from: 100, 300, 1000, 3000 or 10000; each size is trained for 600 steps.
        noise: share of the labels drawn at random: 0, 0.2 or 0.4.
        metric: of the test images, ``"accuracy"`` or ``"nll"``.
    """

    name = "where-does-it-help"

    images = traitlets.Enum(SIZES, default_value=1000).tag(sync=True)
    noise = traitlets.Enum(NOISES, default_value=0.0).tag(sync=True)
    metric = traitlets.Enum(tuple(METRICS), default_value="accuracy").tag(sync=True)
    _cells = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, **traits: object) -> None:
        """Hand what was measured to the browser."""
        result = results.load("data-size")
        cells = [_cell(result, n, share, metric) for metric in METRICS for share in NOISES for n in SIZES]
        super().__init__(_cells=cells, **traits)

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows: those of the committed result, in points or nats."""
        cell = _cell(results.load("data-size"), self.images, self.noise, self.metric)
        return {
            name: cell[name] for name in ("none", "dropout", "gain", "low", "high", "p", "gap", "narrower")
        }


def _cell(result: results.Result, images: int, noise: float, metric: str) -> dict[str, Any]:
    """One cell of the grid."""
    key = f"n{images}_noise{100 * noise:g}"
    contrast, scale = METRICS[metric]
    gain, arms = result["contrasts"][contrast][key], result["arms"][key]

    def gap(arm: str) -> float:
        return float(100 * (arms[arm]["train"]["accuracy"]["mean"] - arms[arm]["test"]["accuracy"]["mean"]))

    return {
        "images": images,
        "noise": noise,
        "metric": metric,
        "none": scale * arms["none"]["test"][metric]["mean"],
        "dropout": scale * arms["dropout"]["test"][metric]["mean"],
        "gain": scale * gain["estimate"],
        "low": scale * gain["low"],
        "high": scale * gain["high"],
        "found": _found(gain, result["contrasts"][contrast]["margin"]),
        "p": arms["dropout"]["run"]["rates"][-1],
        "gap": gap("none"),
        "narrower": gap("none") - gap("dropout"),
    }


def _found(gain: results.Result, margin: float) -> str:
    """What an interval says of dropout: its verdict, with harm told from what is too little to matter."""
    if gain["verdict"] == Verdict.DOES_NOT_HOLD:
        return "costs" if gain["high"] < 0 and gain["low"] < -margin else "little"
    return "helps" if gain["verdict"] == Verdict.HOLDS else "open"
