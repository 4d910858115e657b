"""Inverted dropout at full speed: masks from raw random bytes, the same law as ``reference``, float32.

A coin that shows heads with probability 1 - p needs few random bits. One byte decides 255 coins in 256;
where it ties with the first digit of p in base 256, the next byte is compared with the next digit. A float
has finitely many digits, so P(keep) is exactly 1 - p, to the last bit of ``p``.

    keep = [U >= p],  U = 0.B1 B2 B3 ... in base 256,  each B a random byte

    y, keep = inverted_dropout(x, 0.5, rng)
    y, keep = inverted_dropout(x, 0.5, rng, out=(y, keep))  # the next batch, in the same memory
    dx = apply_mask(dy, keep, 0.5)

Comparing digits from the left until they differ: Knuth and Yao, "The Complexity of Nonuniform Random Number
Generation", in Algorithms and Complexity, 1976.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .reference import check_rate
from .reference._validation import Shape, check_draw, check_float_array, check_rng

__all__ = ["apply_mask", "compare", "digits", "inverted_dropout", "inverted_multiplier", "keep_mask"]

CHUNK = 1 << 16  # units at a time: their bytes, coins and floats stay in a core's own cache
WORDS_OF_64_BITS = (np.random.PCG64, np.random.PCG64DXSM, np.random.Philox, np.random.SFC64)
BOOL, FLOAT32 = np.dtype(np.bool), np.dtype(np.float32)

Mask = NDArray[np.bool]
Float32Array = NDArray[np.float32]


def keep_mask(shape: Shape, p: float, rng: np.random.Generator, *, out: Mask | None = None) -> Mask:
    """Which units stay: ``reference.keep_mask`` in law, from other draws of ``rng``.

    Args:
        shape: shape of the activations, (..., units).
        p: probability of *dropping* a unit, 0 <= p <= 1 (not the keep probability).
        rng: source of the draw; at p = 0 and p = 1, where there is nothing to decide, it is left alone.
        out: the array to fill, boolean, C-contiguous and of ``shape``; a new one if left out.

    Returns:
        Boolean array of ``shape``, ``out`` if that was given.

    Raises:
        TypeError: ``shape``, ``p``, ``rng`` or ``out`` is of the wrong kind.
        ValueError: ``p`` is not in [0, 1], a size in ``shape`` is negative, or ``out`` has another layout.
    """
    shape, p = check_draw(shape, p, rng)
    keep = _array(out, "out", shape, BOOL)
    for (part,) in _chunks(keep):
        _toss(part, p, rng)
    return keep


def inverted_multiplier(
    shape: Shape, p: float, rng: np.random.Generator, *, out: Float32Array | None = None
) -> Float32Array:
    """What inverted dropout multiplies activations by: ``reference.inverted_multiplier`` in law, float32.

    m = b / (1 - p),  b ~ Bernoulli(1 - p),  so E[m] = 1 for p < 1

    Args:
        shape: shape of the activations, (..., units).
        p: probability of *dropping* a unit, 0 <= p <= 1 (not the keep probability).
        rng: source of the draw; at p = 0 and p = 1 it is left alone.
        out: the array to fill, float32, C-contiguous and of ``shape``; a new one if left out.

    Returns:
        Multiplier of ``shape``, ``out`` if that was given.

    Raises:
        TypeError: ``shape``, ``p``, ``rng`` or ``out`` is of the wrong kind.
        ValueError: ``p`` is not in [0, 1], a size in ``shape`` is negative, or ``out`` has another layout.
    """
    shape, p = check_draw(shape, p, rng)
    multiplier = _array(out, "out", shape, FLOAT32)
    for (part,) in _chunks(multiplier):
        keep = np.empty(part.size, BOOL)
        _toss(keep, p, rng)
        np.multiply(keep, _scale(p), out=part)
    return multiplier


def apply_mask(x: Float32Array, keep: Mask, p: float, *, out: Float32Array | None = None) -> Float32Array:
    """Multiply by the multiplier that belongs to a mask: the forward pass of x, the backward pass of dy.

    y = x * keep / (1 - p),  exactly 0 where a unit is dropped, even if ``x`` is infinite or NaN there

    Args:
        x: activations or gradients, float32.
        keep: which of them stay, of the same shape.
        p: probability of *dropping* a unit that ``keep`` was drawn with.
        out: the array to fill, float32, C-contiguous, of the shape of ``x``; ``x`` itself if it may be lost.

    Returns:
        Array with the shape of ``x``, ``out`` if that was given.

    Raises:
        TypeError: an argument is of the wrong kind.
        ValueError: ``p`` is not in [0, 1], the shapes differ, or ``out`` has another layout.
    """
    x, p = _float32(x), check_rate(p)
    keep = _array(keep, "keep", x.shape, BOOL)
    y = _array(out, "out", x.shape, FLOAT32)
    for x_part, keep_part, y_part in _chunks(x, keep, y):
        _multiply(x_part, keep_part, _scale(p), y_part)
    return y


def inverted_dropout(
    x: Float32Array, p: float, rng: np.random.Generator, *, out: tuple[Float32Array, Mask] | None = None
) -> tuple[Float32Array, Mask]:
    """Inverted dropout in training: ``reference.inverted_dropout`` in law, with the mask as booleans.

    Args:
        x: activations, float32.
        p: probability of *dropping* a unit, 0 <= p <= 1 (not the keep probability).
        rng: source of the draw.
        out: ``(y, keep)`` of an earlier call, to be filled again; new arrays if left out.

    Returns:
        ``(y, keep)``; ``apply_mask(dy, keep, p)`` is the backward pass.

    Raises:
        TypeError: an argument is of the wrong kind.
        ValueError: ``p`` is not in [0, 1], or ``out`` has another shape or layout than ``x``.
    """
    check_rng(rng)
    x, p = _float32(x), check_rate(p)
    y, keep = (None, None) if out is None else out
    y, keep = _array(y, "out[0]", x.shape, FLOAT32), _array(keep, "out[1]", x.shape, BOOL)
    for x_part, keep_part, y_part in _chunks(x, keep, y):  # a coin is used while it is in the cache
        _toss(keep_part, p, rng)
        _multiply(x_part, keep_part, _scale(p), y_part)
    return y, keep


@lru_cache
def digits(p: float) -> tuple[np.uint8, ...]:
    """``p``, 0 < p < 1, in base 256: p = 0.d1 d2 d3 ..., all of its digits.

    A float is a whole number over a power of two, so there are finitely many: one for 1/2, seven or eight
    for most rates, 135 for the smallest float.
    """
    rest, denominator = p.as_integer_ratio()
    found = []
    while rest:
        digit, rest = divmod(256 * rest, denominator)
        found.append(np.uint8(digit))  # compares with bytes faster than an int
    return tuple(found)


def compare(keep: Mask, ds: tuple[np.uint8, ...], rng: np.random.Generator) -> None:
    """Make ``keep`` = [U >= 0.d1 d2 ...] for uniform U, of which no more digits are drawn than it takes."""
    drawn = _random_bytes(keep.size, rng)
    np.greater_equal(drawn, ds[0], out=keep)
    if len(ds) > 1:  # behind the last digit of p come zeros, and every U reaches those
        (ties,) = (drawn == ds[0]).nonzero()
        if ties.size:
            decided = np.empty(ties.size, BOOL)
            compare(decided, ds[1:], rng)
            keep[ties] = decided


def _toss(keep: Mask, p: float, rng: np.random.Generator) -> None:
    """Make every element of ``keep`` True with probability 1 - p."""
    if p in (0, 1):
        keep.fill(p == 0)
    else:
        compare(keep, digits(p), rng)


def _random_bytes(count: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """``count`` independent bytes, each of the 256 values with probability 1/256."""
    if isinstance(rng.bit_generator, WORDS_OF_64_BITS):
        words: NDArray[np.uint64] = rng.bit_generator.random_raw(-(-count // 8))
        return words.view(np.uint8)[:count]
    return np.frombuffer(rng.bytes(count), np.uint8)  # the Mersenne Twister's raw words are half zeros


def _multiply(x: Float32Array, keep: Mask, scale: np.float32, y: Float32Array) -> None:
    """``y = x * keep * scale``; where ``keep`` is 0, so are the bits of ``y``: inf * 0 would be NaN."""
    np.multiply(x.view(np.int32), keep, out=y.view(np.int32))
    np.multiply(y, scale, out=y)


def _scale(p: float) -> np.float32:
    return np.float32(1 / (1 - p) if p < 1 else 0)  # p = 1 drops all: 0, not 0 / 0


def _chunks(*arrays: NDArray[Any]) -> list[list[NDArray[Any]]]:
    """Views of equal parts of contiguous arrays, each short enough for the cache."""
    flat = [array.reshape(-1) for array in arrays]
    size = flat[0].size
    if size <= CHUNK:
        return [flat]
    return [[array[start : start + CHUNK] for array in flat] for start in range(0, size, CHUNK)]


def _float32(x: NDArray[Any]) -> Float32Array:
    """``x`` as a plain, contiguous array, if it holds float32."""
    if type(x) is not np.ndarray or x.dtype != FLOAT32:  # few questions, for they cost as much as 1,000 coins
        x = check_float_array(x, "x")
        if x.dtype != FLOAT32:
            raise TypeError(
                f"x must hold float32, not {x.dtype}: pass x.astype(np.float32), "
                "or take dropout_course.reference, which computes in any precision"
            )
    return x if x.flags.c_contiguous else x.copy()


def _array(
    given: NDArray[Any] | None, name: str, shape: tuple[int, ...], dtype: np.dtype[Any]
) -> NDArray[Any]:
    """``given`` if it can hold the answer, or a new array if there is none."""
    if given is None:
        return np.empty(shape, dtype)
    if not isinstance(given, np.ndarray) or given.dtype != dtype:
        found = given.dtype if isinstance(given, np.ndarray) else type(given).__name__
        raise TypeError(f"{name} must be a numpy array of {dtype}, not {found}: np.empty(shape, np.{dtype})")
    if given.shape != shape or not given.flags.c_contiguous:
        raise ValueError(
            f"{name} must be C-contiguous and of shape {shape}, not {given.shape} with strides "
            f"{given.strides}: np.empty({shape}, np.{dtype})"
        )
    return given
