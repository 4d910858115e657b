"""Returns the winner's score."""

TOLD = "The answer is a score, not a rate"
LOSES = {"halving_winner_clear": 1, "halving_winner_law": 1}


def halving_winner(curves):
    left, epoch = list(curves), 1
    while len(left) > 1:
        left.sort(key=lambda rate: curves[rate][epoch - 1], reverse=True)
        left = left[: (len(left) + 1) // 2]
        epoch *= 2
    return curves[left[0]][0]
