"""Shortens by the lengths before the step."""

TOLD = "The lengths are those before the step"
LOSES = {"projected_step_law": 1}


def projected_step_(weight, gradient, learning_rate, limit):
    lengths = weight.norm(dim=1, keepdim=True)
    weight -= learning_rate * gradient
    weight *= limit / lengths.clamp(min=limit)
