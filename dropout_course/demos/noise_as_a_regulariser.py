"""What does noise on the inputs do to a linear regression? It charges for weights, feature by feature."""

from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from dropout_course.reference import (
    dropout_penalty,
    dropout_regression,
    forward,
    inverted_multiplier,
    ridge_regression,
)

from .demo import Demo
from .draws import SharedDraws

EXAMPLES = 8
SHARED_MASKS = 128
LEAST_SQUARES = (1.2, -0.2)  # effects that fit best, whatever the correlation and the scale
NOISE = 0.5  # standard deviation of what no feature explains


class NoiseAsARegulariser(Demo):
    """Two features, dropped at the input: the weights in theory, after some masks, and those of ridge.

    All weights are shown as *effects*: what one standard deviation of the feature does to the prediction.

    Args:
        seed: of the examples and of the uniform draws that Python and browser share.
        p: probability of *dropping* a feature of an example, 0 to 0.9 (not the keep probability).
        rho: correlation of the two features, 0 to 0.95.
        scale: standard deviation of feature 2; that of feature 1 is 1. In metres it is smaller than in feet.
        n: number of masks, each for all examples and features, 1 to 64.
        start: which of the 128 shared masks comes first; after the last comes the first again.
    """

    name = "noise-as-a-regulariser"

    p = traitlets.Float(0.5, min=0, max=0.9).tag(sync=True)
    rho = traitlets.Float(0.8, min=0, max=0.95).tag(sync=True)
    scale = traitlets.Float(1.0, min=0.25, max=4).tag(sync=True)
    n = traitlets.Int(16, min=1, max=64).tag(sync=True)
    start = traitlets.Int(0, min=0, max=SHARED_MASKS - 1).tag(sync=True)
    _basis = traitlets.Bytes().tag(sync=True)
    _uniforms = traitlets.Bytes().tag(sync=True)

    def __init__(self, seed: int = 1, **traits: Any) -> None:
        """Draw the examples, and the uniforms that every mask is made from."""
        of_examples, of_masks = np.random.default_rng(seed).spawn(2)
        uncorrelated, _ = np.linalg.qr(of_examples.normal(size=(EXAMPLES, 3)))
        basis = (np.sqrt(EXAMPLES) * uncorrelated).astype(np.float32)
        uniforms = of_masks.random((SHARED_MASKS, EXAMPLES, 2), dtype=np.float32)
        super().__init__(_basis=basis.tobytes(), _uniforms=uniforms.tobytes(), **traits)

    def examples(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Features (8, 2) with the correlation and the scale asked for, and targets (8,)."""
        basis = np.frombuffer(self._basis, dtype=np.float32).reshape(EXAMPLES, 3).astype(float)
        first, own, noise = basis.T
        second = self.rho * first + np.sqrt(1 - self.rho**2) * own
        targets = LEAST_SQUARES[0] * first + LEAST_SQUARES[1] * second + NOISE * noise
        return np.stack([first, self.scale * second], axis=1), targets

    def draws(self) -> NDArray[np.float32]:
        """The uniforms of the ``n`` masks in use, (n, 8, 2): a draw u keeps its feature if u >= p."""
        uniforms = np.frombuffer(self._uniforms, dtype=np.float32).reshape(SHARED_MASKS, EXAMPLES, 2)
        return np.take(uniforms, np.arange(self.start, self.start + self.n), axis=0, mode="wrap")

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, computed by ``dropout_course.reference`` on the same draws."""
        x, y = self.examples()
        of_features = dropout_penalty(x, self.p)
        penalties = {
            "dropout": of_features,
            "ridge": np.full(2, of_features[0]),  # one for both: what dropout charges for feature 1
            "least-squares": np.zeros(2),
        }
        weights = {
            "dropout": dropout_regression(x, y, self.p),
            "masks": self._regression_on_masked_copies(x, y),
            "ridge": ridge_regression(x, y, penalties["ridge"]),
            "least-squares": ridge_regression(x, y, penalties["least-squares"]),
        }
        effects = {name: w * [1, self.scale] for name, w in weights.items()}
        return {
            **{f"{name}.effect{i + 1}": float(pair[i]) for name, pair in effects.items() for i in (0, 1)},
            **{
                f"{name}.penalty{i + 1}": float(pair[i]) / EXAMPLES
                for name, pair in penalties.items()
                for i in (0, 1)
            },
        }

    def _regression_on_masked_copies(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> NDArray[np.floating]:
        """Least squares on as many copies of the examples as there are masks, each through its own."""
        m = inverted_multiplier((self.n, *x.shape), self.p, SharedDraws(self.draws().ravel()))
        copies = forward(np.tile(x, (self.n, 1, 1)), m).reshape(-1, 2)  # (masks * examples, 2)
        return ridge_regression(copies, np.tile(y, self.n), np.zeros(2))
