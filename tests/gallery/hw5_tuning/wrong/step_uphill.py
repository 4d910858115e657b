"""Goes up."""

TOLD = "The step goes up the gradient"
LOSES = {"projected_step_law": 1}


def projected_step_(weight, gradient, learning_rate, limit):
    weight += learning_rate * gradient
    lengths = weight.norm(dim=1, keepdim=True)
    weight *= limit / lengths.clamp(min=limit)
