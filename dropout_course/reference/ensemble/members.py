"""The ensemble that dropout trains: all subnetworks of a small network, with their probabilities."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._validation import FloatArray, check_float_array
from ..moments import Form
from ..network.multipliers import check_form, check_rates, draw_multipliers
from ..network.passes import forward_pass
from ..network.perceptron import Network

MOST_UNITS = 16  # 65,536 subnetworks


class Subnetworks(NamedTuple):
    """Every subnetwork that dropout can draw.

    Attributes:
        probabilities: of each, (members,); they sum to 1.
        multipliers: for each place (members, units): what makes the network each of them.
    """

    probabilities: NDArray[np.float64]
    multipliers: tuple[NDArray[np.float64], ...]


def subnetworks(network: Network, rates: Sequence[float], *, form: Form = "inverted") -> Subnetworks:
    """All 2^n masks of the n units that may drop or stay, and how probable each is.

    P(b) = prod_j (1 - p_j)^{b_j} p_j^{1 - b_j}    [Srivastava et al. 2014, sec. 1: 2^n thinned networks]

    Args:
        network: L layers.
        rates: probability of *dropping* a unit at each of the L + 1 places; 0 where nothing drops.
        form: ``"inverted"`` (survivors are scaled by 1 / (1 - p)) or ``"classic"`` (they are left alone).

    Raises:
        TypeError: a rate is not a number.
        ValueError: a rate is not in [0, 1], there is not one for each place, ``form`` is unknown, or
            n > 16: draw some of so many subnetworks with ``monte_carlo``.
    """
    check_form(form)
    p = np.repeat(check_rates(network, rates), network.sizes)  # (units,), all places in a row
    undecided = (p > 0) & (p < 1)
    masks = all_masks(int(undecided.sum()))  # (members, n)
    keep = np.tile(p < 1, (len(masks), 1))  # (members, units)
    keep[:, undecided] = masks
    probabilities = np.where(keep, 1 - p, p).prod(axis=1)
    divisor = 1 - p if form == "inverted" else np.ones_like(p)
    multipliers = np.divide(keep, divisor, out=np.zeros(keep.shape), where=keep)  # p = 1: 0, not 0 / 0
    return Subnetworks(probabilities, tuple(np.split(multipliers, np.cumsum(network.sizes)[:-1], axis=1)))


def all_masks(n: int) -> NDArray[np.bool]:
    """All 2^n masks of n units, (2^n, n): row i holds the binary digits of i.

    Raises:
        ValueError: n > 16.
    """
    if n > MOST_UNITS:
        raise ValueError(
            f"{n} units make 2^{n} subnetworks, too many to enumerate: let at most {MOST_UNITS} units drop, "
            "or draw some subnetworks with monte_carlo"
        )
    return np.asarray((np.arange(2**n)[:, None] >> np.arange(n)[::-1]) % 2 == 1)


def member_outputs(network: Network, x: FloatArray, members: Subnetworks) -> FloatArray:
    """What each subnetwork answers to each example.

    Args:
        network: whose subnetworks they are.
        x: examples, (..., in).
        members: what ``subnetworks`` returned.

    Returns:
        Outputs, (members, ..., out).

    Raises:
        TypeError: ``x`` is not a numpy array of floats.
        ValueError: ``x`` does not fit the network.
    """
    each = np.broadcast_to(check_float_array(x, "x"), (len(members.probabilities), *x.shape))
    shared = tuple(range(1, x.ndim))  # the axes of the examples: a member is one mask for all
    return forward_pass(network, each, [np.expand_dims(m, shared) for m in members.multipliers]).output


def monte_carlo(
    network: Network,
    x: FloatArray,
    rates: Sequence[float],
    passes: int,
    rng: np.random.Generator,
    *,
    form: Form = "inverted",
) -> FloatArray:
    """Outputs of so many forward passes with dropout left on, a fresh mask for every example in each.

    y_t = y(x; b_t),  b_t ~ P(b),  t = 1..T    [Gal and Ghahramani 2016, sec. 4]

    The passes are drawn one after the other: more of them continue the same sequence.

    Args:
        network: L layers.
        x: examples, (..., in).
        rates: probability of *dropping* a unit at each of the L + 1 places; 0 where nothing drops.
        passes: T, how many.
        rng: source of the draw.
        form: ``"inverted"`` or ``"classic"``, as the network was trained.

    Returns:
        Outputs, (passes, ..., out).

    Raises:
        TypeError: an argument is of the wrong kind.
        ValueError: ``passes`` is below 1, a rate is not in [0, 1], there is not one for each place, ``form``
            is unknown, or ``x`` does not fit the network.
    """
    check_float_array(x, "x")
    if passes < 1:
        raise ValueError(f"passes must be 1 or more, not {passes!r}")
    masks = (draw_multipliers(network, rates, x.shape[:-1], rng, form=form) for _ in range(passes))
    return np.stack([forward_pass(network, x, m).output for m in masks])


def weight_scaling(
    network: Network, x: FloatArray, rates: Sequence[float], *, form: Form = "inverted"
) -> FloatArray:
    """What the whole network answers at test time, in the place of its subnetworks.

    y = y(x; E[m]),  E[m] = 1 (inverted) or 1 - p (classic)    [Srivastava et al. 2014, sec. 4 and 10]

    Where the output is linear in every single multiplier this is the ensemble's mean output: one layer, no
    bend between the layers, or dropout after the last bend only. Elsewhere it is an approximation.

    Args:
        network: L layers.
        x: examples, (..., in).
        rates: probability of *dropping* a unit at each of the L + 1 places; 0 where nothing drops.
        form: ``"inverted"`` or ``"classic"``, as the network was trained.

    Returns:
        Outputs, (..., out).

    Raises:
        TypeError: ``x`` is not a numpy array of floats, or a rate not a number.
        ValueError: a rate is not in [0, 1], there is not one for each place, ``form`` is unknown, or ``x``
            does not fit the network.
    """
    check_form(form)
    expected = [1.0 if form == "inverted" else 1 - p for p in check_rates(network, rates)]
    return forward_pass(network, x, [np.array([mean]) for mean in expected]).output
