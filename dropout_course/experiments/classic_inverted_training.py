"""Trains a perceptron with dropout in either form, as anyone would: torch's modules, autograd and SGD.

The shared, stacked training knows the inverted form only, and one learning rate for all layers of a model.
"""

from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import nn

from ..data import Images
from ..layers import ClassicDropout, InvertedDropout
from ..reference import Network
from ..training import Recipe
from .classic_inverted_pairs import Kind
from .trainer import one_thread

INPUTS, CLASSES = 784, 10


def train(kind: Kind, seed: int, recipe: Recipe, images: Images) -> Network:
    """The network that ``kind`` and ``seed`` give, float32.

    Equal seeds give equal initial draws, order of the images and masks, whatever the kind.
    """
    of_weights, of_order, of_masks = _generators(seed)
    layers = [_linear(*shape, of_weights) for shape in pairwise((INPUTS, *recipe.hidden, CLASSES))]
    model = _model(layers, kind, of_masks)
    optimiser = _optimiser(layers, kind, recipe)
    pixels, labels = torch.from_numpy(images.inputs()), torch.from_numpy(images.labels)
    steps = recipe.epochs * -(-len(labels) // recipe.batch_size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: recipe.share(step / steps))
    with one_thread():
        for _ in range(recipe.epochs):
            order = torch.randperm(len(labels), generator=of_order)
            for rows in torch.split(order, recipe.batch_size):
                optimiser.zero_grad()
                loss = nn.functional.cross_entropy(model(pixels[rows]), labels[rows])
                torch.autograd.backward(loss)
                optimiser.step()
                schedule.step()
    return Network([_array(layer.weight.T) for layer in layers], [_array(layer.bias) for layer in layers])


def _generators(seed: int) -> list[torch.Generator]:
    """Of initial weights, order of the images and masks."""
    states = np.random.SeedSequence(seed).generate_state(3)
    return [torch.Generator().manual_seed(int(state)) for state in states]


def _linear(inputs: int, outputs: int, generator: torch.Generator) -> nn.Linear:
    """A layer with He's initialisation, N(0, 2 / inputs), and biases of 0."""
    layer = nn.Linear(inputs, outputs)
    with torch.no_grad():
        layer.weight.normal_(0, (2 / inputs) ** 0.5, generator=generator)
        layer.bias.zero_()
    return layer


def _model(layers: list[nn.Linear], kind: Kind, of_masks: torch.Generator) -> nn.Sequential:
    """ReLU and dropout after every layer but the last."""
    dropout = {"classic": ClassicDropout, "inverted": InvertedDropout}[kind.form]
    modules: list[nn.Module] = []
    for layer in layers[:-1]:
        modules += [layer, nn.ReLU(), dropout(kind.p, generator=of_masks)]
    return nn.Sequential(*modules, layers[-1])


def _optimiser(layers: list[nn.Linear], kind: Kind, recipe: Recipe) -> torch.optim.SGD:
    """SGD over all layers; if ``kind`` says so, those behind dropout are rescaled, weights and rate."""
    first, *behind = layers
    keep_prob = 1 - kind.p if kind.rescaled else 1.0
    with torch.no_grad():
        for layer in behind:
            layer.weight.mul_(keep_prob)
    rate = kind.learning_rate
    groups: list[dict[str, Any]] = [
        {"params": [layer.weight for layer in behind], "lr": rate * keep_prob**2},
        {"params": [first.weight, *(layer.bias for layer in layers)], "lr": rate},
    ]
    return torch.optim.SGD(groups, momentum=recipe.momentum)


def _array(parameter: torch.Tensor) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.ascontiguousarray(parameter.detach().numpy())
