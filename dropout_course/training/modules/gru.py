"""A gated recurrent unit that reads an image row by row and answers after the last row.

    r, z = sigmoid(...),  n = tanh(W x + b + r * (U h + c)),  h' = (1 - z) * n + z * h    [Cho et al. 2014]

in torch's form of it: the reset gate r acts behind U. An epoch takes hundreds of small steps through time, so
the backward pass is written out, four operations a step; torch's autograd is its oracle in the tests.
"""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from ...data import CLASSES
from ..streams import Streams
from .parts import Dropout, dense
from .runs import ModuleRecipe, ModuleRun, check_option, check_places

ROWS, PIXELS = 28, 28


def build(run: ModuleRun, recipe: ModuleRecipe, streams: Streams) -> nn.Module:
    """The network of ``run``, which drops in four places.

        input    what the gates read of the row
        state    what the gates read of the last step's state; what is carried over stays whole
        memory   the state itself, before anyone reads it or carries it over
        output   the last state, as the classes read it

    With masks "element" every step draws afresh, with "locked" all steps share one mask.
    """
    check_places(run, "input", "state", "memory", "output")
    check_option(run, "masks", "element", "locked")
    check_option(run, "batch_norm", "none")
    if len(recipe.hidden) != 1:
        raise ValueError(f"a gru has one hidden layer, not {len(recipe.hidden)}")
    if run.masks == "locked" and run.rates[2]:
        raise ValueError(
            "a locked mask on the memory would multiply what it keeps by 1 / (1 - p) at every step: "
            'drop in the state instead, or draw afresh (masks "element")'
        )
    return GRU(run, recipe.hidden[0], streams)


class GRU(nn.Module):
    """The network; at the first step its state is 0."""

    def __init__(self, run: ModuleRun, hidden: int, streams: Streams) -> None:
        """``run``: where it drops, and how; ``hidden``: units of the state; ``streams``: of the run."""
        super().__init__()
        self.of_input = nn.Parameter(streams.normal(PIXELS, 3 * hidden) * PIXELS**-0.5)
        self.of_state = nn.Parameter(streams.normal(hidden, 3 * hidden) * hidden**-0.5)
        self.biases = nn.Parameter(torch.zeros(2, 3 * hidden))
        self.answer = dense(hidden, len(CLASSES), streams)
        *places, output = range(len(run.rates))
        self.drop_input, self.drop_state, self.drop_memory = (
            Dropout(run.rates[place], place, streams, run.masks) for place in places
        )
        self.drop_output = Dropout(run.rates[output], output, streams)

    def forward(self, pixels: Tensor) -> Tensor:
        """(images, 784) to (images, 10) logits."""
        rows = self.drop_input(pixels.reshape(len(pixels), ROWS, PIXELS)).transpose(0, 1)
        inputs = rows.reshape(-1, PIXELS) @ self.of_input + self.biases[0]
        inputs = inputs.reshape(ROWS, len(pixels), -1)  # (steps, images, 3 * hidden)
        shape = (len(pixels), ROWS, self.of_state.shape[0])
        masks = (self.by_step(dropout, shape) for dropout in (self.drop_state, self.drop_memory))
        last = Recurrence.apply(inputs, self.of_state, self.biases[1], *masks)  # type: ignore[no-untyped-call]
        return self.answer(self.drop_output(last))  # type: ignore[no-any-return]

    def by_step(self, dropout: Dropout, shape: tuple[int, ...]) -> Tensor | None:
        """What ``dropout`` multiplies by, (steps, images, units); None if by nothing but 1."""
        if not self.training or not dropout.p:
            return None
        return dropout.multiplier(shape).expand(shape).transpose(0, 1).contiguous()


class Recurrence(torch.autograd.Function):
    """The state after the last step, from what the inputs say at each."""

    @staticmethod
    def forward(
        ctx: Any, inputs: Tensor, weights: Tensor, bias: Tensor, state: Tensor | None, memory: Tensor | None
    ) -> Tensor:
        """Step by step.

        Args:
            ctx: keeps what ``backward`` needs.
            inputs: (steps, images, 3 * hidden), W x + b of reset gate, update gate and candidate.
            weights: U, (hidden, 3 * hidden).
            bias: c, (3 * hidden,).
            state: multipliers (steps, images, hidden) of what the gates read of the state, or None.
            memory: the same of the state itself.

        Returns:
            (images, hidden).
        """
        units = len(weights)
        h = inputs.new_zeros(inputs.shape[1], units)
        kept = []
        for t, (of_gates, of_n) in enumerate(_by_step(inputs, 2 * units)):
            h = h if memory is None else h * memory[t]
            read = h if state is None else h * state[t]
            gates, u = torch.split(torch.addmm(bias, read, weights), [2 * units, units], 1)
            gates = (gates + of_gates).sigmoid_()
            r, z = torch.split(gates, units, 1)
            n = torch.addcmul(of_n, r, u).tanh_()
            kept.append((read, h, u, r, z, n))
            h = torch.lerp(n, h, z)
        ctx.save_for_backward(weights, state, memory, *map(torch.stack, zip(*kept, strict=True)))
        return h

    @staticmethod
    def backward(ctx: Any, slope: Tensor) -> tuple[Tensor | None, ...]:
        """From the gradient to the last state: those to inputs, weights and bias."""
        weights, state, memory, read, h, u, r, z, n = ctx.saved_tensors
        to_n = (1 - z) * (1 - n * n)  # d h' / d (sum in the tanh)
        to_sums = torch.stack([to_n * u * r * (1 - r), (h - n) * z * (1 - z), to_n * r], 2)  # of U h + c
        back = weights.T.contiguous()
        slopes = []  # d loss / d h' of every step
        for t in reversed(range(len(h))):
            slopes.append(slope)
            of_read = (slope[:, None] * to_sums[t]).flatten(1) @ back
            slope = slope * z[t]
            slope = slope + of_read if state is None else slope.addcmul_(of_read, state[t])
            slope = slope if memory is None else slope * memory[t]
        every = torch.stack(slopes[::-1])
        sums = (every[:, :, None] * to_sums).flatten(2)  # (steps, images, 3 * hidden)
        to_inputs = torch.cat([sums[..., : -h.shape[2]], every * to_n], 2)
        return to_inputs, read.flatten(0, 1).T @ sums.flatten(0, 1), sums.sum((0, 1)), None, None


def _by_step(inputs: Tensor, gates: int) -> Iterator[tuple[Tensor, Tensor]]:
    """For each step what the inputs say of the gates, and of the candidate."""
    of_gates, of_n = inputs[..., :gates].contiguous(), inputs[..., gates:].contiguous()
    return zip(of_gates.unbind(), of_n.unbind(), strict=True)
