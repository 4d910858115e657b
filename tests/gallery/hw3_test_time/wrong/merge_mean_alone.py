"""Forgets the spread."""

TOLD = "The answer is not a pair"
LOSES = {"merge_passes_mean": 0.5, "merge_passes_spread": 2}


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    share = passes_a / (passes_a + passes_b)
    mean = share * mean_a + (1 - share) * mean_b
    return mean
