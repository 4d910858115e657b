"""Divides zero by zero."""

TOLD = "Zeros become NaN"
LOSES = {"projected_step_law": 0.5}


def projected_step_(weight, gradient, learning_rate, limit):
    weight -= learning_rate * gradient
    lengths = weight.norm(dim=1, keepdim=True)
    weight *= lengths.clamp(max=limit) / lengths
