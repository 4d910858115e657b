"""Measures the new pass from the new mean, and forgets that the old passes lie off it."""

TOLD = "The distance between the means is forgotten"
LOSES = {"add_pass_spread": 2}


def add_pass(mean, std, passes, logits):
    q = softmax(logits)
    new_mean = (passes * mean + q) / (passes + 1)
    return new_mean, np.sqrt((passes * std**2 + (q - new_mean) ** 2) / (passes + 1))
