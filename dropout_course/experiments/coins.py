"""Ways to toss coins, what each takes from the generator, and what it should."""

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..kernels import digits, keep_mask

Mask: TypeAlias = NDArray[np.bool]
Toss: TypeAlias = Callable[[int, float, np.random.Generator], Mask]
"""How many coins, how often they drop, and from where; True where a unit stays."""


def bit_by_bit(count: int, p: float, rng: np.random.Generator) -> Mask:
    """[U >= p] for ``count`` uniform U, 0 < p < 1, one binary digit at a time: as few bits as coins can take.

    That no way of tossing single coins takes fewer on average: Knuth and Yao 1976.
    """
    ds = np.trim_zeros(np.unpackbits(np.array(digits(p))), "b")

    def compare(count: int, place: int) -> Mask:
        drawn = np.unpackbits(np.frombuffer(rng.bytes(-(-count // 8)), np.uint8))[:count]
        keep: Mask = drawn >= ds[place]
        if place + 1 < len(ds):
            (ties,) = (drawn == ds[place]).nonzero()
            if ties.size:
                keep[ties] = compare(ties.size, place + 1)
        return keep

    return compare(count, 0)


TOSSES: dict[str, Toss] = {
    "float64": lambda count, p, rng: rng.random(count) >= p,
    "float32": lambda count, p, rng: rng.random(count, dtype=np.float32) >= np.float32(p),
    "bytes": keep_mask,
    "bits": bit_by_bit,
}


def expected_bits(p: float, unit: int) -> float:
    """Random bits that a coin takes on average if its digits come ``unit`` bits at a time, 0 < p < 1.

    unit * (1 + 2^-unit + 2^(-2 unit) + ...),  a term for each digit of p: all earlier ones have tied
    """
    length = p.as_integer_ratio()[1].bit_length() - 1  # binary digits behind the point
    return float(unit * sum(2.0 ** (-unit * place) for place in range(math.ceil(length / unit))))


def entropy(p: float) -> float:
    """Bits that a coin is worth, H(p) = -p log2 p - (1 - p) log2 (1 - p), 0 < p < 1."""
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def counted(toss: Toss, p: float, seed: int, coins: int) -> dict[str, float]:
    """Bits drawn for a coin, and the share of coins that dropped.

    Philox makes its numbers by enciphering a counter, four words of 64 bits at a time: its state tells how
    many words have been drawn, whoever drew them.
    """
    bits = np.random.Philox(seed)
    before = _words(bits)
    keep = toss(coins, p, np.random.Generator(bits))
    return {"bits": 64 * (_words(bits) - before) / coins, "dropped": 1 - float(keep.mean())}


def _words(bits: np.random.Philox) -> int:
    state: Mapping[str, Any] = bits.state
    return 4 * int(state["state"]["counter"][0]) + int(state["buffer_pos"])
