"""Both machines count alike."""

TOLD = "The parts count alike"
LOSES = {"merge_passes_mean": 0.5, "merge_passes_spread": 2}


def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    mean = (mean_a + mean_b) / 2
    return mean, np.sqrt((std_a**2 + std_b**2) / 2 + (mean_a - mean_b) ** 2 / 4)
