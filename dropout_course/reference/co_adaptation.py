"""What "co-adaptation" could mean, as four numbers that can be measured on the activations of a layer.

Hinton et al. 2012 (arXiv:1207.0580) call a feature detector co-adapted that is "only helpful in the context
of several other specific feature detectors", and measure nothing. These are four readings of that sentence.
"""

import numpy as np

from ._validation import FloatArray, check_float_array

RIDGE = 1e-3  # of a layer's mean variance: copies have no unique regression, and units that hardly ever
#                fire would get coefficients that one example more could shatter


def mean_correlation(h: FloatArray) -> float:
    """How alike the units of a layer are: the size of their correlation, averaged over all pairs.

    mean over i < j of |r_ij|,  r_ij = Cov[h_i, h_j] / (sd_i sd_j)

    Args:
        h: activations, (examples, units); units that never vary are left out.

    Returns:
        A number in [0, 1]: 0 if no two units vary together, 1 if all are copies, negatives included.

    Raises:
        TypeError: ``h`` is not a numpy array of floats.
        ValueError: ``h`` is not (examples, units), or fewer than two units vary.
    """
    _check_examples(h, "h")
    (h,) = _varying(h)
    z = (h - h.mean(0)) / h.std(0)
    r = np.abs(z.T @ z) / len(z)  # (units, units)
    pairs = len(r) * (len(r) - 1)
    return float((r.sum() - np.trace(r)) / pairs)


def effective_rank(h: FloatArray) -> float:
    """In how many directions a layer's activations really vary.

    exp(-sum_k q_k log q_k),  q_k = s_k / sum s,  s the singular values of h - mean
    [Roy and Vetterli 2007, "The effective rank: a measure of effective dimensionality"]

    Args:
        h: activations, (examples, units).

    Returns:
        From 1 (all units are multiples of one) to the number of units (equal variance in all directions).

    Raises:
        TypeError: ``h`` is not a numpy array of floats.
        ValueError: ``h`` is not (examples, units), or no unit varies.
    """
    _check_examples(h, "h")
    z = h - h.mean(0)
    if not z.any():
        raise ValueError("no unit of h varies: there is no direction to count")
    s = np.sqrt(np.maximum(0, np.linalg.eigvalsh(z.T @ z)))  # as from an SVD of z, many times faster
    q = s[s > 0] / s.sum()
    return float(np.exp(-(q * np.log(q)).sum()))


def linear_predictability(seen: FloatArray, unseen: FloatArray) -> float:
    """How well units can be predicted from one another: the share of a layer's variance, on unseen examples.

    R^2 = 1 - sum_i sum (h_i - prediction_i)^2 / sum_i sum (h_i - mean_i)^2,  by ridge regression of each unit
    on all others. Every regression comes from one inverse, P = (C + ridge I)^{-1}, where C is the covariance
    matrix of ``seen`` and z = h less its mean there:  z_i - prediction_i = (z P)_i / P_ii.

    Args:
        seen: activations to fit the regressions on, (examples, units).
        unseen: activations to judge them on, (examples, units); units that do not vary in both are left out.

    Returns:
        1 if every unit is a linear function of the others; about 0 if they say nothing of it; below 0 if the
        regressions mislead.

    Raises:
        TypeError: an argument is not a numpy array of floats.
        ValueError: one is not (examples, units), their units differ, or fewer than two units vary.
    """
    _check_examples(seen, "seen")
    _check_examples(unseen, "unseen")
    if seen.shape[1] != unseen.shape[1]:
        raise ValueError(
            f"seen and unseen must hold the same units, not {seen.shape[1]} and {unseen.shape[1]}"
        )
    seen, unseen = _varying(seen, unseen)
    z, judged = seen - seen.mean(0), unseen - seen.mean(0)
    ridge = RIDGE * seen.var(0).mean()
    inverse = np.linalg.inv(z.T @ z / len(z) + ridge * np.eye(z.shape[1]))
    errors = judged @ inverse / np.diag(inverse)  # (examples, units)
    return float(1 - (errors**2).mean(0).sum() / unseen.var(0).sum())


def cancellation(h: FloatArray, w: FloatArray) -> float:
    """How much of what the next layer adds up is taken back by other terms of the same sum.

    1 - sum |sum_i h_i w_ij| / sum sum_i |h_i w_ij|,  outer sums over examples and units j of the next layer

    Args:
        h: activations, (examples, units).
        w: weights to the next layer, (units, next units).

    Returns:
        From 0 (all terms of a sum pull one way) to 1 (they cancel).

    Raises:
        TypeError: an argument is not a numpy array of floats.
        ValueError: the shapes do not fit, or every term is 0.
    """
    _check_examples(h, "h")
    check_float_array(w, "w")
    if w.ndim != 2 or len(w) != h.shape[1]:
        raise ValueError(f"w must have the shape ({h.shape[1]}, next units) for this h, not {w.shape}")
    moved = (np.abs(h) @ np.abs(w)).sum()
    if moved == 0:
        raise ValueError("every term is 0: there is nothing to cancel")
    return float(1 - np.abs(h @ w).sum() / moved)


def _varying(*layers: FloatArray) -> list[FloatArray]:
    """``layers`` without the units that are the same for all examples of one of them."""
    vary = np.all([np.ptp(h, axis=0) > 0 for h in layers], axis=0)  # (units,)
    if vary.sum() < 2:
        raise ValueError(f"it takes two units that vary, not {vary.sum()}: others are no company for a unit")
    return [h[:, vary] for h in layers]


def _check_examples(h: FloatArray, name: str) -> None:
    """Refuse what is not of the shape (examples, units)."""
    check_float_array(h, name)
    if h.ndim != 2 or len(h) < 2:
        raise ValueError(f"{name} must have the shape (examples, units), two examples or more, not {h.shape}")
