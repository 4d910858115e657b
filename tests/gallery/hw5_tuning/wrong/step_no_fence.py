"""Forgets the limit."""

TOLD = "Nothing is shortened after the step"
LOSES = {"projected_step_law": 0.5}


def projected_step_(weight, gradient, learning_rate, limit):
    weight -= learning_rate * gradient
