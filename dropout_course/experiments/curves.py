"""A curve known at a few points, none of them in a gap, and small networks with dropout fitted to it."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ..reference import (
    Activation,
    Network,
    adam,
    backward_pass,
    draw_multipliers,
    draw_network,
    forward_pass,
    update,
)

DATA = (-1.5, 1.5)
GAP = (0.0, 0.9)
NOISE = 0.1  # standard deviation of a point around the curve

STEEPNESS: dict[Activation, float] = {"relu": 1.0, "sigmoid": 3.0}  # so that either bends within the data


@dataclass(frozen=True)
class Shape:
    """A network from one number to one number.

    Attributes:
        hidden: units in each hidden layer; dropout stands after each of them.
        activation: what bends them.
    """

    hidden: tuple[int, ...]
    activation: Activation

    def rates(self, p: float) -> tuple[float, ...]:
        """Probability of *dropping* a unit at each place of the network: ``p`` after each hidden layer."""
        return (0.0, *[p] * len(self.hidden), 0.0)


@dataclass(frozen=True)
class Recipe:
    """All points in each step, a fresh mask for every point, Adam, a learning rate that falls to zero.

    Attributes:
        steps: how many.
        learning_rate: at the first step.
    """

    steps: int = 2000
    learning_rate: float = 0.01


def curve(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is to be learned; it turns in the gap, where no point tells."""
    return np.asarray(0.8 * np.sin(3 * x))


def in_the_data(x: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether points may lie at ``x``: between the first and the last, and not in the gap."""
    return (x >= DATA[0]) & (x <= DATA[1]) & ~in_the_gap(x)


def in_the_gap(x: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether ``x`` lies in the gap."""
    return (x > GAP[0]) & (x < GAP[1])


def draw_points(n: int, rng: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """``n`` points, evenly spread over the data, as x and y, (n, 1) each.

    A longer draw begins with the points of a shorter one.
    """
    of_x, of_noise = rng.spawn(2)
    x = of_x.uniform(DATA[0], DATA[1] - (GAP[1] - GAP[0]), (n, 1))
    x = np.where(x > GAP[0], x + GAP[1] - GAP[0], x)
    return x, curve(x) + of_noise.normal(0, NOISE, (n, 1))


def fit(
    x: NDArray[np.float64], y: NDArray[np.float64], shape: Shape, p: float, recipe: Recipe, seed: int
) -> Network:
    """A network with dropout, fitted to points by their mean squared error.

    Args:
        x: where the points lie, (n, 1).
        y: what was seen there, (n, 1).
        shape: of the network.
        p: probability of *dropping* a hidden unit (not the keep probability).
        recipe: how it is fitted.
        seed: of the first weights and of the masks.
    """
    of_weights, of_masks = np.random.default_rng(seed).spawn(2)
    network, states = _draw(shape, of_weights), None
    for step in range(recipe.steps):
        multipliers = draw_multipliers(network, shape.rates(p), (len(x),), of_masks)
        passed = forward_pass(network, x, multipliers)
        gradients = backward_pass(network, passed, 2 * (passed.output - y) / len(x))
        rule = partial(adam, lr=recipe.learning_rate * (1 - step / recipe.steps))
        network, states = update(network, gradients, rule, states)
    return network


def _draw(shape: Shape, rng: np.random.Generator) -> Network:
    """A fresh network whose units bend all over the data; with biases of 0 all would bend at 0."""
    drawn = draw_network((1, *shape.hidden, 1), rng, activation=shape.activation)
    slopes = STEEPNESS[shape.activation] * drawn.weights[0]  # (1, units)
    bends = rng.uniform(-2, 2, shape.hidden[0])
    return Network([slopes, *drawn.weights[1:]], [-slopes[0] * bends, *drawn.biases[1:]], shape.activation)
