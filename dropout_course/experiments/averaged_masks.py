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
from ..training.fit import CLASSES, learning_rates, stackable
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
    accuracies = np.empty((len(runs), recipe.epochs))
    for models in stackable(runs):
        accuracies[models] = _of_one_seed([runs[model] for model in models], recipe, images, masks)
    return accuracies


def _of_one_seed(runs: Sequence[Run], recipe: Recipe, images: Images, masks: int) -> NDArray[np.float64]:
    pixels, labels = torch.from_numpy(images.inputs()), torch.from_numpy(images.labels)
    streams = Streams(runs[0].seed, layers=1 + len(recipe.hidden))
    network = StackedMLP((pixels.shape[1], *recipe.hidden, CLASSES), runs, recipe, streams)
    accuracies = []
    for epoch in range(recipe.epochs):
        batches = torch.split(streams.order(len(labels)), recipe.batch_size)
        for i, batch in enumerate(batches):
            progress = (epoch + i / len(batches)) / recipe.epochs
            rows = batch.repeat(masks)  # (masks * batch,)
            network.step(pixels[rows], labels[None, rows], learning_rates(runs, recipe, progress), progress)
        guesses = network.logits(pixels).argmax(2)  # (models, images)
        accuracies.append((guesses == labels).double().mean(1).numpy())
    return np.stack(accuracies, axis=1)
