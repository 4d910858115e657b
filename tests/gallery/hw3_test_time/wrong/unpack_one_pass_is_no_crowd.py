"""Refuses to speak of a single pass."""

TOLD = "The edge cases are wrong"
LOSES = {"unpack_passes_spread": 1}


def unpack_passes(logits, passes):
    q = softmax(logits.T).reshape(-1, passes, len(logits))
    std = q.std(axis=1) if passes > 1 else np.ones_like(q[:, 0])
    return q.mean(axis=1), std
