"""Lets test choose and validation report."""

TOLD = "Validation and test are swapped"
LOSES = {"honest_score_agreed": 1, "honest_score_law": 1}


def honest_score(val, test):
    splits = range(len(next(iter(val.values()))))
    return np.mean([val[max(test, key=lambda rate: test[rate][k])][k] for k in splits])
