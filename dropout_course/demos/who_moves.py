"""Which weights does one optimiser step move, when units are dropped?"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from dropout_course.reference import (
    Network,
    adam,
    adamw,
    backward_pass,
    draw_network,
    dropped_throughout,
    forward_pass,
    inverted_multiplier,
    l2_gradient,
    momentum,
    nesterov,
    sgd,
    squared_loss,
    update,
)

from .demo import Demo
from .draws import SharedDraws, float64s

INPUTS, UNITS, OUTPUTS = 3, 4, 2
MOST_EXAMPLES = 8
STEPS = 5
"""The last is the one that is looked at; the others give the optimiser something to remember."""
STARTS = 10
"""How many such rows of steps there are draws for."""

LEARNING_RATE, ADAM_LEARNING_RATE = 0.1, 0.05
WEIGHT_DECAY, ADAMW_WEIGHT_DECAY = 0.01, 0.1


def sgd_with_decay(w: Any, dw: Any, state: None = None) -> Any:
    """SGD on the loss with L2 weight decay."""
    return sgd(w, l2_gradient(w, dw, weight_decay=WEIGHT_DECAY), state, lr=LEARNING_RATE)


RULES: dict[str, Callable[..., Any]] = {
    "sgd": partial(sgd, lr=LEARNING_RATE),
    "momentum": partial(momentum, lr=LEARNING_RATE),
    "nesterov": partial(nesterov, lr=LEARNING_RATE),
    "decay": sgd_with_decay,
    "adam": partial(adam, lr=ADAM_LEARNING_RATE),
    "adamw": partial(adamw, lr=ADAM_LEARNING_RATE, weight_decay=ADAMW_WEIGHT_DECAY),
}


class WhoMoves(Demo):
    """One optimiser step of a 3-4-2 sigmoid network whose hidden units are dropped: which weights it moved.

    Args:
        seed: of the network, the examples and the uniform draws that Python and browser share.
        optimiser: ``"sgd"``, ``"momentum"``, ``"nesterov"``, ``"decay"`` (SGD with L2 weight decay),
            ``"adam"`` or ``"adamw"``.
        mask_for: ``"batch"``, one mask for the whole batch, or ``"example"``, one for each, as in frameworks.
        batch: examples in the batch, 1 to 8.
        p: probability of *dropping* a hidden unit, 0 <= p <= 1 (not the keep probability).
        start: which of ten rows of draws, 0 to 9.
    """

    name = "who-moves"

    optimiser = traitlets.Enum(list(RULES), default_value="sgd").tag(sync=True)
    mask_for = traitlets.Enum(["batch", "example"], default_value="batch").tag(sync=True)
    batch = traitlets.Int(4, min=1, max=MOST_EXAMPLES).tag(sync=True)
    p = traitlets.Float(0.5, min=0, max=1).tag(sync=True)
    start = traitlets.Int(0, min=0, max=STARTS - 1).tag(sync=True)
    _uniforms = traitlets.Bytes().tag(sync=True)
    _weights = traitlets.Bytes().tag(sync=True)
    _examples = traitlets.Bytes().tag(sync=True)

    def __init__(self, seed: int = 1, **traits: Any) -> None:
        """Draw the masks' uniforms, the first weights, and the examples with what they should give."""
        rng = np.random.default_rng(seed)
        uniforms = rng.random((STARTS, STEPS, MOST_EXAMPLES, UNITS), dtype=np.float32)
        weights = np.concatenate([w.ravel() for w in draw_network((INPUTS, UNITS, OUTPUTS), rng).weights])
        examples = rng.standard_normal((MOST_EXAMPLES, INPUTS + OUTPUTS))
        super().__init__(
            _uniforms=uniforms.tobytes(),
            _weights=weights.astype(np.float32).tobytes(),
            _examples=examples.astype(np.float32).tobytes(),
            **traits,
        )

    def network(self) -> Network:
        """The network before its first step."""
        first, second = np.split(float64s(self._weights), [INPUTS * UNITS])
        weights = [first.reshape(INPUTS, UNITS), second.reshape(UNITS, OUTPUTS)]
        return Network(weights, [np.zeros(UNITS), np.zeros(OUTPUTS)], activation="sigmoid")

    def multipliers(self) -> list[NDArray[np.float64]]:
        """What each step multiplies the hidden units by, (examples, units) or (units,) for one mask."""
        uniforms = np.frombuffer(self._uniforms, dtype=np.float32)
        draws = uniforms.reshape(STARTS, STEPS, MOST_EXAMPLES, UNITS)[self.start]
        shape = (UNITS,) if self.mask_for == "batch" else (self.batch, UNITS)
        return [inverted_multiplier(shape, self.p, SharedDraws(draws[step].ravel())) for step in range(STEPS)]

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, computed by ``dropout_course.reference`` on the same draws."""
        examples = float64s(self._examples).reshape(MOST_EXAMPLES, -1)[: self.batch]
        x, target = examples[:, :INPUTS], examples[:, INPUTS:]
        after, states, masks = self.network(), None, self.multipliers()
        for m in masks:
            before = after
            passed = forward_pass(before, x, [None, m, None])
            _, doutput = squared_loss(passed.output, target)
            after, states = update(
                before, backward_pass(before, passed, doutput), RULES[self.optimiser], states
            )
        steps = np.vstack([after.weights[0] - before.weights[0], (after.weights[1] - before.weights[1]).T])
        dropped = np.broadcast_to(masks[-1] == 0, (self.batch, UNITS)).mean(axis=0)  # the share of examples
        return {
            **_of_units("throughout", steps[:, dropped == 1]),
            **_of_units("some", steps[:, (dropped > 0) & (dropped < 1)]),
            **_of_units("never", steps[:, dropped == 0]),
            "chance": dropped_throughout(self.p, 1 if self.mask_for == "batch" else self.batch),
        }


def _of_units(which: str, steps: NDArray[np.float64]) -> dict[str, float]:
    """Of the weights into and out of some units, (weights, units): how many there are and how they moved."""
    return {
        f"{which}.units": float(steps.shape[1]),
        f"{which}.weights": float(steps.size),
        f"{which}.moved": float(np.count_nonzero(steps)),
        f"{which}.step": float(np.abs(steps).mean()) if steps.size else 0.0,
    }
