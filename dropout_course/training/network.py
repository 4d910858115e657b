"""A stack of multilayer perceptrons whose forward and backward passes are batched matrix products.

Backpropagation is written out: it is a dozen lines, and torch's autograd is its oracle in the tests. The
leading axis of every tensor is the model's, so no number of one model ever meets one of another.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import torch
from torch import Tensor

from ..reference import Network
from .streams import Streams


class StackedMLP:
    """Perceptrons of one shape, each with its own weights, rates and learning rate.

    Attributes:
        weights: of each layer (models, inputs, outputs); He's initialisation, N(0, 2 / inputs).
        biases: of each layer (models, 1, outputs), zero at first.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        rates: Iterable[Sequence[float]],
        streams: Streams,
        *,
        biased: Iterable[bool] | None = None,
    ) -> None:
        """Draw the initial weights.

        Args:
            sizes: units from input to output.
            rates: each model's, of its input and hidden layers.
            streams: where the numbers come from.
            biased: for each model whether its biases may leave 0; None lets all of them.
        """
        shapes = list(pairwise(sizes))
        self.weights = [streams.normal(*shape) * (2 / shape[0]) ** 0.5 for shape in shapes]
        self.biases = [torch.zeros(len(w), 1, w.shape[2]) for w in self.weights]
        self._velocities = [torch.zeros_like(t) for t in (*self.weights, *self.biases)]
        self._rates = torch.tensor(list(rates))[:, :, None, None]  # (models, layers, 1, 1)
        self._streams = streams
        biased = [True] * len(streams.which) if biased is None else list(biased)
        self._bias_share = torch.tensor(biased, dtype=torch.float32)[:, None, None]  # of the learning rate

    def logits(self, x: Tensor) -> Tensor:
        """Test time, dropout off: (images, inputs) -> (models, images, classes)."""
        h = x.expand(len(self.weights[0]), *x.shape)
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            h = torch.baddbmm(b, h.relu() if layer else h, w)
        return h

    def step(self, x: Tensor, labels: Tensor, learning_rates: Tensor, momentum: float) -> None:
        """One step of gradient descent on the mean NLL of each model's own batch.

        Args:
            x: (models, batch, inputs).
            labels: (models, batch).
            learning_rates: (models, 1, 1).
            momentum: what is left of the last step's velocity.
        """
        inputs, multipliers, logits = self._forward(x)
        delta = logits.softmax(2)  # (models, batch, classes)
        delta.scatter_add_(2, labels[:, :, None], torch.full(labels.shape, -1.0)[:, :, None])
        delta /= labels.shape[1]
        self._accumulate(inputs, multipliers, delta, momentum)
        layers = len(self.weights)
        sizes = [learning_rates] * layers + [learning_rates * self._bias_share] * layers
        parameters = (*self.weights, *self.biases)
        for parameter, velocity, size in zip(parameters, self._velocities, sizes, strict=True):
            parameter.addcmul_(velocity, size, value=-1)

    def single(self, model: int) -> Network:
        """One model of the stack as the network that ``reference`` knows, float32."""
        return Network(
            [w[model].numpy().copy() for w in self.weights], [b[model, 0].numpy().copy() for b in self.biases]
        )

    def _forward(self, x: Tensor) -> tuple[list[Tensor], list[Tensor | None], Tensor]:
        """What enters each layer, the multiplier that it went through, and the logits."""
        inputs, multipliers = [], []
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            h = x.relu_() if layer else x  # in place: from the second layer on, x is ours
            m = self._multiplier(layer, h)
            inputs.append(h if m is None else h * m)  # y = x * m
            multipliers.append(m)
            x = torch.baddbmm(b, inputs[-1], w)
        return inputs, multipliers, x

    def _accumulate(
        self, inputs: list[Tensor], multipliers: list[Tensor | None], delta: Tensor, momentum: float
    ) -> None:
        """Velocities <- momentum * velocities + gradients, from the gradient of the loss to the logits."""
        layers = len(self.weights)
        for layer in reversed(range(layers)):
            a, m = inputs[layer], multipliers[layer]
            self._velocities[layer].baddbmm_(a.mT, delta, beta=momentum)
            self._velocities[layers + layer].mul_(momentum).add_(delta.sum(1, keepdim=True))
            if layer:
                delta = torch.bmm(delta, self.weights[layer].mT)
                delta = delta.mul_(a > 0) if m is None else delta.mul_(a > 0).mul_(m)  # dx = dy * m

    def _multiplier(self, layer: int, h: Tensor) -> Tensor | None:
        """Inverted dropout: 0 with probability p, else 1 / (1 - p), for every unit of every example."""
        p = self._rates[:, layer]  # (models, 1, 1)
        if not p.any():
            return None
        keep = self._streams.uniforms(layer, *h.shape[1:]) >= p
        return keep * torch.where(p < 1, 1 / (1 - p), 0.0)  # p = 1 drops all: 0, not 0 / 0
