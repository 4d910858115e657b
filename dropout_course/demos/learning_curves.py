"""What does the dropout rate do to the learning curves? Measured curves, with the gap between them."""

from typing import Any

import traitlets

from .demo import Demo
from .rates_measured import METRICS, arm, rate_map, rates, shown

EPOCHS = tuple(rate_map()["settings"]["epochs_kept"])
SETS = ("train", "validation")
ENDS = ("mean", "low", "high")
RATES = tuple(round(0.1 * i, 1) for i in range(10))


class LearningCurves(Demo):
    """Accuracy or loss on training and validation images, epoch by epoch, at the rates that were measured.

    Args:
        p: probability of *dropping* a hidden unit in training, 0 to 0.9 in steps of 0.1.
        epochs: of training, 2 to 30: the curves are read after the last epoch up to it that was kept.
        metric: ``"accuracy"`` (percent) or ``"nll"`` (nats).
    """

    name = "learning-curves"

    p = traitlets.Float(0.0, min=0, max=0.9).tag(sync=True)
    epochs = traitlets.Int(EPOCHS[-1], min=2, max=EPOCHS[-1]).tag(sync=True)
    metric = traitlets.Enum(METRICS, default_value="accuracy").tag(sync=True)
    _epochs = traitlets.List(traitlets.Int()).tag(sync=True)
    _curves = traitlets.Dict().tag(sync=True)
    _on = traitlets.Dict().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        """Hand the measured curves to the browser."""
        assert set(RATES) <= set(rates()), "the slider offers what was measured"
        curves = {
            metric: [[[_curve(p, name, metric, end) for end in ENDS] for name in SETS] for p in RATES]
            for metric in METRICS
        }
        super().__init__(_epochs=list(EPOCHS), _curves=curves, _on=_measured_on(), **traits)

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, as the committed result has them."""
        p = RATES[round(10 * self.p)]
        at = max(i for i, epoch in enumerate(EPOCHS) if epoch <= self.epochs)
        found = {f"{name}.{end}": _curve(p, name, self.metric, end)[at] for name in SETS for end in ENDS}
        sign = 1 if self.metric == "accuracy" else -1
        on = {f"on.{name}": count for name, count in self._on.items()}
        return {**found, "gap": sign * (found["train.mean"] - found["validation.mean"]), **on}


def _measured_on() -> dict[str, int]:
    """How many images of each set, and how many seeds."""
    settings = rate_map()["settings"]
    sizes = settings["tasks"]["plain"]["sizes"]
    return {**{name: sizes[name] for name in SETS}, "seeds": len(settings["seeds"])}


def _curve(p: float, name: str, metric: str, end: str) -> list[float]:
    return [round(shown(metric, value), 4) for value in arm(p)["curves"][name][metric][end]]
