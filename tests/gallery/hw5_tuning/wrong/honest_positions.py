"""Takes for granted that both tables list the rates in one order."""

TOLD = "Positions in one table are used in the other"
LOSES = {"honest_score_agreed": 1, "honest_score_law": 1}


def honest_score(val, test):
    splits = range(len(next(iter(val.values()))))
    rates = list(test)
    return np.mean([test[rates[int(np.argmax([scores[k] for scores in val.values()]))]][k] for k in splits])
