"""Writes into the mean that it was given."""

TOLD = "An argument was changed"
LOSES = {"add_pass_mean": 0.5}


def add_pass(mean, std, passes, logits):
    q = softmax(logits)
    step = q - mean
    mean += step / (passes + 1)
    return mean, np.sqrt((passes * std**2 + step * (q - mean)) / (passes + 1))
