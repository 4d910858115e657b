"""Labels of which a share is drawn at random."""

import numpy as np
from numpy.typing import NDArray

from ..data import CLASSES


def relabel(labels: NDArray[np.int64], share: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """``labels``, of which a ``share`` is replaced by uniform draws.

    From equal generators a larger share changes what a smaller one changes, and more.
    """
    order, drawn = rng.permutation(len(labels)), rng.integers(len(CLASSES), size=len(labels))
    rows = order[: round(share * len(labels))]
    changed = labels.copy()
    changed[rows] = drawn[rows]
    return changed
