"""Linear regression with dropout on its inputs is ridge regression, a penalty to suit each feature."""

import numpy as np

from .._validation import FloatArray, check_float_array
from ..moments import Form, multiplier_moments
from ..rates import check_rate


def expected_dropout_loss(
    x: FloatArray, y: FloatArray, w: FloatArray, p: float, *, form: Form = "inverted"
) -> float:
    """Squared error of a linear regression whose inputs drop, on average over all masks.

    E ||y - (m * X) w||^2 = ||y - E[m] X w||^2 + Var[m] sum_j w_j^2 sum_i x_ij^2
    classic   E[m] = 1 - p, Var[m] = p (1 - p)      [Srivastava et al. 2014, sec. 9.1]
    inverted  E[m] = 1,     Var[m] = p / (1 - p)    [Wager et al. 2013, sec. 2, for the linear model]

    Args:
        x: X, (examples, features).
        y: targets, (examples,).
        w: weights, (features,).
        p: probability of *dropping* an input, 0 <= p <= 1 (not the keep probability).
        form: ``"inverted"`` or ``"classic"``.

    Raises:
        TypeError: an array is not one of floats, or ``p`` is not a number.
        ValueError: the shapes do not fit, ``p`` is not in [0, 1], or ``form`` is unknown.
    """
    _check_regression(x, y, w=w)
    mean, variance = multiplier_moments(p, form=form)
    residual = y - mean * x @ w
    return float(residual @ residual + variance * (x**2).sum(axis=0) @ w**2)


def dropout_penalty(x: FloatArray, p: float) -> FloatArray:
    """What inverted dropout on the inputs charges for the square of each weight.

    lambda_j = p / (1 - p) sum_i x_ij^2,  i.e. p / (1 - p) diag(X^T X)
    [Srivastava et al. 2014, sec. 9.1, where the letter p means 1 - p; Wager et al. 2013, sec. 2]

    Args:
        x: X, (examples, features).
        p: probability of *dropping* an input, 0 <= p < 1 (not the keep probability).

    Returns:
        Penalty of each feature, (features,).

    Raises:
        TypeError: ``x`` is not a numpy array of floats, or ``p`` is not a number.
        ValueError: ``x`` is not a matrix, or ``p`` is not in [0, 1).
    """
    p = check_rate_below_one(p)
    check_of_features(x)
    return np.asarray(p / (1 - p) * (x**2).sum(axis=0))


def ridge_regression(x: FloatArray, y: FloatArray, penalty: FloatArray) -> FloatArray:
    """Weights that make squared error and penalty smallest together.

    minimise ||y - X w||^2 + sum_j lambda_j w_j^2:  (X^T X + diag(lambda)) w = X^T y

    A penalty is data: for each feature one more example, with sqrt(lambda_j) there and target 0. Of several
    solutions (a feature that is always 0; too few examples and no penalty) this is the shortest.

    Args:
        x: X, (examples, features).
        y: targets, (examples,).
        penalty: lambda, (features,), each 0 or more.

    Returns:
        Weights, (features,).

    Raises:
        TypeError: an array is not one of floats.
        ValueError: the shapes do not fit, or a penalty is negative.
    """
    _check_regression(x, y, penalty=penalty)
    if not (penalty >= 0).all():
        raise ValueError(f"penalty must hold numbers of 0 or more, not {penalty}")
    examples = np.vstack([x, np.diag(np.sqrt(penalty))])  # (examples + features, features)
    targets = np.concatenate([y, np.zeros_like(penalty)])
    w, *_ = np.linalg.lstsq(examples, targets)
    return np.asarray(w)


def dropout_regression(x: FloatArray, y: FloatArray, p: float, *, form: Form = "inverted") -> FloatArray:
    """Weights that a linear regression with dropout on its inputs learns: they minimise its expected loss.

    inverted  w = (X^T X + p / (1 - p) diag(X^T X))^{-1} X^T y
    classic   w / (1 - p), which test time scales back by 1 - p    [Srivastava et al. 2014, sec. 9.1]

    Args:
        x: X, (examples, features).
        y: targets, (examples,).
        p: probability of *dropping* an input, 0 <= p < 1 (not the keep probability).
        form: ``"inverted"`` or ``"classic"``.

    Returns:
        Weights, (features,).

    Raises:
        TypeError: an array is not one of floats, or ``p`` is not a number.
        ValueError: the shapes do not fit, ``p`` is not in [0, 1), or ``form`` is unknown.
    """
    w = ridge_regression(x, y, dropout_penalty(x, p))
    return w / multiplier_moments(p, form=form)[0]


def check_rate_below_one(p: float) -> float:
    """``p`` as a Python float, if it is a rate at which some inputs stay."""
    p = check_rate(p)
    if p == 1:
        raise ValueError("p must be below 1: when every input drops, all weights fit equally well")
    return p


def check_of_features(x: FloatArray, **arrays: FloatArray) -> None:
    """Refuse an ``x`` that is not (examples, features), and ``arrays`` that are not (features,)."""
    check_float_array(x, "x")
    if x.ndim != 2:
        raise ValueError(f"x must have the shape (examples, features), not {x.shape}")
    for name, array in arrays.items():
        check_float_array(array, name)
        if array.shape != x.shape[1:]:
            raise ValueError(
                f"{name} must have the shape {x.shape[1:]}, one number a feature, not {array.shape}"
            )


def _check_regression(x: FloatArray, y: FloatArray, **of_features: FloatArray) -> None:
    """Refuse shapes that are not (examples, features), (examples,) and, for the rest, (features,)."""
    check_of_features(x)
    check_float_array(y, "y")
    if y.shape != x.shape[:1]:  # a column (examples, 1) would broadcast
        raise ValueError(f"y must have the shape {x.shape[:1]}, one target an example, not {y.shape}")
    check_of_features(x, **of_features)
