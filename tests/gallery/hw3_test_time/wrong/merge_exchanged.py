"""Each mean has the other machine"s weight."""

TOLD = "The weights are exchanged"
LOSES = {"merge_passes_mean": 0.5, "merge_passes_spread": 2}


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    share = passes_b / (passes_a + passes_b)
    mean = share * mean_a + (1 - share) * mean_b
    within = share * std_a**2 + (1 - share) * std_b**2
    return mean, np.sqrt(within + share * (1 - share) * (mean_a - mean_b) ** 2)
