"""Divides by the passes before."""

TOLD = "The passes are miscounted"
LOSES = {"add_pass_mean": 0.5, "add_pass_spread": 2}


def add_pass(mean, std, passes, logits):
    q = softmax(logits)
    new_mean = mean + (q - mean) / max(passes, 1)
    variance = (passes * std**2 + (q - mean) * (q - new_mean)) / (passes + 1)
    return new_mean, np.sqrt(np.abs(variance))
