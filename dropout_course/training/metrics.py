"""How well a model predicts, and how well it knows that."""

import numpy as np
from numpy.typing import NDArray

BINS = 15


def expected_calibration_error(
    confidence: NDArray[np.float32], correct: NDArray[np.bool_], bins: int = BINS
) -> float:
    """How far confidence and accuracy lie apart, on average over bins of equal width.

    ECE = sum over bins of (n_bin / n) |accuracy_bin - confidence_bin|    [Guo et al. 2017, sec. 2]

    Args:
        confidence: probability of the predicted class, in [0, 1], any shape.
        correct: whether that class is the label, same shape.
        bins: number of equal bins of [0, 1].

    Returns:
        The error, in [0, 1]; NaN where a confidence is NaN.
    """
    if not np.isfinite(confidence).all():
        return float("nan")
    which = np.minimum((confidence * bins).astype(int), bins - 1).ravel()
    excess = correct.astype(float).ravel() - confidence.ravel()
    return float(np.abs(np.bincount(which, weights=excess, minlength=bins)).sum() / excess.size)
