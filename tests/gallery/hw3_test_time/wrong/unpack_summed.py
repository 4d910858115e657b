"""Adds the passes up."""

TOLD = "The passes are added, not averaged"
LOSES = {"unpack_passes_mean": 0.5}


def unpack_passes(logits, passes):
    q = softmax(logits.T).reshape(-1, passes, len(logits))
    return q.sum(axis=1), q.std(axis=1)
