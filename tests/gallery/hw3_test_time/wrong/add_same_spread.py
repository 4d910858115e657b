"""Leaves the spread as it was."""

TOLD = "The distance between the means is forgotten"
LOSES = {"add_pass_spread": 2}


def add_pass(mean, std, passes, logits):
    q = softmax(logits)
    new_mean = (passes * mean + q) / (passes + 1)
    return new_mean, std.copy()
