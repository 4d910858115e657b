"""What a group of models that differ in their seeds only came to."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..training import METRICS, SETS, Outcome, Predictions, expected_calibration_error
from .contrasts import values
from .intervals import Effect, mean_effect, resampled_effect, seed_effect

JUDGED = ("accuracy", "nll")


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """For each set the final metrics, with intervals and by seed; and the mean learning curves."""
    curves = {name: np.mean([outcome.curves[name] for outcome in outcomes], axis=0) for name in SETS}
    return {
        **{name: final(outcomes, name) for name in SETS},
        "curves": {name: dict(zip(METRICS, curve.T.tolist(), strict=True)) for name, curve in curves.items()},
    }


def over_seeds(values: Sequence[float] | NDArray[np.floating]) -> dict[str, Any]:
    """One number a seed: their mean with its 95% interval, and the numbers themselves."""
    by_seed = np.asarray(values, dtype=float)
    mean, low, high = seed_effect(by_seed).interval()
    return {"mean": mean, "low": low, "high": high, "by_seed": by_seed.tolist()}


def seen_again(place: str, outcomes: Sequence[Outcome], name: str = "test") -> dict[str, list[float]]:
    """What ``outcomes`` say of numbers that a summary at ``place`` of a result holds of each seed."""
    return {
        f"{place}.{name}.{metric}.by_seed": values(outcomes, name, metric).mean(1).tolist()
        for metric in JUDGED
    }


def final(outcomes: Sequence[Outcome], name: str) -> dict[str, dict[str, Any]]:
    """The final metrics on the set ``name``, each with its 95% interval; accuracy and NLL by seed, too."""
    judged = {metric: values(outcomes, name, metric) for metric in JUDGED}
    effects = {metric: mean_effect([of_metric]) for metric, of_metric in judged.items()}
    effects["ece"] = _calibration([outcome.final[name] for outcome in outcomes])
    intervals = {metric: effect.interval() for metric, effect in effects.items()}
    found: dict[str, dict[str, Any]] = {
        metric: {"mean": i.estimate, "low": i.low, "high": i.high} for metric, i in intervals.items()
    }
    for metric, of_metric in judged.items():
        found[metric]["by_seed"] = of_metric.mean(1).tolist()
    return found


def _calibration(found: Sequence[Predictions]) -> Effect:
    def errors(rows: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.array([expected_calibration_error(f.confidence[rows], f.correct[rows]) for f in found])

    return resampled_effect(errors, images=len(found[0].correct), rng=np.random.default_rng(0))
