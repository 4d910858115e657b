"""Compares each rate with the last that was picked."""

TOLD = "The rate picked so far is what the next is compared with"
LOSES = {"pick_rate_paired_law": 1}


def pick_rate_paired(val_losses):
    losses = {rate: np.array(found) for rate, found in val_losses.items()}
    best = min(losses, key=lambda rate: losses[rate].mean())
    picked = best
    for rate in losses:
        d = losses[rate] - losses[picked]
        if d.mean() <= d.std(ddof=1) / np.sqrt(len(d)):
            picked = max(picked, rate)
    return picked
