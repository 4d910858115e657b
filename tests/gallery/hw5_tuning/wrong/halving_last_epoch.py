"""Looks at the last epoch."""

TOLD = "Only the last epoch decides"
LOSES = {"halving_winner_law": 1}


def halving_winner(curves):
    return max(curves, key=lambda rate: curves[rate][-1])
