"""Training with the noise of dropout turned down and nothing else: the gradient is averaged over masks.

Each example of a batch enters several times, each time with a mask of its own. The expected gradient is that
of one mask, its variance over masks is divided by their number, and a pass over the data makes as many steps.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from ..data import Images
from ..training import Recipe, Run
from ..training.fit import CLASSES
from ..training.network import StackedMLP
from ..training.streams import Streams


@torch.no_grad()
def accuracy_by_epoch(
    runs: Sequence[Run], recipe: Recipe, images: Images, *, masks: int
) -> NDArray[np.float64]:
    """Accuracy on ``images``, which are learned from, dropout off, after each epoch: (runs, epochs).

    Args:
        runs: the models of the stack.
        recipe: what they share.
        images: the training set.
        masks: how many masks each example of a batch meets.
    """
    pixels, labels = torch.from_numpy(images.inputs()), torch.from_numpy(images.labels)
    streams = Streams([run.seed for run in runs], layers=1 + len(recipe.hidden))
    sizes = (pixels.shape[1], *recipe.hidden, CLASSES)
    network = StackedMLP(sizes, [run.rates for run in runs], streams)
    learning_rates = torch.tensor([run.learning_rate for run in runs])[:, None, None]

    accuracies = []
    for epoch in range(recipe.epochs):
        batches = torch.split(streams.order(len(labels)), recipe.batch_size, dim=1)  # (models, batch) each
        for i, batch in enumerate(batches):
            share = recipe.share((epoch + i / len(batches)) / recipe.epochs)
            rows = batch.repeat(1, masks)  # (models, masks * batch)
            network.step(pixels[rows], labels[rows], share * learning_rates, recipe.momentum)
        guesses = network.logits(pixels).argmax(2)  # (models, images)
        accuracies.append((guesses == labels).double().mean(1).numpy())
    return np.stack(accuracies, axis=1)
