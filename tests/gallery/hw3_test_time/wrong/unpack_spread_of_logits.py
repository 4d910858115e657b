"""The spread of the logits."""

TOLD = "That is the spread of the logits"
LOSES = {"unpack_passes_spread": 1}


def unpack_passes(logits, passes):
    z = logits.T.reshape(-1, passes, len(logits))
    return softmax(z).mean(axis=1), z.std(axis=1)
