"""Forgets the root of n."""

TOLD = "The deviation of the differences is used"
LOSES = {"pick_rate_paired_law": 1}


def pick_rate_paired(val_losses):
    losses = {rate: np.array(found) for rate, found in val_losses.items()}
    best = min(losses, key=lambda rate: losses[rate].mean())
    good = [best]
    for rate in losses:
        d = losses[rate] - losses[best]
        if d.mean() <= d.std(ddof=1):
            good.append(rate)
    return max(good)
