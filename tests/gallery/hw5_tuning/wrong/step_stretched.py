"""Brings every row to the limit."""

TOLD = "What is short is made longer"
LOSES = {"projected_step_law": 0.5}


def projected_step_(weight, gradient, learning_rate, limit):
    weight -= learning_rate * gradient
    lengths = weight.norm(dim=1, keepdim=True)
    weight *= limit / lengths.clamp(min=1e-12)
