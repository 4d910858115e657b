"""What networks are made of: layers whose weights and masks come from the streams of a run."""

import torch
from torch import Tensor, nn

from ...layers.blocks import blocks_from
from ..streams import Streams
from .runs import Masks


def dense(inputs: int, outputs: int, streams: Streams) -> nn.Linear:
    """A dense layer, initialised as those of a stack: He, biases 0."""
    layer = nn.Linear(inputs, outputs, device="meta").to_empty(device="cpu")  # its init would draw globally
    _fill(layer, streams.normal(inputs, outputs).T * (2 / inputs) ** 0.5)
    return layer


def convolution(inputs: int, outputs: int, streams: Streams, side: int = 3) -> nn.Conv2d:
    """A convolution that keeps the size of its maps; He, biases 0."""
    layer = nn.Conv2d(inputs, outputs, side, padding=side // 2, device="meta").to_empty(device="cpu")
    _fill(layer, streams.normal(outputs, inputs, side, side) * (2 / (inputs * side**2)) ** 0.5)
    channels_last = torch.channels_last  # pooling then takes a quarter of the time
    layer.weight = nn.Parameter(layer.weight.detach().to(memory_format=channels_last))
    return layer


class Dropout(nn.Module):
    """Inverted dropout whose draws come from the stream of one place of the network.

    training   y = x * m,  E[m] = 1
    eval       y = x
    """

    def __init__(
        self, p: float, place: int, streams: Streams, masks: Masks = "element", block: int = 3
    ) -> None:
        """What to drop.

        Args:
            p: probability of *dropping*.
            place: which stream to draw from; two places never share one.
            streams: of the run.
            masks: which activations share a draw. Of (batch, channels, height, width), "channel" gives every
                map one and "block" drops squares; of (batch, steps, units), "locked" gives every unit one.
            block: side of the squares.
        """
        super().__init__()
        self.p, self.place, self.masks, self.block = p, place, masks, block
        self._streams = streams

    def forward(self, x: Tensor) -> Tensor:
        """``x * m``, drawn afresh for each call."""
        if not self.training or not self.p:
            return x
        return x * self.multiplier(tuple(x.shape))

    def multiplier(self, shape: tuple[int, ...]) -> Tensor:
        """What activations of ``shape`` are multiplied by, of a shape that broadcasts to it."""
        if self.masks == "block":
            size = (shape[-2], shape[-1])
            starts = (side - self.block + 1 for side in size)
            uniforms = self._streams.uniforms(self.place, *shape[:-2], *starts)
            return blocks_from(uniforms, self.p, size, self.block)
        if self.masks == "channel":
            shape = (*shape[:2], *[1] * (len(shape) - 2))
        elif self.masks == "locked":
            shape = (shape[0], 1, *shape[2:])
        uniforms = self._streams.uniforms(self.place, *shape)
        kept = 1 / (1 - self.p) if self.p < 1 else 0.0  # p = 1 drops all: 0, not 0 / 0
        return uniforms.ge_(self.p).mul_(kept)

    def extra_repr(self) -> str:
        """What ``print`` shows."""
        return f"p={self.p}, masks={self.masks!r}"


@torch.no_grad()
def _fill(layer: nn.Linear | nn.Conv2d, weights: Tensor) -> None:
    """Give ``layer`` its weights, and biases of 0."""
    layer.weight.copy_(weights)
    if layer.bias is not None:
        layer.bias.zero_()
