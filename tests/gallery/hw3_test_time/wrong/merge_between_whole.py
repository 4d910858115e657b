"""The whole squared distance of the means."""

TOLD = "That is not the spread of all passes"
LOSES = {"merge_passes_spread": 2}


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    share = passes_a / (passes_a + passes_b)
    mean = share * mean_a + (1 - share) * mean_b
    within = share * std_a**2 + (1 - share) * std_b**2
    return mean, np.sqrt(within + (mean_a - mean_b) ** 2)
