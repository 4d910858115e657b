"""Compares the mean so far."""

TOLD = "The mean score so far decides"
LOSES = {"halving_winner_law": 1}


def halving_winner(curves):
    left, epoch = list(curves), 1
    while len(left) > 1:
        left.sort(key=lambda rate: np.mean(curves[rate][:epoch]), reverse=True)
        left = left[: (len(left) + 1) // 2]
        epoch *= 2
    return left[0]
