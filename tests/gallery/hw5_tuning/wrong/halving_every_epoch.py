"""Halves after every epoch."""

TOLD = "The field is halved after every epoch"
LOSES = {"halving_winner_law": 1}


def halving_winner(curves):
    left, epoch = list(curves), 1
    while len(left) > 1:
        left.sort(key=lambda rate: curves[rate][epoch - 1], reverse=True)
        left = left[: (len(left) + 1) // 2]
        epoch += 1
    return left[0]
