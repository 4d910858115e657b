"""Keeps the worse half."""

TOLD = "The worse half goes on"
LOSES = {"halving_winner_clear": 1, "halving_winner_law": 1}


def halving_winner(curves):
    left, epoch = list(curves), 1
    while len(left) > 1:
        left.sort(key=lambda rate: curves[rate][epoch - 1])
        left = left[: (len(left) + 1) // 2]
        epoch *= 2
    return left[0]
