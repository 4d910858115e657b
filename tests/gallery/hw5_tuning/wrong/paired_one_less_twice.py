"""Divides by n - 1, and by its root again."""

TOLD = "n - 1 is divided by twice"
LOSES = {"pick_rate_paired_law": 1}


def pick_rate_paired(val_losses):
    losses = {rate: np.array(found) for rate, found in val_losses.items()}
    best = min(losses, key=lambda rate: losses[rate].mean())
    picked = best
    for rate in losses:
        d = losses[rate] - losses[best]
        if d.mean() <= d.std(ddof=1) / np.sqrt(len(d) - 1):
            picked = max(picked, rate)
    return picked
