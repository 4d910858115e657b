"""Divides by the passes less one."""

TOLD = "The spread is divided by passes - 1"
LOSES = {"add_pass_spread": 2}


def add_pass(mean, std, passes, logits):
    q = softmax(logits)
    new_mean = (passes * mean + q) / (passes + 1)
    return new_mean, np.sqrt((passes * std**2 + (q - mean) * (q - new_mean) + std**2 * 0) / max(passes, 1))
