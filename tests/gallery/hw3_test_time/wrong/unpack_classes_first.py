"""Hands back classes first, as it got them."""

TOLD = "The answer has the wrong shape"
LOSES = {"unpack_passes_mean": 0.5, "unpack_passes_spread": 2}


def unpack_passes(logits, passes):
    q = softmax(logits.T).reshape(-1, passes, len(logits))
    return q.mean(axis=1).T, q.std(axis=1).T
