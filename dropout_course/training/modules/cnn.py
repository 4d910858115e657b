"""A small convolutional network: convolutions, each halved by pooling, then dense layers."""

from itertools import pairwise

from torch import nn

from ...data import CLASSES
from ..streams import Streams
from .parts import Dropout, convolution, dense
from .runs import ModuleRecipe, ModuleRun, check_option, check_places

SIDE = 28


def build(run: ModuleRun, recipe: ModuleRecipe, streams: Streams) -> nn.Module:
    """The network of ``run``; its rates are the input's, those of each convolution, of each dense layer.

    Dropout acts on what the next layer reads: on the pixels, on a convolution's maps behind rectifier and
    pooling, on the units of a dense layer. ``masks`` says how in the maps; elsewhere each element has a draw.
    """
    convolutions = [f"convolution {i + 1}" for i in range(len(recipe.channels))]
    check_places(run, "input", *convolutions, *(f"dense layer {i + 1}" for i in range(len(recipe.hidden))))
    check_option(run, "masks", "element", "channel", "block")
    check_option(run, "batch_norm", "none")
    rates = iter(enumerate(run.rates))

    def dropout(in_maps: bool = False) -> Dropout:
        place, p = next(rates)
        return Dropout(p, place, streams, run.masks if in_maps else "element", run.block)

    layers: list[nn.Module] = [nn.Unflatten(1, (1, SIDE, SIDE)), dropout()]
    for inputs, outputs in pairwise((1, *recipe.channels)):
        # pooling first: the order does not matter to the result, and a quarter is left to rectify
        layers += [
            convolution(inputs, outputs, streams),
            nn.MaxPool2d(2),
            nn.ReLU(),
            dropout(in_maps=True),
        ]
    left = SIDE // 2 ** len(recipe.channels)
    sizes = ((1, *recipe.channels)[-1] * left**2, *recipe.hidden)
    layers.append(nn.Flatten())
    for inputs, outputs in pairwise(sizes):
        layers += [dense(inputs, outputs, streams), nn.ReLU(), dropout()]
    return nn.Sequential(*layers, dense(sizes[-1], len(CLASSES), streams))
