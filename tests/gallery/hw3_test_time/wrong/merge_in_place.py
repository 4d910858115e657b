"""Writes into what machine a reported."""

TOLD = "An argument was changed"
LOSES = {"merge_passes_mean": 0.5}


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    share = passes_a / (passes_a + passes_b)
    distance = mean_a - mean_b
    mean_a -= (1 - share) * distance
    variance = share * std_a**2 + (1 - share) * std_b**2 + share * (1 - share) * distance**2
    return mean_a, np.sqrt(variance)
