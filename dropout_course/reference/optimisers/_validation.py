"""What the optimisers ask of their arguments."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._validation import check_float_array


def check_step(w: NDArray[np.floating[Any]], dw: NDArray[np.floating[Any]], *state: NDArray[Any]) -> None:
    """Refuse weights, gradient and state that are not arrays of floats of one shape."""
    check_float_array(w, "w")
    check_float_array(dw, "dw")
    for remembered in state:
        check_float_array(remembered, "state")
    shapes = [array.shape for array in (w, dw, *state)]
    if len(set(shapes)) > 1:  # numpy would broadcast, and the weights grow
        raise ValueError(f"w, dw and the state must have one shape, not {shapes}: give each weight its own")


def check_setting(name: str, value: float, *, below: float = math.inf) -> None:
    """Refuse a setting that does not lie in [0, below)."""
    if not 0 <= value < below:
        raise ValueError(f"{name} must lie in [0, {below}), not {value!r}")
