"""Averages standard deviations."""

TOLD = "Standard deviations are averaged"
LOSES = {"add_pass_spread": 2}


def add_pass(mean, std, passes, logits):
    q = softmax(logits)
    new_mean = (passes * mean + q) / (passes + 1)
    return new_mean, (passes * std + np.abs(q - new_mean)) / (passes + 1)
