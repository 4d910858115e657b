"""Returns from within the loop."""

TOLD = "One split is reported"
LOSES = {"honest_score_agreed": 1, "honest_score_law": 1}


def honest_score(val, test):
    for k in range(len(next(iter(val.values())))):
        return test[max(val, key=lambda rate: val[rate][k])][k]
