"""Reports what has chosen."""

TOLD = "The validation score of the choice is reported"
LOSES = {"honest_score_agreed": 1, "honest_score_law": 1}


def honest_score(val, test):
    splits = range(len(next(iter(val.values()))))
    return np.mean([max(val[rate][k] for rate in val) for k in splits])
