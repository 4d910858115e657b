"""Reads an epoch late."""

TOLD = "The scores are read an epoch late"
LOSES = {"halving_winner_law": 1}


def halving_winner(curves):
    left, epoch = list(curves), 1
    while len(left) > 1:
        left.sort(key=lambda rate: curves[rate][min(epoch, len(curves[rate]) - 1)], reverse=True)
        left = left[: (len(left) + 1) // 2]
        epoch *= 2
    return left[0]
