"""Shortens the step."""

TOLD = "The step is shortened, not the weights"
LOSES = {"projected_step_law": 1}


def projected_step_(weight, gradient, learning_rate, limit):
    step = learning_rate * gradient
    weight -= step * limit / step.norm(dim=1, keepdim=True).clamp(min=limit)
