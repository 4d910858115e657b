"""Takes the best test score of each split."""

TOLD = "The test scores choose"
LOSES = {"honest_score_agreed": 1, "honest_score_law": 1}


def honest_score(val, test):
    splits = range(len(next(iter(val.values()))))
    return np.mean([max(test[rate][k] for rate in test) for k in splits])
