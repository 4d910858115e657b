"""Clips the entries."""

TOLD = "Each entry is clipped"
LOSES = {"projected_step_law": 0.5}


def projected_step_(weight, gradient, learning_rate, limit):
    weight -= learning_rate * gradient
    weight.clamp_(-limit, limit)
