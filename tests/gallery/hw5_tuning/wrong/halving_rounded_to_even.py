"""Rounds half of five rates to two."""

TOLD = "round() rounds halves to even"
LOSES = {"halving_winner_law": 1}


def halving_winner(curves):
    left, epoch = list(curves), 1
    while len(left) > 1:
        left.sort(key=lambda rate: curves[rate][epoch - 1], reverse=True)
        left = left[: max(1, round(len(left) / 2))]
        epoch *= 2
    return left[0]
