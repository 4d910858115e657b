"""The variance."""

TOLD = "That is the variance"
LOSES = {"unpack_passes_spread": 1}


def unpack_passes(logits, passes):
    q = softmax(logits.T).reshape(-1, passes, len(logits))
    return q.mean(axis=1), q.var(axis=1)
