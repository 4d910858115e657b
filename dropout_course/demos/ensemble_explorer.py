"""All subnetworks of a small network: which mean of their answers does one scaled pass give?"""

from typing import Any, cast

import numpy as np
import traitlets
from numpy.typing import NDArray

from dropout_course.reference import (
    Activation,
    Network,
    arithmetic_mean,
    draw_network,
    geometric_mean,
    mean_and_std,
    member_outputs,
    softmax,
    subnetworks,
    weight_scaling,
)

from .demo import Demo

INPUTS, HIDDEN, CLASSES = 4, 4, 2
SHAPES = {"x": (INPUTS,), "w1": (INPUTS, HIDDEN), "b1": (HIDDEN,), "w2": (HIDDEN, CLASSES)}
"""What one network with its example is made of, in the order in which it is sent to the browser."""
NETWORKS = 8


class EnsembleExplorer(Demo):
    """One example's answers by all subnetworks, against weight scaling and two means of them.

    Args:
        seed: of the networks that Python and browser share.
        p: probability of *dropping* a unit, 0 <= p <= 0.8 (not the keep probability).
        drops: where: ``"hidden"`` units, ``"inputs"``, or ``"both"``.
        activation: what bends the hidden units: ``"relu"``, or ``"identity"``, which bends nothing.
        sharpness: the output layer's weights are multiplied by it, 0 to 3.
        network: which of the 8 shared networks.
    """

    name = "ensemble-explorer"

    p = traitlets.Float(0.5, min=0, max=0.8).tag(sync=True)
    drops = traitlets.Enum(["hidden", "inputs", "both"], default_value="hidden").tag(sync=True)
    activation = traitlets.Enum(["relu", "identity"], default_value="relu").tag(sync=True)
    sharpness = traitlets.Float(1.0, min=0, max=3).tag(sync=True)
    network = traitlets.Int(0, min=0, max=NETWORKS - 1).tag(sync=True)
    _networks = traitlets.Bytes().tag(sync=True)

    def __init__(self, seed: int = 210, **traits: Any) -> None:
        """Draw the networks and an example for each."""
        rng = np.random.default_rng(seed)
        drawn = np.concatenate([_draw(rng) for _ in range(NETWORKS)])
        super().__init__(_networks=drawn.astype(np.float32).tobytes(), **traits)

    def example_and_network(self) -> tuple[NDArray[np.float64], Network]:
        """What the demo shows, (inputs,) and the network that answers to it."""
        drawn = np.frombuffer(self._networks, dtype=np.float32).reshape(NETWORKS, -1)[self.network]
        ends = np.cumsum([np.prod(shape) for shape in SHAPES.values()])
        parts = np.split(drawn.astype(np.float64), ends[:-1])
        x, w1, b1, w2 = (part.reshape(s) for part, s in zip(parts, SHAPES.values(), strict=True))
        activation = cast(Activation, self.activation)
        return x, Network([w1, self.sharpness * w2], [b1, np.zeros(CLASSES)], activation)

    def rates(self) -> tuple[float, float, float]:
        """``p`` wherever units drop: the rates of inputs, hidden units and outputs."""
        return self.p * (self.drops != "hidden"), self.p * (self.drops != "inputs"), 0.0

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, computed by ``dropout_course.reference`` on the same network."""
        x, network = self.example_and_network()
        members = subnetworks(network, self.rates())
        answers = softmax(member_outputs(network, x, members))  # (members, classes)
        scaled = softmax(weight_scaling(network, x, self.rates()))
        ways = {
            "scaled": scaled,
            "geometric": geometric_mean(answers, members.probabilities),
            "arithmetic": arithmetic_mean(answers, members.probabilities),
        }
        return {
            "members": float(len(answers)),
            "spread": mean_and_std(answers, members.probabilities)[1][0].item(),
            "member.nll": arithmetic_mean(-np.log(answers), members.probabilities)[0].item(),
            **{f"{way}.p": q[0].item() for way, q in ways.items()},
            **{f"{way}.off": (q - scaled)[0].item() for way, q in ways.items()},
            **{f"{way}.nll": -np.log(q[0]).item() for way, q in ways.items()},
        }


def _draw(rng: np.random.Generator) -> NDArray[np.float64]:
    """A network without output biases and an example, laid out as ``SHAPES`` says."""
    network = draw_network((INPUTS, HIDDEN, CLASSES), rng)
    b1 = rng.normal(0, 0.5, HIDDEN)
    x = rng.normal(size=INPUTS)
    return np.concatenate([x, network.weights[0].ravel(), b1, network.weights[1].ravel()])
