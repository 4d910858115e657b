"""Looks at the first epoch."""

TOLD = "The first epoch decides alone"
LOSES = {"halving_winner_law": 1}


def halving_winner(curves):
    return max(curves, key=lambda rate: curves[rate][0])
