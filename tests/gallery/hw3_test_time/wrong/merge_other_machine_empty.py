"""Divides by the passes of the second machine."""

TOLD = "Your function raised an error"
LOSES = {"merge_passes_spread": 1}


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    ratio = passes_a / passes_b
    share = ratio / (1 + ratio)
    mean = share * mean_a + (1 - share) * mean_b
    between = share * (1 - share) * (mean_a - mean_b) ** 2
    return mean, np.sqrt(share * std_a**2 + (1 - share) * std_b**2 + between)
