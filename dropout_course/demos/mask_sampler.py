"""Which units does dropout switch off, for one example and for every example of a batch?"""

from itertools import pairwise

import numpy as np
import traitlets
from numpy.typing import NDArray

from dropout_course.reference import dropped_throughout, expected_networks, keep_mask

from .demo import Demo
from .draws import SharedDraws

LAYERS = (4, 6, 6, 3)
"""Inputs, two hidden layers, outputs; only the hidden units may be dropped."""
UNITS = sum(LAYERS[1:-1])
MOST_EXAMPLES = 16
STEPS = 10


class MaskSampler(Demo):
    """One training step: the units and connections left for one example, and the masks of a whole batch.

    Args:
        seed: of the uniform draws that Python and browser share.
        p: probability of *dropping* a hidden unit, 0 <= p <= 1 (not the keep probability).
        batch: examples in the batch, 1 to 16.
        example: which of them the network is drawn for, from 1; in a smaller batch the last.
        mask_for: ``"example"``, a mask for every example, as frameworks draw it, or ``"batch"``, one for all.
        step: which training step, 0 to 9: each draws afresh.
    """

    name = "mask-sampler"

    p = traitlets.Float(0.5, min=0, max=1).tag(sync=True)
    batch = traitlets.Int(16, min=1, max=MOST_EXAMPLES).tag(sync=True)
    example = traitlets.Int(1, min=1, max=MOST_EXAMPLES).tag(sync=True)
    mask_for = traitlets.Enum(["example", "batch"], default_value="example").tag(sync=True)
    step = traitlets.Int(0, min=0, max=STEPS - 1).tag(sync=True)
    _uniforms = traitlets.Bytes().tag(sync=True)

    def __init__(self, seed: int = 1, **traits: object) -> None:
        """Draw the uniforms that every mask of this demo is made from."""
        uniforms = np.random.default_rng(seed).random((STEPS, MOST_EXAMPLES, UNITS), dtype=np.float32)
        super().__init__(_uniforms=uniforms.tobytes(), **traits)

    def draws(self) -> NDArray[np.float32]:
        """The uniforms of this step, (masks, units): one mask for each example, or one for all."""
        uniforms = np.frombuffer(self._uniforms, dtype=np.float32).reshape(STEPS, MOST_EXAMPLES, UNITS)
        return uniforms[self.step, : self.batch if self.mask_for == "example" else 1]

    def keep(self) -> NDArray[np.bool]:
        """(examples, hidden units): who stays, by the reference."""
        draws = self.draws()
        drawn = keep_mask(draws.shape, self.p, SharedDraws(draws.ravel()))
        return np.broadcast_to(drawn, (self.batch, UNITS))

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, computed by ``dropout_course.reference`` on the same draws."""
        keep = self.keep()
        example = min(self.example, self.batch)
        shown = keep[example - 1]
        masks = self.batch if self.mask_for == "example" else 1
        return {
            "example": float(example),
            "example.dropped": float(UNITS - shown.sum()),
            "example.dropped.expected": UNITS * self.p,
            "example.connections": _connections(np.split(shown, np.cumsum(LAYERS[1:-2]))),
            "example.connections.expected": _connections([[1 - self.p] * n for n in LAYERS[1:-1]]),
            "batch.networks": float(len(np.unique(keep, axis=0))),
            "batch.networks.expected": expected_networks(UNITS, self.p, masks),
            "batch.throughout": float((~keep.any(axis=0)).sum()),
            "batch.throughout.expected": UNITS * dropped_throughout(self.p, masks),
        }


def _connections(hidden: list[NDArray[np.bool]] | list[list[float]]) -> float:
    """Connections between kept units; of probabilities instead of masks, their expected number.

    That is the product of the expectations, since units of different layers are drawn independently.
    """
    kept = [LAYERS[0], *(float(np.sum(layer)) for layer in hidden), LAYERS[-1]]
    return float(sum(before * after for before, after in pairwise(kept)))
