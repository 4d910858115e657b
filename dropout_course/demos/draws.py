"""The draws that Python and the browser share."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


class SharedDraws(np.random.Generator):
    """Hands out given uniforms, so that ``reference`` runs on the very draws that the browser holds."""

    def __init__(self, uniforms: NDArray[np.float32]) -> None:
        """Hand out ``uniforms`` from the first one on."""
        super().__init__(np.random.PCG64(0))
        self._uniforms = uniforms.astype(np.float64)
        self._used = 0

    def random(self, size: Any = None, *_: Any, **__: Any) -> Any:
        """The next uniforms, in the shape ``size``."""
        count = int(np.prod(size))
        first, self._used = self._used, self._used + count
        if self._used > self._uniforms.size:
            raise ValueError(f"only {self._uniforms.size} draws are shared, not {self._used}")
        return self._uniforms[first : self._used].reshape(size)


def float64s(data: bytes) -> NDArray[np.float64]:
    """The float32 numbers that the browser gets as ``data``, ready to compute with."""
    return np.frombuffer(data, dtype=np.float32).astype(np.float64)
