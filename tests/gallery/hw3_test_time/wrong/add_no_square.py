"""Takes the std for a variance."""

TOLD = "That is not the spread of all passes"
LOSES = {"add_pass_spread": 1}


def add_pass(mean, std, passes, logits):
    q = softmax(logits)
    new_mean = (passes * mean + q) / (passes + 1)
    return new_mean, np.sqrt((passes * std + (q - mean) * (q - new_mean)) / (passes + 1))
