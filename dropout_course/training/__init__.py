"""Training at the speed that fair comparisons need: many small networks in one batched pass.

All that may differ between two models (rates, seed, learning rate) is a ``Run``; all that they share is a
``Recipe``. ``train`` takes a stack of runs through the recipe and hands back one ``Outcome`` for each.
"""

from .fit import train
from .metrics import expected_calibration_error
from .runs import METRICS, SETS, Outcome, Predictions, Recipe, Run

__all__ = [
    "METRICS",
    "SETS",
    "Outcome",
    "Predictions",
    "Recipe",
    "Run",
    "expected_calibration_error",
    "train",
]
