"""The smallest regression in which dropout makes features share: two of them, solved with pen and paper."""

from .linear import check_rate_below_one


def two_feature_regression(rho: float, c1: float, c2: float, p: float) -> tuple[float, float]:
    """Weights that inverted dropout learns for two standardised features, in closed form.

    X^T X = n [[1, rho], [rho, 1]],  X^T y = n (c1, c2),  k = 1 - p:
    the penalty n p / k makes each 1 on the diagonal 1 / k, so

    w1 = k (c1 - k rho c2) / (1 - k^2 rho^2),  w2 = k (c2 - k rho c1) / (1 - k^2 rho^2)

    i.e. the least-squares weights for a correlation of k rho instead of rho, times k. For two copies of one
    feature (rho = 1, c1 = c2 = c) both are c (1 - p) / (2 - p): least squares leaves open who does the work,
    dropout shares it evenly.    [special case of Wager et al. 2013, sec. 2]

    Args:
        rho: correlation of the two features, -1 to 1.
        c1: correlation of the first with the target, times the target's standard deviation.
        c2: likewise for the second.
        p: probability of *dropping* an input, 0 <= p < 1 (not the keep probability).

    Returns:
        ``(w1, w2)``.

    Raises:
        TypeError: ``p`` is not a number.
        ValueError: ``p`` is not in [0, 1), ``rho`` not in [-1, 1], or p = 0 leaves open how two copies share.
    """
    k = 1 - check_rate_below_one(p)
    if not -1 <= rho <= 1:
        raise ValueError(f"rho must lie in [-1, 1], for it is a correlation, not {rho!r}")
    unshared = 1 - (k * rho) ** 2
    if not unshared:
        raise ValueError("without dropout two copies of one feature may share their weight in any way: p > 0")
    return k * (c1 - k * rho * c2) / unshared, k * (c2 - k * rho * c1) / unshared
