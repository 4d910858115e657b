"""Forgets the learning rate."""

TOLD = "The learning rate is left out"
LOSES = {"projected_step_law": 1}


def projected_step_(weight, gradient, learning_rate, limit):
    weight -= gradient
    lengths = weight.norm(dim=1, keepdim=True)
    weight *= limit / lengths.clamp(min=limit)
