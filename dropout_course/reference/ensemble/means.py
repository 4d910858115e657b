"""How an ensemble answers as one: means of its members' answers, and their spread."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._validation import Float, FloatArray, check_float_array


def arithmetic_mean(predictions: NDArray[Float], probabilities: FloatArray | None = None) -> NDArray[Float]:
    """Mean of what the members say.

    y = sum_s P_s y_s

    Args:
        predictions: y_s, (members, ...): outputs, or class probabilities.
        probabilities: P_s, (members,); None gives every member the same, as for Monte-Carlo passes.

    Raises:
        TypeError: an argument is not a numpy array of floats.
        ValueError: there is not one probability for each member, or they do not sum to 1.
    """
    check_float_array(predictions, "predictions")
    return np.tensordot(_shares(predictions, probabilities), predictions, axes=1)


def mean_and_std(
    predictions: NDArray[Float], probabilities: FloatArray | None = None
) -> tuple[NDArray[Float], NDArray[Float]]:
    """Mean of what the members say, and how far they differ.

    std^2 = sum_s P_s (y_s - mean)^2: the spread of this ensemble, not an estimate of a larger one (ddof = 0)
    [Gal and Ghahramani 2016, sec. 4, whose predictive variance adds that of the noise]

    Args:
        predictions: y_s, (members, ...): outputs, or class probabilities.
        probabilities: P_s, (members,); None gives every member the same, as for Monte-Carlo passes.

    Returns:
        ``(mean, std)``.

    Raises:
        TypeError: an argument is not a numpy array of floats.
        ValueError: there is not one probability for each member, or they do not sum to 1.
    """
    mean = arithmetic_mean(predictions, probabilities)
    return mean, np.sqrt(arithmetic_mean((predictions - mean) ** 2, probabilities))


def geometric_mean(
    class_probabilities: NDArray[Float], probabilities: FloatArray | None = None
) -> NDArray[Float]:
    """Renormalised geometric mean of the members' class probabilities.

    q(c) = prod_s q_s(c)^{P_s} / sum_k prod_s q_s(k)^{P_s}    [Goodfellow et al. 2016, sec. 7.12]

    Of softmaxes it is the softmax of the mean logits, so weight scaling is exact wherever it gives those.

    Args:
        class_probabilities: q_s, (members, ..., classes).
        probabilities: P_s, (members,); None gives every member the same, as for Monte-Carlo passes.

    Raises:
        TypeError: an argument is not a numpy array of floats.
        ValueError: there is not one probability for each member, they do not sum to 1, or every class is
            ruled out (probability 0) by some member.
    """
    q = check_float_array(class_probabilities, "class_probabilities")
    product = (q.T ** _shares(q, probabilities)).prod(axis=-1).T  # (..., classes)
    total = product.sum(axis=-1, keepdims=True)
    if not total.all():
        raise ValueError(
            "every class has probability 0 in some member, so that no geometric mean is left to normalise"
        )
    return np.asarray(product / total)


def _shares(predictions: NDArray[Any], probabilities: FloatArray | None) -> FloatArray:
    """The probability of each member, equal ones for None."""
    members = len(predictions)
    if probabilities is None:
        return np.full(members, 1 / members, predictions.dtype)
    check_float_array(probabilities, "probabilities")
    if probabilities.shape != (members,) or not np.isclose(probabilities.sum(), 1):
        raise ValueError(
            f"probabilities must be one for each of the {members} members and sum to 1, "
            f"not of shape {probabilities.shape} and sum {probabilities.sum()}"
        )
    return probabilities
