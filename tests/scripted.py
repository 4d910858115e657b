"""Generators that deal given numbers, so that a test can decide every draw."""

from collections.abc import Callable
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


class ScriptedBytes(np.random.Generator):
    """Deals what ``deal(count)`` gives where ``bytes`` is asked, and remembers the counts in ``asked``.

    Its bit generator is the Mersenne Twister, whose raw words are no 64 random bits.
    """

    def __new__(cls, deal: Callable[[int], Any]) -> "ScriptedBytes":
        return super().__new__(cls, np.random.MT19937(0))

    def __init__(self, deal: Callable[[int], Any]) -> None:
        super().__init__(np.random.MT19937(0))
        self.deal = deal
        self.asked: list[int] = []

    def bytes(self, length: int) -> bytes:
        self.asked.append(length)
        dealt = np.asarray(self.deal(length), np.uint8)
        assert dealt.shape == (length,)
        return dealt.tobytes()
