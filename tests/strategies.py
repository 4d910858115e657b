"""What the property tests draw: rates, shapes, seeds and activations, corners included."""

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp


def rates(*, above_zero: bool = False, below_one: bool = False) -> st.SearchStrategy[float]:
    """Drop rates in [0, 1], both ends and the usual values often among them."""
    usual = [
        p for p in (0.0, 0.2, 0.5, 0.8, 1.0) if not (above_zero and p == 0) and not (below_one and p == 1)
    ]
    return st.sampled_from(usual) | st.floats(0, 1, exclude_min=above_zero, exclude_max=below_one)


def shapes(*, max_dims: int = 4, max_side: int = 6) -> st.SearchStrategy[tuple[int, ...]]:
    """Shapes from () on, empty ones too."""
    return hnp.array_shapes(min_dims=0, max_dims=max_dims, min_side=0, max_side=max_side)


def seeds() -> st.SearchStrategy[int]:
    """Seeds for ``np.random.default_rng`` and ``torch.Generator.manual_seed`` alike."""
    return st.integers(0, 2**32 - 1)


def dtypes() -> st.SearchStrategy[np.dtype[Any]]:
    """The dtypes that activations come in."""
    return st.sampled_from([np.dtype(np.float32), np.dtype(np.float64)])


def activations(
    *,
    dtype: Any = None,
    shape: tuple[int, ...] | st.SearchStrategy[tuple[int, ...]] | None = None,
    magnitude: float = 1024,
) -> st.SearchStrategy[np.ndarray[Any, Any]]:
    """Finite arrays within +- ``magnitude``; of any dtype and shape unless told."""
    shape = shapes() if shape is None else shape
    if dtype is None:
        return dtypes().flatmap(lambda d: activations(dtype=d, shape=shape, magnitude=magnitude))
    width = 8 * np.dtype(dtype).itemsize
    elements = st.floats(-magnitude, magnitude, width=width, allow_subnormal=False)
    return hnp.arrays(dtype, shape, elements=elements)
