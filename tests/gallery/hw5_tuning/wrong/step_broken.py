"""Leaves the code as it was."""

TOLD = "The limit comes before the step"
LOSES = {"projected_step_law": 1}


def projected_step_(weight, gradient, learning_rate, limit):
    lengths = weight.norm(dim=1, keepdim=True)
    weight *= limit / lengths.clamp(min=limit)
    weight -= learning_rate * gradient
