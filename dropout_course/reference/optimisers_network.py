"""One optimiser step for all weights and biases of a network."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from ._validation import FloatArray
from .network import Network
from .network_passes import Gradients

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
    """
    parameters = [*network.weights, *network.biases]
    if states is None:
        states = [None] * len(parameters)
    slopes = [*gradients.weights, *gradients.biases]
    steps = [rule(w, dw, state) for w, dw, state in zip(parameters, slopes, states, strict=True)]
    arrays, states = [w for w, _ in steps], [state for _, state in steps]
    layers = len(network.weights)
    return Network(arrays[:layers], arrays[layers:], network.activation), states
