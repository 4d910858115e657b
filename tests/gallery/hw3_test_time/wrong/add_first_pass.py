"""Divides by the passes before, of which there were none."""

TOLD = "The std is no number"
LOSES = {"add_pass_spread": 1}


def add_pass(mean, std, passes, logits):
    q = softmax(logits)
    new_mean = (passes * mean + q) / (passes + 1)
    share = np.float64(passes) / passes
    return new_mean, np.sqrt((passes * std**2 + share * (q - mean) * (q - new_mean)) / (passes + 1))
