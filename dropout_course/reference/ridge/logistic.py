"""What dropout on the inputs charges a logistic regression: a penalty that looks at the prediction, too."""

import numpy as np

from .._validation import FloatArray
from ..ensemble.members import all_masks
from ..network.activations import activate
from .linear import check_of_features, check_rate_below_one


def logistic_dropout_penalty(x: FloatArray, w: FloatArray, p: float) -> float:
    """How much inverted dropout adds to a logistic regression's loss, on average over all masks.

    R(w) = sum_i E[A((m_i * x_i) . w)] - A(x_i . w),  A(z) = log(1 + e^z)    [Wager et al. 2013, sec. 2]

    The labels have no part in it. It enumerates the 2^d masks of an example.

    Args:
        x: X, (examples, features), at most 16 features.
        w: weights, (features,).
        p: probability of *dropping* an input, 0 <= p < 1 (not the keep probability).

    Raises:
        TypeError: an array is not one of floats, or ``p`` is not a number.
        ValueError: the shapes do not fit, ``p`` is not in [0, 1), or there are too many features.
    """
    p = check_rate_below_one(p)
    check_of_features(x, w=w)
    keep = all_masks(x.shape[1])  # (masks, features)
    probabilities = np.where(keep, 1 - p, p).prod(axis=1)
    noisy = (keep / (1 - p) * w) @ x.T  # (masks, examples)
    return float((probabilities @ np.logaddexp(0, noisy) - np.logaddexp(0, x @ w)).sum())


def quadratic_dropout_penalty(x: FloatArray, w: FloatArray, p: float) -> float:
    """The same to second order in the noise: ridge, weighted by how undecided each prediction is.

    R(w) ~ 1/2 p / (1 - p) sum_i q_i (1 - q_i) sum_j x_ij^2 w_j^2,  q_i = 1 / (1 + e^{-x_i . w})
    [Wager et al. 2013, sec. 2.1]

    Args:
        x: X, (examples, features).
        w: weights, (features,).
        p: probability of *dropping* an input, 0 <= p < 1 (not the keep probability).

    Raises:
        TypeError: an array is not one of floats, or ``p`` is not a number.
        ValueError: the shapes do not fit, or ``p`` is not in [0, 1).
    """
    p = check_rate_below_one(p)
    check_of_features(x, w=w)
    q = activate(x @ w, "sigmoid")
    return float(p / (1 - p) / 2 * (q * (1 - q)) @ (x**2 @ w**2))
