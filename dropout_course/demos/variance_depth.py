"""What does dropout do to the size of activations, layer after layer, in training and at test time?"""

from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from dropout_course.reference import (
    Network,
    draw_multipliers,
    expected_second_moments,
    second_moments,
)

from .demo import Demo
from .draws import SharedDraws

EXAMPLES, WIDTH, DEEPEST = 16, 32, 10
LEVELS = 40  # of a weight's byte to one standard deviation
DRAWS_A_LAYER = EXAMPLES * WIDTH
SHARED_DRAWS = 5119  # a prime: however many layers draw, the next masks are others


class VarianceDepth(Demo):
    """A ReLU network as it is before training: the second moment of what each hidden layer hands on.

    16 examples run through hidden layers of 32 units, with inverted dropout after each. The weights are
    random and scaled so that with He's gain of 2 and without dropout every layer hands on 1.

    Args:
        seed: of examples, weights and the uniform draws that Python and browser share; 44 gives one draw that
            stays near the average over all of them.
        p: probability of *dropping* a hidden unit, 0 <= p <= 0.8 (not the keep probability).
        depth: hidden layers, 1 to 10.
        gain: g of an initialisation with variance g / inputs, 0.4 to 3; He's is 2.
        start: which of the 5119 shared draws comes first; after the last comes the first again.
    """

    name = "variance-depth"

    p = traitlets.Float(0.5, min=0, max=0.8).tag(sync=True)
    depth = traitlets.Int(10, min=1, max=DEEPEST).tag(sync=True)
    gain = traitlets.Float(2.0, min=0.4, max=3).tag(sync=True)
    start = traitlets.Int(0, min=0, max=SHARED_DRAWS - 1).tag(sync=True)
    _levels = traitlets.Bytes().tag(sync=True)
    _scales = traitlets.Bytes().tag(sync=True)
    _uniforms = traitlets.Bytes().tag(sync=True)

    def __init__(self, seed: int = 44, **traits: Any) -> None:
        """Draw examples and weights, as levels of a byte, and the uniforms that every mask is made from."""
        rng = np.random.default_rng(seed)
        x, *weights = (
            np.clip(np.round(rng.normal(0, LEVELS, shape)), -127, 127)
            for shape in [(EXAMPLES, WIDTH), *[(WIDTH, WIDTH)] * DEEPEST]
        )
        scales = [_to_one(x)]
        h = scales[0] * x
        for w in weights:
            handed_on = np.maximum(h @ w, 0)
            scales.append(_to_one(handed_on))
            h = scales[-1] * handed_on
        super().__init__(
            _levels=np.concatenate([x.ravel(), *map(np.ravel, weights)]).astype(np.int8).tobytes(),
            _scales=np.array(scales, dtype=np.float32).tobytes(),
            _uniforms=rng.integers(256, size=SHARED_DRAWS, dtype=np.uint8).tobytes(),
            **traits,
        )

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, computed by ``dropout_course.reference`` on the same draws."""
        network, x = self._network_and_x()
        seen = {
            "training": second_moments(network, x, self._multipliers(network)),
            "test": second_moments(network, x),
        }
        theory = {
            mode: expected_second_moments(self.p, self.depth, gain=self.gain, training=mode == "training")
            for mode in seen
        }
        last = {
            f"{mode}.{kind}": float(moments[mode][-1])
            for kind, moments in (("seen", seen), ("theory", theory))
            for mode in seen
        }
        ratios = {
            f"ratio.{kind}": last[f"training.{kind}"] / last[f"test.{kind}"] for kind in ("seen", "theory")
        }
        return last | ratios

    def _network_and_x(self) -> tuple[Network, NDArray[np.float64]]:
        """The hidden layers in use, an output layer that nobody looks at, and the examples."""
        levels = np.frombuffer(self._levels, dtype=np.int8).astype(np.float64)
        scales = np.frombuffer(self._scales, dtype=np.float32).astype(np.float64)
        x, w = levels[: EXAMPLES * WIDTH], levels[EXAMPLES * WIDTH :].reshape(DEEPEST, WIDTH, WIDTH)
        weights = [np.sqrt(self.gain / 2) * scales[1 + i] * w[i] for i in range(self.depth)]
        biases = [np.zeros(WIDTH)] * self.depth
        network = Network([*weights, np.zeros((WIDTH, 1))], [*biases, np.zeros(1)])
        return network, scales[0] * x.reshape(EXAMPLES, WIDTH)

    def _multipliers(self, network: Network) -> list[NDArray[np.float64] | None]:
        """Masks from the shared draws after each hidden layer: a draw u keeps a unit if u >= p."""
        places = np.arange(self.start, self.start + self.depth * DRAWS_A_LAYER)
        drawn = np.take(np.frombuffer(self._uniforms, dtype=np.uint8), places, mode="wrap")
        ends = np.zeros(DRAWS_A_LAYER), np.zeros(EXAMPLES)  # of input and output, where nothing drops
        uniforms = np.concatenate([ends[0], (drawn + 0.5) / 256, ends[1]])
        rates = [0.0, *[self.p] * self.depth, 0.0]
        draws = SharedDraws(uniforms.astype(np.float32))
        return [*draw_multipliers(network, rates, (EXAMPLES,), draws)]


def _to_one(values: NDArray[np.float64]) -> float:
    """What to multiply ``values`` by so that their second moment is 1, as float32 can hold it."""
    return float(np.float32(1 / np.sqrt(np.mean(values**2))))
