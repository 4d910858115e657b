"""Adds the logits to a mean of probabilities."""

TOLD = "The softmax is missing"
LOSES = {"add_pass_mean": 0.5, "add_pass_spread": 2}


def add_pass(mean, std, passes, logits):
    new_mean = (passes * mean + logits) / (passes + 1)
    variance = (passes * std**2 + (logits - mean) * (logits - new_mean)) / (passes + 1)
    return new_mean, np.sqrt(np.abs(variance))
