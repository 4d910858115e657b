"""What do masks on a recurrent layer leave of its memory, step by step?"""

import numpy as np
import traitlets
from numpy.typing import NDArray

from dropout_course.reference import inverted_multiplier

from .demo import Demo
from .draws import SharedDraws

UNITS = 24
MOST_STEPS = 28
DRAWS = 10


class RecurrentMasks(Demo):
    """Units that each carry the value 1 through time, under masks that are fresh, locked, or elsewhere.

    Args:
        seed: of the uniform draws that Python and browser share.
        p: probability of *dropping* a unit, 0 <= p <= 0.5 (not the keep probability).
        masks: ``"fresh"``, drawn at every step; ``"locked"``, one for all steps, its scale paid once; or
            ``"ends"``, on what enters and leaves the layer, so that no mask meets the memory.
        steps: that the value is carried, 1 to 28.
        draw: which of ten sets of shared draws.
    """

    name = "recurrent-masks"

    p = traitlets.Float(0.1, min=0, max=0.5).tag(sync=True)
    masks = traitlets.Enum(["fresh", "locked", "ends"], default_value="fresh").tag(sync=True)
    steps = traitlets.Int(MOST_STEPS, min=1, max=MOST_STEPS).tag(sync=True)
    draw = traitlets.Int(0, min=0, max=DRAWS - 1).tag(sync=True)
    _uniforms = traitlets.Bytes().tag(sync=True)

    def __init__(self, seed: int = 1, **traits: object) -> None:
        """Draw the uniforms that every mask of this demo is made from."""
        uniforms = np.random.default_rng(seed).random((DRAWS, MOST_STEPS, UNITS), dtype=np.float32)
        super().__init__(_uniforms=uniforms.tobytes(), **traits)

    def draws(self) -> NDArray[np.float32]:
        """The uniforms of this draw, (steps, units)."""
        uniforms = np.frombuffer(self._uniforms, dtype=np.float32).reshape(DRAWS, MOST_STEPS, UNITS)
        return uniforms[self.draw, : self.steps]

    def left(self) -> NDArray[np.float64]:
        """What is left of each unit's 1, (units,), by the reference."""
        if self.masks == "ends":
            return np.ones(UNITS)
        draws = self.draws() if self.masks == "fresh" else self.draws()[:1]
        multipliers = inverted_multiplier(draws.shape, self.p, SharedDraws(draws.ravel()))
        return np.asarray(multipliers.prod(axis=0))

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, computed by ``dropout_course.reference`` on the same draws."""
        left = self.left()
        draws = {"fresh": self.steps, "locked": 1, "ends": 0}[self.masks]  # that a memory goes through
        return {
            "alive": float((left > 0).sum()),
            "alive.expected": UNITS * (1 - self.p) ** draws,
            "mean": float(left.mean()),
            "mean.expected": 1.0,
            "variance": float(left.var()),
            "variance.expected": (1 - self.p) ** -draws - 1,
            "largest": float(left.max()),
            "largest.expected": (1 - self.p) ** -draws,
        }
