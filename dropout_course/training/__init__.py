"""Training at the speed that fair comparisons need: many small networks in one batched pass.

All that may differ between two models (rates, seed, learning rate, biases or none) is a ``Run``; all that
they share is a ``Recipe``. ``dropout_course.training.fit.train`` takes a stack of runs through the recipe and
hands back one ``Outcome`` for each. Only ``fit`` and what it stands on need torch; the words above need numpy
alone.
"""

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
]
