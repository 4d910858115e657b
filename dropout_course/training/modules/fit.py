"""The training loop for one network at a time, by torch's autograd."""

import importlib
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from ...data import Images, Splits
from ..metrics import expected_calibration_error
from ..runs import SETS, Outcome, Predictions
from ..streams import Streams
from .augment import Augmenter
from .runs import ModuleRecipe, ModuleRun

EVALUATED_AT_ONCE = 250  # images: their maps stay in the processor's cache


def train(
    runs: Sequence[ModuleRun], recipe: ModuleRecipe, splits: Splits, *, measure: Sequence[str] = SETS
) -> list[Outcome]:
    """Train ``runs``, one after the other.

    Args:
        runs: the networks.
        recipe: what they share.
        splits: what they learn from and are measured on.
        measure: the sets to measure on; while settings are being chosen, the test set is none of them.

    Returns:
        An outcome for each run, in their order, without its network; its curves have a row for each
        measurement. Runs that diverge are no error: their NLL is NaN.

    Raises:
        ValueError: a run does not fit its network.
    """
    return [train_one(run, recipe, splits, measure=measure)[0] for run in runs]


def train_one(
    run: ModuleRun, recipe: ModuleRecipe, splits: Splits, *, measure: Sequence[str] = SETS
) -> tuple[Outcome, nn.Module]:
    """As ``train``, for one run; and the trained network, in eval mode, from (images, 784) to logits."""
    streams = Streams(run.seed, layers=len(run.rates))
    network = build(run, recipe, streams)
    optimiser = _optimiser(network, recipe)
    augmented = Augmenter(run.augmentation, run.seed)
    images = {name: _tensors(getattr(splits, name)) for name in ("train", *measure)}
    pixels, labels = images["train"]
    curves: list[dict[str, tuple[float, ...]]] = []
    for epoch in range(recipe.epochs):
        network.train()
        batches = torch.split(streams.order(len(pixels)), recipe.batch_size)
        for i, rows in enumerate(batches):
            progress = (epoch + i / len(batches)) / recipe.epochs
            for group in optimiser.param_groups:
                group["lr"] = run.learning_rate * recipe.share(progress)
            optimiser.zero_grad()
            loss = cross_entropy(network(augmented(pixels.index_select(0, rows))), labels[rows])
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
        network.eval()
        if recipe.measured(epoch):
            final = {name: predictions(network, *images[name]) for name in measure}
            curves.append({name: _measures(found) for name, found in final.items()})
    by_set = {name: np.array([measured[name] for measured in curves]) for name in measure}
    return Outcome(curves=by_set, final=final), network


def build(run: ModuleRun, recipe: ModuleRecipe, streams: Streams) -> nn.Module:
    """The untrained network of ``run``, made by the module of this package that has its name."""
    module = importlib.import_module(f".{run.network}", __package__)
    network: nn.Module = module.build(run, recipe, streams)
    return network


@torch.no_grad()
def predictions(network: nn.Module, pixels: Tensor, labels: Tensor) -> Predictions:
    """What ``network``, in eval mode, says of each image."""
    parts = [network(x).log_softmax(1) for x in torch.split(pixels, EVALUATED_AT_ONCE)]
    log_probs = torch.cat(parts)  # (images, classes)
    best, guess = log_probs.max(1)
    nll = -log_probs.gather(1, labels[:, None])[:, 0]
    return Predictions((guess == labels).numpy(), nll.numpy(), best.exp().numpy())


def _optimiser(network: nn.Module, recipe: ModuleRecipe) -> torch.optim.Optimizer:
    """Its learning rate is set before each step."""
    if recipe.optimiser == "adam":
        return torch.optim.Adam(network.parameters(), betas=(recipe.momentum, 0.999), fused=True)
    return torch.optim.SGD(network.parameters(), lr=0.0, momentum=recipe.momentum, fused=True)


def _tensors(images: Images) -> tuple[Tensor, Tensor]:
    """(images, 784) pixels and (images,) labels."""
    return torch.from_numpy(images.inputs()), torch.from_numpy(images.labels)


def _measures(found: Predictions) -> tuple[float, float, float]:
    """The ``METRICS``, in their order."""
    return (
        float(found.correct.mean()),
        float(found.nll.mean(dtype=np.float64)),
        expected_calibration_error(found.confidence, found.correct),
    )
