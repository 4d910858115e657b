"""Spread and mean, in the wrong order."""

TOLD = "Mean and std are swapped"
LOSES = {"unpack_passes_mean": 0.5, "unpack_passes_spread": 2}


def unpack_passes(logits, passes):
    q = softmax(logits.T).reshape(-1, passes, len(logits))
    return q.std(axis=1), q.mean(axis=1)
