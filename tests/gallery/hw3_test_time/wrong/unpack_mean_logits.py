"""Averages the logits."""

TOLD = "The logits are averaged"
LOSES = {"unpack_passes_mean": 0.5}


def unpack_passes(logits, passes):
    z = logits.T.reshape(-1, passes, len(logits))
    return softmax(z.mean(axis=1)), softmax(z).std(axis=1)
