"""The draw for a whole network: a multiplier for each place where dropout can stand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .._validation import Shape, check_shape
from ..moments import Form
from ..multipliers import classic_multiplier, inverted_multiplier
from ..rates import check_rate
from .perceptron import Network

MULTIPLIER = {"inverted": inverted_multiplier, "classic": classic_multiplier}


def draw_multipliers(
    network: Network,
    rates: Sequence[float],
    batch: Shape,
    rng: np.random.Generator,
    *,
    form: Form = "inverted",
    training: bool = True,
) -> list[NDArray[np.float64]]:
    """What ``forward_pass`` multiplies activations by, place after place, each with its own rate.

    m_l = b_l / (1 - p_l) (inverted) or b_l (classic),  b_l ~ Bernoulli(1 - p_l)
    [Srivastava et al. 2014, sec. 10 and 4]

    Args:
        network: L layers.
        rates: probability of *dropping* a unit at each of the L + 1 places; 0 where nothing drops.
        batch: how many masks to draw: ``len(x)`` for one an example, ``()`` for one that all share.
        rng: source of the draw.
        form: ``"inverted"`` (scaled by 1 / (1 - p) in training) or ``"classic"`` (1 - p at test time).
        training: False gives what test time multiplies by, and draws nothing.

    Returns:
        A multiplier (*batch, units) for each place.

    Raises:
        TypeError: a rate, ``batch`` or ``rng`` is of the wrong kind.
        ValueError: a rate is not in [0, 1], there is not one for each place, or ``form`` is unknown.
    """
    rates = check_rates(network, rates)
    check_form(form)
    draw, masks = MULTIPLIER[form], check_shape(batch)
    return [draw((*masks, network.sizes[place]), p, rng, training=training) for place, p in enumerate(rates)]


def check_rates(network: Network, rates: Sequence[float]) -> list[float]:
    """``rates`` as Python floats, if there is one for each place of ``network``."""
    places = len(network.sizes)
    if len(rates) != places:
        raise ValueError(
            f"rates must name one for each of the {places} places (input, hidden layers, output), "
            f"0 where nothing drops, not {len(rates)}"
        )
    return [check_rate(p) for p in rates]


def check_form(form: Form) -> None:
    """Refuse what names no form of dropout."""
    if form not in MULTIPLIER:
        raise ValueError(f'form must be "inverted" or "classic", not {form!r}')
