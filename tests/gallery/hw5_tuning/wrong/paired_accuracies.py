"""Takes losses for accuracies."""

TOLD = "The largest losses win"
LOSES = {"pick_rate_paired_clear": 1, "pick_rate_paired_law": 1}


def pick_rate_paired(val_losses):
    return max(val_losses, key=lambda rate: np.mean(val_losses[rate]))
