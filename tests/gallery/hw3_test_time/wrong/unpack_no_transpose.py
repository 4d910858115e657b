"""Reshapes without a transpose."""

TOLD = "That is not the mean of the passes"
LOSES = {"unpack_passes_mean": 0.5, "unpack_passes_spread": 2}


def unpack_passes(logits, passes):
    q = softmax(logits.reshape(-1, passes, len(logits)))
    return q.mean(axis=1), q.std(axis=1)
