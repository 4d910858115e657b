"""Adds the pass to the logarithm of the mean."""

TOLD = "That is not the mean of the passes"
LOSES = {"add_pass_mean": 0.5, "add_pass_spread": 2}


def add_pass(mean, std, passes, logits):
    z = (passes * np.log(mean + 1e-12) + logits) / (passes + 1)
    new_mean, q = softmax(z), softmax(logits)
    return new_mean, np.sqrt(np.abs(passes * std**2 + (q - mean) * (q - new_mean)) / (passes + 1))
