"""Divides by passes - 1."""

TOLD = "The spread is divided by passes - 1"
LOSES = {"unpack_passes_spread": 2}


def unpack_passes(logits, passes):
    q = softmax(logits.T).reshape(-1, passes, len(logits))
    return q.mean(axis=1), q.std(axis=1, ddof=1)
