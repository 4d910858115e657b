"""Takes the best score of all."""

TOLD = "The best score so far decides"
LOSES = {"halving_winner_law": 1}


def halving_winner(curves):
    return max(curves, key=lambda rate: max(curves[rate]))
