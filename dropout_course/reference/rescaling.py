"""From the classic form to the inverted one: weights, and the settings under which they train alike."""

from collections.abc import Sequence

from .network.multipliers import check_rates
from .network.perceptron import Network
from .rates import check_rate

POWERS = {
    "sgd": {"lr": 2, "weight_decay": -2},
    "momentum": {"lr": 2, "weight_decay": -2},
    "nesterov": {"lr": 2, "weight_decay": -2},
    "adam": {"lr": 1, "eps": -1, "weight_decay": -2},
    "adamw": {"lr": 1, "eps": -1, "weight_decay": -1},
}
"""By rule and setting the power of 1 - p that belongs to it; ``l2_gradient`` takes a rule's weight decay."""


def inverted_from_classic(network: Network, rates: Sequence[float]) -> Network:
    """The network that computes with inverted dropout what ``network`` computes with classic dropout.

    classic   a = (b h) W + c  in training,  (1 - p) h W + c  at test time    [Srivastava et al. 2014, sec. 4]
    inverted  a = (b h / (1 - p)) V + c  and  h V + c,  so V = (1 - p) W      [ibid., sec. 10]

    A layer is rescaled by the rate of the place before it. Biases stay: they were never dropped.

    Args:
        network: L layers, made for classic dropout.
        rates: probability of *dropping* a unit at each of the L + 1 places; 0 where nothing drops. The last,
            behind which no layer stands, must be 0.

    Raises:
        TypeError: a rate is not a number.
        ValueError: a rate is not in [0, 1], there is not one for each place, or the output drops.
    """
    *before, output = check_rates(network, rates)
    if output:
        raise ValueError(
            f"rates must end in 0, not {output}: no layer behind the output could be rescaled for it"
        )
    weights = [(1 - p) * w for p, w in zip(before, network.weights, strict=True)]
    return Network(weights, network.biases, network.activation)


def inverted_settings(rule: str, p: float, **settings: float) -> dict[str, float]:
    """What an optimiser must be set to for V = (1 - p) W to stay true, step after step.

    dL/dV = dL/dW / (1 - p), and V must move by 1 - p times what W moves by: for a rule that steps by
    lr times the gradient, lr (1 - p)^2; for one that steps by lr whatever the gradient's size, lr (1 - p)

    Args:
        rule: ``"sgd"``, ``"momentum"``, ``"nesterov"``, ``"adam"`` or ``"adamw"``.
        p: probability of *dropping* a unit before the layer, 0 <= p < 1 (not the keep probability).
        settings: of the weights behind classic dropout: ``lr`` and, where the rule knows them,
            ``weight_decay`` and ``eps``. All others, and those of biases, are the same in both forms.

    Raises:
        TypeError: ``p`` is not a number.
        ValueError: ``p`` is not in [0, 1), or the rule or a setting is unknown.
    """
    if check_rate(p) == 1:
        raise ValueError("p must be below 1: where all is dropped, no setting makes the two alike")
    if rule not in POWERS:
        raise ValueError(f"rule must be one of {', '.join(POWERS)}, not {rule!r}")
    if unknown := settings.keys() - POWERS[rule].keys():
        raise ValueError(f"{rule} has {', '.join(POWERS[rule])} to rescale, not {', '.join(sorted(unknown))}")
    return {name: value * (1 - p) ** POWERS[rule][name] for name, value in settings.items()}
