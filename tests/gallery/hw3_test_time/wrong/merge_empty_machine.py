"""Divides by the passes of each machine."""

TOLD = "Your function raised an error"
LOSES = {"merge_passes_spread": 1}


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    total = passes_a + passes_b
    mean = (mean_a / (1 / passes_a) + mean_b / (1 / passes_b)) / total
    squares = passes_a * (std_a**2 + mean_a**2) + passes_b * (std_b**2 + mean_b**2)
    return mean, np.sqrt(np.maximum(squares / total - mean**2, 0))
