"""Chooses one rate for all splits."""

TOLD = "One rate is chosen for all splits"
LOSES = {"honest_score_law": 1}


def honest_score(val, test):
    best = max(val, key=lambda rate: np.mean(val[rate]))
    return np.mean(test[best])
