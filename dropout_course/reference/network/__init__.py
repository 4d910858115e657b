"""A small multilayer perceptron, forward and backward, with dropout wherever a multiplier stands."""

from .activations import Activation, activate, activation_slope
from .losses import log_softmax, softmax, softmax_cross_entropy, squared_loss
from .multipliers import draw_multipliers
from .passes import Gradients, Pass, backward_pass, forward_pass
from .perceptron import Network, draw_network

__all__ = [
    "Activation",
    "Gradients",
    "Network",
    "Pass",
    "activate",
    "activation_slope",
    "backward_pass",
    "draw_multipliers",
    "draw_network",
    "forward_pass",
    "log_softmax",
    "softmax",
    "softmax_cross_entropy",
    "squared_loss",
]
