"""The training loop."""

from collections.abc import Hashable, Sequence

import numpy as np
import torch
from torch import Tensor

from ..data import Images, Splits
from .labels import relabel
from .metrics import expected_calibration_error
from .network import StackedMLP
from .runs import SETS, Outcome, Predictions, Recipe, Run, share
from .streams import Streams

CLASSES = 10
EVALUATED_AT_ONCE = 1000  # images: more would leave the processor's cache


def train(
    runs: Sequence[Run],
    recipe: Recipe,
    splits: Splits,
    *,
    measure: Sequence[str] = SETS,
    networks: bool = False,
) -> list[Outcome]:
    """Train all ``runs``, those of one seed in one batched pass; a model ends as it would have ended alone.

    Args:
        runs: the models of the stack, each with its own rates, learning rate, seed and whatever else.
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
    outcomes: dict[int, Outcome] = {}
    for models in stackable(runs):
        found = _train_stack([runs[model] for model in models], recipe, splits, measure, networks)
        outcomes.update(zip(models, found, strict=True))
    return [outcomes[model] for model in range(len(runs))]


def stackable(runs: Sequence[Run]) -> list[list[int]]:
    """Which of ``runs`` make one pass: those of one seed, which share batches and draws, and one optimiser.

    Seeds one after another take no longer than all at once: a pass over fewer models stays in the cache.
    """
    stacks: dict[Hashable, list[int]] = {}
    for model, run in enumerate(runs):
        stacks.setdefault((run.seed, run.optimiser), []).append(model)
    return list(stacks.values())


@torch.no_grad()
def _train_stack(
    runs: Sequence[Run], recipe: Recipe, splits: Splits, measure: Sequence[str], networks: bool
) -> list[Outcome]:
    """The outcomes of runs that make one pass."""
    streams = Streams(runs[0].seed, layers=1 + len(recipe.hidden))
    images = {name: _tensors(getattr(splits, name)) for name in ("train", *measure)}
    pixels, labels = images["train"] = images["train"][0], _labels(splits.train, runs, streams)
    network = StackedMLP((pixels.shape[1], *recipe.hidden, CLASSES), runs, recipe, streams)
    curves: list[dict[str, list[tuple[float, ...]]]] = []  # by epoch, set and model
    for epoch in range(recipe.epochs):
        batches = torch.split(streams.order(len(pixels)), recipe.batch_size)
        for i, rows in enumerate(batches):
            progress = (epoch + i / len(batches)) / recipe.epochs
            rates = learning_rates(runs, recipe, progress)
            network.step(pixels.index_select(0, rows), labels.index_select(1, rows), rates, progress)
        final = {name: _evaluate(network, *images[name]) for name in measure}
        curves.append({name: [_measures(of_model) for of_model in final[name]] for name in measure})
    return [
        Outcome(
            curves={name: np.array([epoch[name][model] for epoch in curves]) for name in measure},
            final={name: final[name][model] for name in measure},
            network=network.single(model) if networks else None,
        )
        for model in range(len(runs))
    ]


def _check(runs: Sequence[Run], recipe: Recipe) -> None:
    for run in runs:
        if len(run.rates) != 1 + len(recipe.hidden) or not all(0 <= p <= 1 for p in run.rates):
            raise ValueError(
                f"a run of {len(recipe.hidden)} hidden layers has {1 + len(recipe.hidden)} rates in [0, 1], "
                f"the input's first, not {run.rates}"
            )


def _tensors(images: Images) -> tuple[Tensor, Tensor]:
    """(images, inputs) pixels and (1, images) labels, which all models have in common."""
    return torch.from_numpy(images.inputs()), torch.from_numpy(images.labels)[None]


def _labels(images: Images, runs: Sequence[Run], streams: Streams) -> Tensor:
    """(models, images): what each model learns; (1, images) where that is the same for all."""
    shares = [run.label_noise for run in runs]
    if not any(shares):
        return torch.from_numpy(images.labels)[None]
    taught = [relabel(images.labels, noise, streams.label_noise()) for noise in shares]
    return torch.from_numpy(np.stack(taught))


def learning_rates(runs: Sequence[Run], recipe: Recipe, progress: float) -> Tensor:
    """(models, 1, 1): the size of each model's step when ``progress``, in [0, 1), of the training is done."""
    shares = [share(run.schedule or recipe.schedule, progress) for run in runs]
    first = torch.tensor([run.learning_rate for run in runs])
    return (torch.tensor(shares) * first)[:, None, None]


def _evaluate(network: StackedMLP, pixels: Tensor, labels: Tensor) -> list[Predictions]:
    """For each model what it says of each image."""
    parts = [network.logits(x).log_softmax(2) for x in torch.split(pixels, EVALUATED_AT_ONCE)]
    log_probs = torch.cat(parts, dim=1)  # (models, images, classes)
    best, guess = log_probs.max(2)
    nll = -log_probs.gather(2, labels.expand(len(log_probs), -1)[:, :, None])[:, :, 0]
    arrays = ((guess == labels).numpy(), nll.numpy(), best.exp().numpy())
    return [Predictions(*of_model) for of_model in zip(*arrays, strict=True)]


def _measures(found: Predictions) -> tuple[float, float, float]:
    """The ``METRICS``, in their order."""
    return (
        float(found.correct.mean()),
        float(found.nll.mean(dtype=np.float64)),
        expected_calibration_error(found.confidence, found.correct),
    )
