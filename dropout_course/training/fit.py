"""The training loop."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from ..data import Images, Splits
from ..reference import Network
from .metrics import expected_calibration_error
from .network import StackedMLP
from .runs import SETS, Outcome, Predictions, Recipe, Run
from .streams import Streams

CLASSES = 10
EVALUATED_AT_ONCE = 1000  # images: more would leave the processor's cache


@torch.no_grad()
def train(
    runs: Sequence[Run],
    recipe: Recipe,
    splits: Splits,
    *,
    measure: Sequence[str] = SETS,
    networks: bool = False,
) -> list[Outcome]:
    """Train all ``runs`` in one batched pass; a model ends as it would have ended alone.

    Args:
        runs: the models of the stack, each with its rates, learning rate and seed.
        recipe: what they share.
        splits: what they learn from and are measured on; every model sees all of ``splits.train``.
        measure: the sets to measure on; while settings are being chosen, the test set is none of them.
        networks: whether the outcomes shall hold the trained networks, too.

    Returns:
        An outcome for each run, in their order. Runs that diverge are no error: their NLL is NaN.

    Raises:
        ValueError: a run does not have one rate for the input and one for each hidden layer.
    """
    _check(runs, recipe)
    pixels, labels = _tensors(splits.train)
    streams = Streams([run.seed for run in runs], layers=1 + len(recipe.hidden))
    sizes = (pixels.shape[1], *recipe.hidden, CLASSES)
    network = StackedMLP(sizes, [run.rates for run in runs], streams, biased=[run.biases for run in runs])
    learning_rates = torch.tensor([run.learning_rate for run in runs])[:, None, None]

    measured = {name: _tensors(getattr(splits, name)) for name in measure}
    history = []
    for epoch in range(recipe.epochs):
        batches = torch.split(streams.order(len(labels)), recipe.batch_size, dim=1)  # (models, batch) each
        for i, rows in enumerate(batches):
            share = recipe.share((epoch + i / len(batches)) / recipe.epochs)
            network.step(pixels[rows], labels[rows], share * learning_rates, recipe.momentum)
        history.append({name: _evaluate(network, *images) for name, images in measured.items()})
    trained = [network.single(model) if networks else None for model in range(len(runs))]
    return [_outcome(history, model, of_run) for model, of_run in enumerate(trained)]


def _check(runs: Sequence[Run], recipe: Recipe) -> None:
    for run in runs:
        if len(run.rates) != 1 + len(recipe.hidden) or not all(0 <= p <= 1 for p in run.rates):
            raise ValueError(
                f"a run of {len(recipe.hidden)} hidden layers has {1 + len(recipe.hidden)} rates in [0, 1], "
                f"the input's first, not {run.rates}"
            )


def _tensors(images: Images) -> tuple[Tensor, Tensor]:
    return torch.from_numpy(images.inputs()), torch.from_numpy(images.labels)


def _evaluate(network: StackedMLP, pixels: Tensor, labels: Tensor) -> list[Predictions]:
    """For each model what it says of each image."""
    parts = [network.logits(x).log_softmax(2) for x in torch.split(pixels, EVALUATED_AT_ONCE)]
    log_probs = torch.cat(parts, dim=1)  # (models, images, classes)
    best, guess = log_probs.max(2)
    nll = -log_probs.gather(2, labels.expand(len(log_probs), -1)[:, :, None])[:, :, 0]
    arrays = ((guess == labels).numpy(), nll.numpy(), best.exp().numpy())
    return [Predictions(*of_model) for of_model in zip(*arrays, strict=True)]


def _outcome(history: list[dict[str, list[Predictions]]], model: int, network: Network | None) -> Outcome:
    final = {name: found[model] for name, found in history[-1].items()}
    curves = {name: np.array([_measures(epoch[name][model]) for epoch in history]) for name in final}
    return Outcome(curves=curves, final=final, network=network)


def _measures(found: Predictions) -> tuple[float, float, float]:
    """The ``METRICS``, in their order."""
    return (
        float(found.correct.mean()),
        float(found.nll.mean(dtype=np.float64)),
        expected_calibration_error(found.confidence, found.correct),
    )
