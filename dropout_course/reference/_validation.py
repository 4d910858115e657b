"""What every function here asks of its arguments, and what it says when it does not get it."""

import operator
from collections.abc import Sequence
from typing import Any, SupportsIndex, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from .rates import check_rate

Shape: TypeAlias = int | Sequence[int]
Float = TypeVar("Float", bound=np.floating[Any])
FloatArray: TypeAlias = NDArray[np.floating[Any]]


def check_draw(shape: Shape, p: float, rng: np.random.Generator) -> tuple[tuple[int, ...], float]:
    """``(shape, p)`` in plain types, if they and ``rng`` say what to draw and from where."""
    check_rng(rng)
    return check_shape(shape), check_rate(p)


def check_shape(shape: Shape) -> tuple[int, ...]:
    """``shape`` as a tuple: an int n means (n,)."""
    try:
        sizes = (shape,) if isinstance(shape, SupportsIndex) else tuple(shape)
        sizes = tuple(map(operator.index, sizes))
    except TypeError as error:
        raise TypeError(f"shape must be an int or a tuple of ints, such as x.shape, not {shape!r}") from error
    if any(size < 0 for size in sizes):
        raise ValueError(f"shape must hold sizes of 0 or more, not {shape!r}")
    return sizes


def check_rng(rng: np.random.Generator) -> None:
    """Refuse whatever is not numpy's Generator: a bare seed would draw the same mask at every call."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng must be a numpy.random.Generator, not {rng!r} ({type(rng).__name__}): "
            "make one with np.random.default_rng(seed), once, and pass it to every call"
        )


def check_float_array(x: NDArray[Float], name: str) -> NDArray[Float]:
    """``x`` as a plain array of its own dtype, if that is a real floating-point one."""
    if not isinstance(x, np.ndarray):
        raise TypeError(
            f"{name} must be a numpy array, not {type(x).__name__}: pass np.asarray({name}, dtype=float)"
        )
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError(
            f"{name} must be a plain array, for its own mask would get lost: pass {name}.filled(0)"
        )
    if not np.issubdtype(x.dtype, np.floating):
        raise TypeError(f"{name} must hold floats, not {x.dtype}: pass {name}.astype(float)")
    return np.asarray(x)  # a subclass such as np.matrix would give * another meaning
