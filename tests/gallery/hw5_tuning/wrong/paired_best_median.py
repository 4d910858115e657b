"""Takes the smallest median for the best."""

TOLD = "The best rate is the one with the smallest median"
LOSES = {"pick_rate_paired_law": 1}


def pick_rate_paired(val_losses):
    losses = {rate: np.array(found) for rate, found in val_losses.items()}
    best = min(losses, key=lambda rate: np.median(losses[rate]))
    picked = best
    for rate in losses:
        d = losses[rate] - losses[best]
        if d.mean() <= d.std(ddof=1) / np.sqrt(len(d)):
            picked = max(picked, rate)
    return picked
