"""When do two networks, one with classic and one with inverted dropout, train alike?"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import traitlets
from numpy.typing import NDArray

from dropout_course.reference import (
    Form,
    Network,
    adam,
    backward_pass,
    classic_multiplier,
    forward_pass,
    inverted_multiplier,
    momentum,
    sgd,
    squared_loss,
)

from .demo import Demo
from .draws import SharedDraws, float64s

EXAMPLES, HIDDEN = 16, 20
SHARED_DRAWS = 2003  # a prime: however many draws a step takes, no step meets the masks of another
DRAWS_A_STEP = EXAMPLES * HIDDEN

Rule: TypeAlias = Callable[..., tuple[NDArray[np.floating[Any]], Any]]
OPTIMISERS: dict[str, tuple[Rule, float]] = {  # each with its learning rate
    "sgd": (sgd, 0.01),
    "momentum": (momentum, 0.001),
    "adam": (adam, 0.01),
}


class Rescaling(NamedTuple):
    """Powers of 1 - p by which the inverted network's output weights and their rate are multiplied."""

    weights: int
    rate: int


RESCALINGS = {
    "nothing": Rescaling(0, 0),
    "weights": Rescaling(1, 0),
    "rate": Rescaling(1, 1),
    "rate-squared": Rescaling(1, 2),
}


class ClassicOrInverted(Demo):
    """Two small networks learn one curve from the same draws; what must be rescaled to make them one?

    Each has 1 input, 20 hidden ReLU units, which drop, and 1 output, and learns 16 points, all at each step.

    Args:
        seed: of points, initial weights and the uniform draws that Python and browser share.
        p: probability of *dropping* a hidden unit, 0 <= p <= 0.8 (not the keep probability).
        steps: of training, 0 to 300.
        optimiser: ``"sgd"``, ``"momentum"`` (0.9) or ``"adam"``.
        rescaled: what of the inverted network's output weights: ``"nothing"``; ``"weights"``, their initial
            values by 1 - p; ``"rate"``, their learning rate by 1 - p, too; ``"rate-squared"``, by its square.
        start: which of the 2003 shared draws comes first; after the last comes the first again.
    """

    name = "classic-or-inverted"

    p = traitlets.Float(0.5, min=0, max=0.8).tag(sync=True)
    steps = traitlets.Int(80, min=0, max=300).tag(sync=True)
    optimiser = traitlets.Enum(tuple(OPTIMISERS), "sgd").tag(sync=True)
    rescaled = traitlets.Enum(tuple(RESCALINGS), "nothing").tag(sync=True)
    start = traitlets.Int(0, min=0, max=SHARED_DRAWS - 1).tag(sync=True)
    _points = traitlets.Bytes().tag(sync=True)
    _parameters = traitlets.Bytes().tag(sync=True)
    _uniforms = traitlets.Bytes().tag(sync=True)

    def __init__(self, seed: int = 15, **traits: Any) -> None:
        """Draw the points, the initial weights and the uniforms that every mask is made from."""
        rng = np.random.default_rng(seed)
        x = np.linspace(-1, 1, EXAMPLES)
        y = 0.9 * np.sin(2 * x) + rng.normal(0, 0.1, EXAMPLES)
        bends = rng.normal(0, 1.5, HIDDEN), rng.uniform(-1, 1, HIDDEN)  # spread over the inputs
        output = rng.normal(0, np.sqrt(2 / HIDDEN), HIDDEN), np.zeros(1)
        super().__init__(
            _points=_float32_bytes(x, y),
            _parameters=_float32_bytes(*bends, *output),
            _uniforms=_float32_bytes(rng.random(SHARED_DRAWS)),
            **traits,
        )

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, computed by ``dropout_course.reference`` on the same draws."""
        classic, classic_numbers = self._numbers_of("classic")
        inverted, inverted_numbers = self._numbers_of("inverted")
        return {
            **classic_numbers,
            **inverted_numbers,
            "difference": float(np.abs(inverted - classic).max()),
        }

    def _numbers_of(self, form: Form) -> tuple[NDArray[np.floating[Any]], dict[str, float]]:
        """Outputs at test time for the points, and the numbers of the network that ``form`` trains."""
        _, y = self._xy()
        network, trained = self._initial(form), self._trained(form)
        outputs = self._outputs(trained, form)
        return outputs, {
            f"{form}.start-loss": squared_loss(self._outputs(network, form), y)[0],
            f"{form}.loss": squared_loss(outputs, y)[0],
            f"{form}.weights": float(np.sqrt((trained.weights[1] ** 2).mean())),
        }

    def _xy(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The points: inputs and targets, (examples, 1) each."""
        x, y = float64s(self._points).reshape(2, EXAMPLES, 1)
        return x, y

    def _initial(self, form: Form) -> Network:
        """The network before training."""
        w, b, v, c = np.split(float64s(self._parameters), [HIDDEN, 2 * HIDDEN, 3 * HIDDEN])
        v = v * self._share(form, RESCALINGS[self.rescaled].weights)
        return Network([w[None, :], v[:, None]], [b, c])

    def _share(self, form: Form, power: int) -> float:
        """What the output weights or their learning rate are multiplied by."""
        return float((1 - self.p) ** power) if form == "inverted" else 1.0

    def _trained(self, form: Form) -> Network:
        """The network after ``steps`` steps on all points, with a mask for every point of every step."""
        x, y = self._xy()
        uniforms = np.frombuffer(self._uniforms, dtype=np.float32)
        draws = SharedDraws(
            np.take(uniforms, np.arange(self.start, self.start + self.steps * DRAWS_A_STEP), mode="wrap")
        )
        rule, rate = OPTIMISERS[self.optimiser]
        output_rate = rate * self._share(form, RESCALINGS[self.rescaled].rate)
        rules = [partial(rule, lr=lr) for lr in (rate, output_rate, rate, rate)]  # weights, then biases
        network, states = self._initial(form), [None] * len(rules)
        for _ in range(self.steps):
            multiplier = _multiplier(form, (EXAMPLES, HIDDEN), self.p, draws)
            passed = forward_pass(network, x, [None, multiplier, None])
            gradients = backward_pass(network, passed, squared_loss(passed.output, y)[1])
            parameters = [*network.weights, *network.biases]
            slopes = [*gradients.weights, *gradients.biases]
            moved = [step(w, dw, s) for step, w, dw, s in zip(rules, parameters, slopes, states, strict=True)]
            parameters, states = [w for w, _ in moved], [state for _, state in moved]
            network = Network(parameters[:2], parameters[2:])
        return network

    def _outputs(self, network: Network, form: Form) -> NDArray[np.floating[Any]]:
        """What the network puts out for the points at test time, (examples, 1)."""
        multiplier = _multiplier(form, HIDDEN, self.p, SharedDraws(np.empty(0, np.float32)), training=False)
        return forward_pass(network, self._xy()[0], [None, multiplier, None]).output


def _multiplier(form: Form, *args: Any, **kwargs: Any) -> NDArray[np.float64]:
    return {"inverted": inverted_multiplier, "classic": classic_multiplier}[form](*args, **kwargs)


def _float32_bytes(*arrays: NDArray[np.float64]) -> bytes:
    return np.concatenate(arrays).astype(np.float32).tobytes()
