"""Forgets the softmax."""

TOLD = "The softmax is missing"
LOSES = {"unpack_passes_mean": 0.5, "unpack_passes_spread": 2}


def unpack_passes(logits, passes):
    z = logits.T.reshape(-1, passes, len(logits))
    return z.mean(axis=1), z.std(axis=1)
