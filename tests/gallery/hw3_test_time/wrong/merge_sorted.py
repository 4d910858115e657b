"""Sorts the numbers of passes, but not the machines."""

TOLD = "The weights are exchanged"
LOSES = {"merge_passes_mean": 0.5, "merge_passes_spread": 1}


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    few, many = sorted((passes_a, passes_b))
    share = few / (few + many)
    mean = share * mean_a + (1 - share) * mean_b
    between = share * (1 - share) * (mean_a - mean_b) ** 2
    return mean, np.sqrt(share * std_a**2 + (1 - share) * std_b**2 + between)
