"""How does a wrong learning rate imitate a wrong dropout rate? The measured map of both."""

from typing import Any

import traitlets

from .demo import Demo
from .rates_measured import METRICS, arm, cell, learning_rates, rates, shown

ENDS = ("mean", "low", "high")


class RateAndLearningRate(Demo):
    """Test accuracy or loss of every measured pair of dropout rate and learning rate.

    Args:
        p: probability of *dropping* a hidden unit in training, one of the eleven rates measured.
        learning_rate: one of the seven learning rates measured.
        metric: ``"accuracy"`` (percent) or ``"nll"`` (nats).
    """

    name = "rate-and-learning-rate"

    p = traitlets.Enum(rates(), default_value=0.5).tag(sync=True)
    learning_rate = traitlets.Enum(learning_rates(), default_value=0.1).tag(sync=True)
    metric = traitlets.Enum(METRICS, default_value="accuracy").tag(sync=True)
    _rates = traitlets.List(traitlets.Float()).tag(sync=True)
    _learning_rates = traitlets.List(traitlets.Float()).tag(sync=True)
    _own = traitlets.List(traitlets.Int()).tag(sync=True)
    _cells = traitlets.Dict().tag(sync=True)
    _seeds = traitlets.Int().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        """Hand the measured map to the browser."""
        cells = {
            metric: [
                [[_test(p, rate, metric, end) for end in ENDS] for rate in learning_rates()] for p in rates()
            ]
            for metric in METRICS
        }
        own = [learning_rates().index(arm(p)["learning_rate"]) for p in rates()]
        super().__init__(
            _rates=list(rates()),
            _learning_rates=list(learning_rates()),
            _own=own,
            _cells=cells,
            _seeds=len(cell(0.0, learning_rates()[0])["test"]["accuracy"]["by_seed"]),
            **traits,
        )

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, as the committed result has them."""
        own, of_none = (arm(p)["learning_rate"] for p in (self.p, 0.0))

        def mean(p: float, rate: float) -> float:
            return _test(p, rate, self.metric, "mean")

        sign = 1 if self.metric == "accuracy" else -1
        return {
            **{f"here.{end}": _test(self.p, self.learning_rate, self.metric, end) for end in ENDS},
            **{f"own.{end}": _test(self.p, own, self.metric, end) for end in ENDS},
            "loses.one": sign * (mean(0.0, self.learning_rate) - mean(self.p, self.learning_rate)),
            "loses.own": sign * (mean(0.0, of_none) - mean(self.p, own)),
        }


def _test(p: float, rate: float, metric: str, end: str) -> float:
    return round(shown(metric, cell(p, rate)["test"][metric][end]), 4)
