"""Takes the last in the dict."""

TOLD = "The order in the dict decides"
LOSES = {"pick_rate_paired_law": 1}


def pick_rate_paired(val_losses):
    losses = {rate: np.array(found) for rate, found in val_losses.items()}
    best = min(losses, key=lambda rate: losses[rate].mean())
    for rate in losses:
        d = losses[rate] - losses[best]
        if rate == best or d.mean() <= d.std(ddof=1) / np.sqrt(len(d)):
            picked = rate
    return picked
