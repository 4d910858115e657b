"""One trained network, dropout off, left on, or with a factor forgotten: what does it say of one image?"""

from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from dropout_course.data import CLASSES
from dropout_course.reference import (
    arithmetic_mean,
    forward_pass,
    inverted_multiplier,
    mean_and_std,
    softmax,
)

from . import small_network
from .demo import Demo
from .draws import SharedDraws
from .small_network import P

SMALL = small_network.load()
IMAGES, UNITS = len(SMALL.labels), SMALL.levels[0].shape[1]
POOL = 200  # passes whose draws are shared


class TrainOrEval(Demo):
    """Activations and class probabilities of a small trained network, in both modes.

    Args:
        seed: of the uniform draws that Python and browser share. They are whole numbers of 1/256, which is
            exact for the network's p = 0.5.
        mode: how the network is used: ``"off"`` (dropout off, after ``eval()``), ``"on"`` (dropout left on,
            the mean of the passes) or ``"forgotten"`` (the classic form, off, without its factor 1 - p).
        image: which of the six, from 0.
        passes: how many with dropout on, 1 to 100.
        start: which of the 200 shared passes comes first; after the last comes the first again.
    """

    name = "train-or-eval"

    mode = traitlets.Enum(["off", "on", "forgotten"], default_value="on").tag(sync=True)
    image = traitlets.Int(0, min=0, max=IMAGES - 1).tag(sync=True)
    passes = traitlets.Int(20, min=1, max=100).tag(sync=True)
    start = traitlets.Int(0, min=0, max=POOL - 1).tag(sync=True)
    _uniforms = traitlets.Bytes().tag(sync=True)
    _levels = traitlets.Bytes(b"".join(levels.tobytes() for levels in SMALL.levels)).tag(sync=True)
    _scales = traitlets.List(list(SMALL.scales)).tag(sync=True)
    _pixels = traitlets.Bytes(SMALL.pixels.tobytes()).tag(sync=True)
    _labels = traitlets.List(SMALL.labels.tolist()).tag(sync=True)
    _classes = traitlets.List(list(CLASSES)).tag(sync=True)

    def __init__(self, seed: int = 1, **traits: Any) -> None:
        """Draw the uniforms that every mask of this demo is made from."""
        uniforms = np.random.default_rng(seed).integers(256, size=POOL * UNITS, dtype=np.uint8)
        super().__init__(_uniforms=uniforms.tobytes(), **traits)

    def multipliers(self) -> NDArray[np.float64]:
        """What the hidden units are multiplied by in each pass, (passes, units), by the reference."""
        whole = np.frombuffer(self._uniforms, dtype=np.uint8).reshape(POOL, UNITS)
        uniforms = whole.astype(np.float32) / np.float32(256)
        used = np.take(uniforms, np.arange(self.start, self.start + self.passes), axis=0, mode="wrap")
        return inverted_multiplier(used.shape, P, SharedDraws(used.ravel()))

    def probabilities(self, multipliers: NDArray[np.float64]) -> NDArray[np.floating[Any]]:
        """Class probabilities of the image under each of the multipliers, (passes, classes)."""
        x = np.repeat(small_network.inputs(SMALL.pixels)[[self.image]], len(multipliers), axis=0)
        return softmax(forward_pass(SMALL.network, x, [None, multipliers, None]).output)

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, computed by ``dropout_course.reference`` on the same draws."""
        on = self.probabilities(self.multipliers())
        off = self.probabilities(np.ones((1, UNITS)))[0]
        forgotten = self.probabilities(np.full((1, UNITS), 1 / (1 - P)))[0]
        label = SMALL.labels[self.image]
        answers = {"off": off, "one": on[0], "mean": arithmetic_mean(on), "forgotten": forgotten}
        return {
            **{f"{name}.right": float(q[label]) for name, q in answers.items()},
            **{f"{name}.nll": float(-np.log(q[label])) for name, q in answers.items()},
            "passes.std": float(mean_and_std(on)[1][label]),
            "passes.others": float((on.argmax(axis=1) != off.argmax()).sum()),
        }
