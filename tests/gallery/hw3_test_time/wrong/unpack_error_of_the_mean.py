"""Divides the spread by the root of the number of passes."""

TOLD = "That is the error of the mean"
LOSES = {"unpack_passes_spread": 1.0}


def unpack_passes(logits, passes):
    q = softmax(logits.T).reshape(-1, passes, len(logits))
    return q.mean(axis=1), q.std(axis=1) / np.sqrt(passes)
