"""Forgets that the means lie apart."""

TOLD = "The distance between the means is forgotten"
LOSES = {"merge_passes_spread": 2}


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    share = passes_a / (passes_a + passes_b)
    mean = share * mean_a + (1 - share) * mean_b
    return mean, np.sqrt(share * std_a**2 + (1 - share) * std_b**2)
