"""Dropping squares of a feature map instead of single activations: DropBlock [Ghiasi, Lin and Le 2018].

A neighbour in a map tells much of what a single dropped activation said; a dropped square takes the
neighbours along. Squares start at random places where they fit into the map, and may overlap:

    s ~ Bernoulli(gamma) for every start,   b_i = 1 unless a square covers place i
    P(b_i = 1) = (1 - gamma)^n_i,           n_i = number of starts whose square covers i

The paper's gamma, p / block^2 * size^2 / (size - block + 1)^2, overlooks the overlaps and so drops less than
p; here gamma is the number for which the expected dropped share of the map is exactly p.
"""

from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from ._validation import Shape, check_draw, check_shape
from .rates import check_rate

HALVINGS = 64  # of [0, 1]: more than a float can tell apart


def squares_over(size: Shape, block: int) -> NDArray[np.int64]:
    """How many squares that fit into a map cover each of its places: n_i, of shape ``size``.

    Args:
        size: (height, width) of the map.
        block: side of the squares.

    Raises:
        ValueError: the map has not two axes, or no square fits into it.
    """
    size = check_shape(size)
    if len(size) != 2 or not 1 <= block <= min(size):
        raise ValueError(
            f"squares must have a side from 1 to the shorter side of a map (height, width), "
            f"not {block} in {size}"
        )
    along_y, along_x = (np.convolve(np.ones(n - block + 1, int), np.ones(block, int)) for n in size)
    return np.outer(along_y, along_x)


@lru_cache(maxsize=256)  # the same few layers ask in every step
def block_seed_rate(p: float, size: tuple[int, int], block: int) -> float:
    """gamma: how likely a square starts at a place, so that on average a share ``p`` of the map is covered.

    1 - mean_i (1 - gamma)^n_i = p, solved by halving: the left side grows with gamma.

    Args:
        p: expected share of the map that is *dropped*, 0 <= p <= 1.
        size: (height, width) of the map.
        block: side of the squares; 1 gives gamma = p.

    Raises:
        ValueError: ``p`` is not in [0, 1], or no square fits into the map.
    """
    p = check_rate(p)
    covering, places = np.unique(squares_over(size, block), return_counts=True)
    if p in (0, 1):
        return p
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        gamma = (low + high) / 2
        dropped = 1 - places @ (1 - gamma) ** covering / places.sum()
        low, high = (gamma, high) if dropped < p else (low, gamma)
    return (low + high) / 2


def block_keep_probability(p: float, size: tuple[int, int], block: int) -> NDArray[np.float64]:
    """P(b_i = 1) for each place of a map: fewer squares reach its edges, so these are kept more often.

    Arguments and errors as for ``block_seed_rate``.
    """
    return np.asarray((1 - block_seed_rate(p, size, block)) ** squares_over(size, block), dtype=np.float64)


def block_keep_mask(shape: Shape, p: float, block: int, rng: np.random.Generator) -> NDArray[np.bool]:
    """Which places of each map stay: squares are dropped, each map's own.

    Args:
        shape: of the activations, (..., height, width).
        p: expected share *dropped*, 0 <= p <= 1.
        block: side of the squares.
        rng: source of the draw; one number for each start, whatever ``p`` is, so masks of several rates
            drawn from equal generators are nested.

    Returns:
        Boolean array of ``shape``.

    Raises:
        TypeError: ``shape``, ``p`` or ``rng`` is of the wrong kind.
        ValueError: ``p`` is not in [0, 1], or no square fits into the map.
    """
    shape, p = check_draw(shape, p, rng)
    height, width = size = _map_of(shape)
    gamma = block_seed_rate(p, size, block)
    starts = rng.random((*shape[:-2], height - block + 1, width - block + 1)) < gamma
    edge = block - 1  # place i is covered by the starts i - block + 1 to i
    padded = np.pad(starts, [(0, 0)] * (len(shape) - 2) + [(edge, edge)] * 2)
    return np.asarray(~sliding_window_view(padded, (block, block), axis=(-2, -1)).any((-2, -1)))


def block_multiplier(
    shape: Shape, p: float, block: int, rng: np.random.Generator, *, training: bool = True
) -> NDArray[np.float64]:
    """What DropBlock multiplies activations by: 0 in the squares, elsewhere 1 / P(b_i = 1).

    m_i = b_i / P(b_i = 1),  so E[m_i] = 1 at every place, as in inverted dropout. The paper divides by the
    share of the draw that was kept, which is right for the sum over a map, not for each place.

    Args:
        shape: of the activations, (..., height, width).
        p: expected share *dropped*, 0 <= p <= 1.
        block: side of the squares.
        rng: source of the draw.
        training: False returns ones and draws nothing.

    Returns:
        Multiplier of ``shape``, float64.

    Raises:
        TypeError: ``shape``, ``p`` or ``rng`` is of the wrong kind.
        ValueError: ``p`` is not in [0, 1], or no square fits into the map.
    """
    shape, p = check_draw(shape, p, rng)
    size = _map_of(shape)
    probability = block_keep_probability(p, size, block)
    if not training:
        return np.ones(shape)
    keep = block_keep_mask(shape, p, block, rng)
    return np.divide(keep, probability, out=np.zeros(shape), where=keep)  # p = 1 keeps nothing: no 0 / 0


def _map_of(shape: tuple[int, ...]) -> tuple[int, int]:
    """Height and width of activations of ``shape``."""
    if len(shape) < 2:
        raise ValueError(f"squares are dropped from maps: shape must be (..., height, width), not {shape}")
    return shape[-2], shape[-1]
