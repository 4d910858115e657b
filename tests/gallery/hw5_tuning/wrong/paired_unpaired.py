"""Uses the best rate's own error."""

TOLD = "The losses are not paired"
LOSES = {"pick_rate_paired_law": 1}


def pick_rate_paired(val_losses):
    losses = {rate: np.array(found) for rate, found in val_losses.items()}
    best = min(losses, key=lambda rate: losses[rate].mean())
    error = losses[best].std(ddof=1) / np.sqrt(len(losses[best]))
    return max(rate for rate in losses if losses[rate].mean() <= losses[best].mean() + error)
