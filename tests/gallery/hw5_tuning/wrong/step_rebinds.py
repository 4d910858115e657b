"""Steps into a new tensor."""

TOLD = "The tensor itself is not changed"
LOSES = {"projected_step_form": 1, "projected_step_law": 1}


def projected_step_(weight, gradient, learning_rate, limit):
    weight = weight - learning_rate * gradient
    lengths = weight.norm(dim=1, keepdim=True)
    weight *= limit / lengths.clamp(min=limit)
