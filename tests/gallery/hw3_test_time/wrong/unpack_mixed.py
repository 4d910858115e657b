"""Takes the examples of one pass for neighbours."""

TOLD = "Passes of different examples are mixed"
LOSES = {"unpack_passes_mean": 0.5, "unpack_passes_spread": 1}


def unpack_passes(logits, passes):
    q = softmax(logits.T).reshape(passes, -1, len(logits))
    return q.mean(axis=0), q.std(axis=0)
