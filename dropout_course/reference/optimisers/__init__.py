"""Gradient descent and its relatives, a step at a time: for one array, and for a whole network."""

from .steps import AdamState, adam, adamw, l2_gradient, momentum, nesterov, sgd
from .whole_network import update

__all__ = ["AdamState", "adam", "adamw", "l2_gradient", "momentum", "nesterov", "sgd", "update"]
