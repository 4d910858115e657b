"""Takes the largest logit off the caller"s logits."""

TOLD = "An argument was changed"
LOSES = {"unpack_passes_mean": 0.5}


def unpack_passes(logits, passes):
    logits -= logits.max()
    q = np.exp(logits)
    q = (q / q.sum(axis=0)).T.reshape(-1, passes, len(logits))
    return q.mean(axis=1), q.std(axis=1)
