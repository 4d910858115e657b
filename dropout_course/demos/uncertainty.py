"""Is Monte-Carlo dropout wide where little is known? A curve, a gap in the data, passes one by one."""

from pathlib import Path
from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from dropout_course.reference import (
    Activation,
    Network,
    forward_pass,
    inverted_multiplier,
    mean_and_std,
    multiplier_moments,
)

from .demo import Demo
from .draws import SharedDraws

UNITS = 40
ACTIVATIONS: dict[str, Activation] = {"relu": "relu", "sigmoid": "sigmoid"}
RATES = (0.1, 0.3, 0.5)
POINTS = (20, 320)
SHARED_PASSES = 80

GRID = np.arange(-60, 61) / 20
DATA, GAP, BEYOND = (-1.5, 1.5), (0.0, 0.9), 2.0


class Uncertainty(Demo):
    """A trained network with dropout left on: its answers, their mean and band, beside the true error.

    The networks come from ``scripts/train_uncertainty_networks.py``.

    Args:
        seed: of the uniform draws that Python and browser share.
        passes: forward passes, 1 to 40; each is one mask for the whole curve.
        p: probability of *dropping* a hidden unit, in training and now: 0.1, 0.3 or 0.5.
        points: how many the network was fitted to, 20 or 320.
        network: ``"relu"`` or ``"sigmoid"``: what bends its 40 hidden units.
        start: which of the 80 shared masks comes first; after the last comes the first again.
    """

    name = "uncertainty"

    passes = traitlets.Int(8, min=1, max=40).tag(sync=True)
    p = traitlets.Enum(RATES, default_value=0.1).tag(sync=True)
    points = traitlets.Enum(POINTS, default_value=20).tag(sync=True)
    network = traitlets.Enum(tuple(ACTIVATIONS), default_value="relu").tag(sync=True)
    start = traitlets.Int(0, min=0, max=SHARED_PASSES - 1).tag(sync=True)
    _points = traitlets.Bytes().tag(sync=True)
    _networks = traitlets.Bytes().tag(sync=True)
    _uniforms = traitlets.Bytes().tag(sync=True)

    def __init__(self, seed: int = 1, **traits: Any) -> None:
        """Read the trained networks; draw the uniforms that every mask is made from."""
        uniforms = np.random.default_rng(seed).random((SHARED_PASSES, UNITS), dtype=np.float32)
        super().__init__(
            _points=_trained("points").tobytes(),
            _networks=_trained("networks").tobytes(),
            _uniforms=uniforms.tobytes(),
            **traits,
        )

    def draws(self) -> NDArray[np.float32]:
        """The uniforms of the passes in use, (passes, 40): a draw u keeps its unit if u >= p."""
        uniforms = np.frombuffer(self._uniforms, dtype=np.float32).reshape(SHARED_PASSES, UNITS)
        return np.take(uniforms, np.arange(self.start, self.start + self.passes), axis=0, mode="wrap")

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, computed by ``dropout_course.reference`` on the same draws."""
        network, x = trained_network(self.network, self.p, self.points), GRID[:, None]
        m = inverted_multiplier((self.passes, UNITS), self.p, SharedDraws(self.draws().ravel()))
        each = np.broadcast_to(x, (self.passes, *x.shape))  # (passes, 121, 1)
        _, seen = mean_and_std(forward_pass(network, each, [None, m[:, None, :], None]).output)
        tested = forward_pass(network, x)
        _, variance = multiplier_moments(self.p, form="inverted")
        theory = np.sqrt(variance * tested.inputs[1] ** 2 @ network.weights[1] ** 2)
        along_x = {"seen": seen, "theory": theory, "error": tested.output - 0.8 * np.sin(3 * x)}
        return {
            f"{region}.{name}": float(np.sqrt(np.mean(curve[rows] ** 2)))
            for region, rows in regions().items()
            for name, curve in along_x.items()
        }


def trained_network(network: str, p: float, points: int) -> Network:
    """The network of the demo that was fitted in this way.

    Args:
        network: ``"relu"`` or ``"sigmoid"``.
        p: probability of *dropping* a hidden unit, 0.1, 0.3 or 0.5.
        points: 20 or 320.

    Raises:
        ValueError: there is none.
    """
    known = (tuple(ACTIVATIONS), RATES, POINTS)
    asked = (network, p, points)
    if any(value not in values for value, values in zip(asked, known, strict=True)):
        raise ValueError(f"trained were networks, rates and numbers of points {known}, not {asked}")
    which = tuple(values.index(value) for value, values in zip(asked, known, strict=True))
    slopes, biases, outward, bias = np.split(
        _trained("networks")[which].astype(float), [UNITS, 2 * UNITS, 3 * UNITS]
    )
    return Network([slopes[None, :], outward[:, None]], [biases, bias], ACTIVATIONS[network])


def _trained(what: str) -> NDArray[np.float32]:
    """The ``points`` (320, 2), or the ``networks`` (activations, rates, numbers of points, parameters)."""
    with np.load(Path(__file__).with_suffix(".npz")) as trained:
        return np.asarray(trained[what])


def regions() -> dict[str, NDArray[np.bool]]:
    """Which places of the grid lie among the points, in the gap, and outside."""
    x = GRID
    gap = (x > GAP[0]) & (x < GAP[1])
    return {"data": (x >= DATA[0]) & (x <= DATA[1]) & ~gap, "gap": gap, "outside": np.abs(x) >= BEYOND}
