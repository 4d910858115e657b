"""Forgets to divide by all passes."""

TOLD = "The passes are miscounted"
LOSES = {"merge_passes_mean": 0.5, "merge_passes_spread": 2}


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    mean = passes_a * mean_a + passes_b * mean_b
    return mean, np.sqrt(passes_a * std_a**2 + passes_b * std_b**2)
