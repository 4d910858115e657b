"""Returns the chosen rates."""

TOLD = "The answer is not one number"
LOSES = {"honest_score_agreed": 1, "honest_score_law": 1}


def honest_score(val, test):
    splits = range(len(next(iter(val.values()))))
    return [max(val, key=lambda rate: val[rate][k]) for k in splits]
