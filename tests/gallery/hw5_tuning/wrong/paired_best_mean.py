"""Takes the smallest mean."""

TOLD = "The smallest mean loss is picked"
LOSES = {"pick_rate_paired_law": 1}


def pick_rate_paired(val_losses):
    losses = {rate: np.array(found) for rate, found in val_losses.items()}
    best = min(losses, key=lambda rate: losses[rate].mean())
    return best
