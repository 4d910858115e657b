"""A generator that deals given numbers, so that a test can decide every draw."""

from typing import Any

import numpy as np


class ScriptedGenerator(np.random.Generator):
    """Deals ``uniforms`` where ``random`` is asked, whatever the values; the shape must be theirs."""

    def __new__(cls, uniforms: Any) -> "ScriptedGenerator":
        return super().__new__(cls, np.random.PCG64(0))

    def __init__(self, uniforms: Any) -> None:
        super().__init__(np.random.PCG64(0))
        self.uniforms = np.asarray(uniforms, dtype=float)

    def random(self, size: Any = None, dtype: Any = np.float64, out: Any = None) -> Any:
        assert size == self.uniforms.shape
        return self.uniforms
