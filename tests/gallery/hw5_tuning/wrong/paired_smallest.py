"""Takes the smallest rate."""

TOLD = "The smallest such rate is picked"
LOSES = {"pick_rate_paired_law": 1}


def pick_rate_paired(val_losses):
    losses = {rate: np.array(found) for rate, found in val_losses.items()}
    best = min(losses, key=lambda rate: losses[rate].mean())
    good = [best]
    for rate in losses:
        d = losses[rate] - losses[best]
        if d.mean() <= d.std(ddof=1) / np.sqrt(len(d)):
            good.append(rate)
    return min(good)
