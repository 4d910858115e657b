"""A stack of multilayer perceptrons whose forward and backward passes are batched matrix products.

Backpropagation is written out: it is a dozen lines, and torch's autograd is its oracle in the tests. The
leading axis of every tensor is the model's, so no number of one model ever meets one of another.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import torch
from torch import Tensor

from ..reference import Network
from .dropout import Dropout
from .optimisers import OPTIMISERS, Rule
from .runs import Recipe, Run
from .streams import Streams
from .workspace import Workspace


class StackedMLP:
    """Perceptrons of one shape, one seed and one optimiser; all else each has of its own.

    Attributes:
        weights: of each layer (models, inputs, outputs).
        biases: of each layer (models, 1, outputs), zero at first.
    """

    def __init__(self, sizes: Sequence[int], runs: Sequence[Run], recipe: Recipe, streams: Streams) -> None:
        """Draw the initial weights.

        Args:
            sizes: units from input to output.
            runs: what tells the models apart.
            recipe: where it is the same for all.
            streams: where the numbers come from.
        """
        shapes = list(pairwise(sizes))
        self.weights = [
            streams.normal(*shape) * _column(_spread(run, *shape) for run in runs) for shape in shapes
        ]
        self.biases = [torch.zeros(len(runs), 1, outputs) for _, outputs in shapes]
        self._dropout, self._workspace = Dropout(runs, streams), Workspace()
        momentum = _column(recipe.momentum if run.momentum is None else run.momentum for run in runs)
        self._rule: Rule = OPTIMISERS[runs[0].optimiser]((*self.weights, *self.biases), momentum)
        self._bias_share = _column(run.biases for run in runs)  # of the learning rate
        self._decay = _column_or_none((run.weight_decay for run in runs), usual=0.0)
        self._smoothing = _column_or_none((run.label_smoothing for run in runs), usual=0.0)
        norms = (torch.inf if run.max_norm is None else run.max_norm for run in runs)
        self._max_norm = _column_or_none(norms, usual=torch.inf)

    def logits(self, x: Tensor) -> Tensor:
        """Test time, dropout off: (images, inputs) -> (models, images, classes)."""
        h = x.expand(len(self.weights[0]), *x.shape)
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            h = h.relu_() if layer else h  # in place: from the second layer on, h is ours
            factor = self._dropout.at_test(layer)
            last = layer == len(self.weights) - 1  # what is handed out is not overwritten later
            out = None if last else self._workspace(f"test {layer}", *h.shape[:2], w.shape[2])
            h = torch.baddbmm(b, h if factor is None else h * factor, w, out=out)
        return h

    def step(self, x: Tensor, labels: Tensor, learning_rates: Tensor, progress: float = 0.0) -> None:
        """One step down the gradient of the mean NLL of a batch.

        Args:
            x: (batch, inputs).
            labels: (models, batch), or (1, batch) where all models have the same.
            learning_rates: (models, 1, 1).
            progress: how much of the training is done, in [0, 1).
        """
        inputs, multipliers, logits = self._forward(x, progress)
        self._backward(inputs, multipliers, self._slope(logits, labels))
        layers = len(self.weights)
        sizes = [learning_rates] * layers + [learning_rates * self._bias_share] * layers
        self._rule.step((*self.weights, *self.biases), sizes)
        if self._max_norm is not None:
            for w in self.weights[:-1]:
                w.mul_((self._max_norm / w.norm(dim=1, keepdim=True)).clamp_(max=1))

    def single(self, model: int) -> Network:
        """One model of the stack as the network that ``reference`` knows, float32."""
        return Network(
            [w[model].numpy().copy() for w in self.weights], [b[model, 0].numpy().copy() for b in self.biases]
        )

    def _forward(self, x: Tensor, progress: float) -> tuple[list[Tensor], list[Tensor | None], Tensor]:
        """What enters each layer, the multiplier that it went through, and the logits."""
        inputs, multipliers = [], []
        x = x.expand(len(self.weights[0]), *x.shape)  # (models, batch, inputs), in memory once
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            m = self._dropout.multiplier(layer, x.shape[1], x.shape[2], progress)
            h = x.relu_() if layer else x  # in place: from the second layer on, x is ours
            if m is not None:
                h = h.mul_(m) if layer else h * m  # y = x * m
            inputs.append(h)
            multipliers.append(m)
            x = torch.baddbmm(b, h, w, out=self._workspace(f"sums {layer}", *h.shape[:2], w.shape[2]))
        return inputs, multipliers, x

    def _slope(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Gradient of the mean NLL to the logits: probabilities less targets, (models, batch, classes)."""
        delta = logits.softmax(2)
        on_label = torch.ones(1, 1, 1)
        if self._smoothing is not None:
            delta -= self._smoothing / logits.shape[2]
            on_label = 1 - self._smoothing
        models, batch, _ = logits.shape
        delta.scatter_add_(2, labels.expand(models, -1)[:, :, None], -on_label.expand(models, batch, 1))
        return delta.div_(batch)

    def _backward(self, inputs: list[Tensor], multipliers: list[Tensor | None], delta: Tensor) -> None:
        """Add the gradients to the optimiser's sums, from the gradient of the loss to the logits."""
        layers = len(self.weights)
        keep = self._rule.keep
        for layer in reversed(range(layers)):
            a, m, w = inputs[layer], multipliers[layer], self.weights[layer]
            to_w, to_b = self._rule.sums[layer], self._rule.sums[layers + layer]
            if isinstance(keep, float):
                to_w.baddbmm_(a.mT, delta, beta=keep)
            else:
                to_w.mul_(keep).baddbmm_(a.mT, delta)
            to_b.mul_(keep).add_(delta.sum(1, keepdim=True))
            if self._decay is not None:
                to_w.addcmul_(w, self._decay)
            if layer:
                delta = torch.bmm(delta, w.mT, out=self._workspace(f"delta {layer}", *a.shape))
                torch.ops.aten.threshold_backward.grad_input(delta, a, 0, grad_input=delta)  # 0 where a is 0
                if m is not None:
                    delta.mul_(m)  # dx = dy * m


def _spread(run: Run, inputs: int, outputs: int) -> float:
    """Standard deviation of a layer's initial weights."""
    variance = {"he": 2 / inputs, "glorot": 2 / (inputs + outputs), "unit": 1.0}[run.init]
    return float(variance**0.5) * run.init_scale


def _column(values: Iterable[float]) -> Tensor:
    """(models, 1, 1): a number for each model."""
    return torch.tensor([float(value) for value in values])[:, None, None]


def _column_or_none(values: Iterable[float], usual: float) -> Tensor | None:
    """The same; None where all are as usual, which nothing need be computed for."""
    column = _column(values)
    return column if (column != usual).any() else None
