"""Divides by all passes less one."""

TOLD = "The spread is divided by passes - 1"
LOSES = {"merge_passes_spread": 2}


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    share = passes_a / (passes_a + passes_b)
    mean = share * mean_a + (1 - share) * mean_b
    between = share * (1 - share) * (mean_a - mean_b) ** 2
    total = passes_a + passes_b
    variance = share * std_a**2 + (1 - share) * std_b**2 + between
    return mean, np.sqrt(variance * total / max(total - 1, 1))
