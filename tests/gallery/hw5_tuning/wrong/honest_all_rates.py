"""Averages everything."""

TOLD = "All rates are averaged"
LOSES = {"honest_score_agreed": 1, "honest_score_law": 1}


def honest_score(val, test):
    return np.mean([np.mean(scores) for scores in test.values()])
