"""One optimiser step for all weights and biases of a network."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from .._validation import FloatArray
from ..network.passes import Gradients
from ..network.perceptron import Network

Rule: TypeAlias = Callable[[FloatArray, FloatArray, Any], tuple[FloatArray, Any]]


def update(
    network: Network, gradients: Gradients, rule: Rule, states: Sequence[Any] | None = None
) -> tuple[Network, list[Any]]:
    """The network after one step of ``rule``, and what the rule then remembers of each weight and bias.

        rule = functools.partial(adam, lr=1e-3)
        network, states = update(network, gradients, rule, states)

    Args:
        network: L layers; it is not modified.
        gradients: what ``backward_pass`` returned.
        rule: ``sgd``, ``momentum``, ``nesterov``, ``adam`` or ``adamw`` with its settings.
        states: what this function returned at the step before; None at the first.

    Returns:
        ``(network, states)``.

    Raises:
        ValueError: there is not one gradient and one state for each weight and bias array.
    """
    parameters = [*network.weights, *network.biases]
    if states is None:
        states = [None] * len(parameters)
    slopes = [*gradients.weights, *gradients.biases]
    if not len(parameters) == len(slopes) == len(states):
        raise ValueError(
            f"a network with {len(parameters)} weight and bias arrays needs a gradient and a state for each, "
            f"not {len(slopes)} and {len(states)}"
        )
    steps = list(map(rule, parameters, slopes, states))
    arrays, states = [w for w, _ in steps], [state for _, state in steps]
    layers = len(network.weights)
    return Network(arrays[:layers], arrays[layers:], network.activation), states
