"""Shortens the gradient in place."""

TOLD = "The gradient is changed"
LOSES = {"projected_step_form": 1, "projected_step_law": 1}


def projected_step_(weight, gradient, learning_rate, limit):
    gradient *= limit / gradient.norm(dim=1, keepdim=True).clamp(min=limit)
    weight -= learning_rate * gradient
