"""A multilayer perceptron, with batch norm if asked for."""

from itertools import pairwise

from torch import nn

from ...data import CLASSES
from ..streams import Streams
from .parts import Dropout, dense
from .runs import ModuleRecipe, ModuleRun, check_option, check_places

PIXELS = 784


def build(run: ModuleRun, recipe: ModuleRecipe, streams: Streams) -> nn.Module:
    """The network of ``run``; its rates are the input's, then those of each hidden layer.

    A hidden layer is, with ``batch_norm``,

        "none"    dense, rectifier, dropout
        "before"  dense, dropout, norm, rectifier    dropout stands before the norm
        "after"   dense, norm, rectifier, dropout    dropout stands after it
    """
    check_places(run, "input", *(f"hidden layer {i + 1}" for i in range(len(recipe.hidden))))
    check_option(run, "masks", "element")
    layers: list[nn.Module] = [Dropout(run.rates[0], 0, streams)]
    for place, (inputs, outputs) in enumerate(pairwise((PIXELS, *recipe.hidden)), start=1):
        dropout = Dropout(run.rates[place], place, streams)
        after = {
            "none": [nn.ReLU(), dropout],
            "before": [dropout, nn.BatchNorm1d(outputs), nn.ReLU()],
            "after": [nn.BatchNorm1d(outputs), nn.ReLU(), dropout],
        }
        layers += [dense(inputs, outputs, streams), *after[run.batch_norm]]
    return nn.Sequential(*layers, dense((PIXELS, *recipe.hidden)[-1], len(CLASSES), streams))
