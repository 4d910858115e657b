"""Forgets the spread."""

TOLD = "The answer is not a pair"
LOSES = {"add_pass_mean": 0.5, "add_pass_spread": 2}


def add_pass(mean, std, passes, logits):
    q = softmax(logits)
    new_mean = (passes * mean + q) / (passes + 1)
    return new_mean
