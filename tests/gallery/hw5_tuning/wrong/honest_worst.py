"""Chooses the worst."""

TOLD = "The worst rate is chosen"
LOSES = {"honest_score_agreed": 1, "honest_score_law": 1}


def honest_score(val, test):
    splits = range(len(next(iter(val.values()))))
    return np.mean([test[min(val, key=lambda rate: val[rate][k])][k] for k in splits])
