"""Does the mean of dropout's output agree between training and test, and what does that cost in variance?"""

from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from dropout_course.reference import Form, classic_multiplier, forward, inverted_multiplier, moments

from .demo import Demo
from .draws import SharedDraws

SHARED_DRAWS = 2000


class Expectation(Demo):
    """One activation, dropped many times: running mean and variance against theory, and test time.

    Three ways are compared: *inverted* (scaled in training), *classic* (scaled at test time) and *unscaled*
    (classic in training, and nobody scales at test time).

    Args:
        seed: of the uniform draws that Python and browser share.
        p: probability of *dropping* the unit, 0 <= p <= 1 (not the keep probability).
        h: its activation, 0 to 2.
        n: number of draws, 1 to 1000.
        start: which of the 2000 shared draws comes first; after the last comes the first again.
    """

    name = "expectation"

    p = traitlets.Float(0.5, min=0, max=1).tag(sync=True)
    h = traitlets.Float(1.0, min=0, max=2).tag(sync=True)
    n = traitlets.Int(300, min=1, max=1000).tag(sync=True)
    start = traitlets.Int(0, min=0, max=SHARED_DRAWS - 1).tag(sync=True)
    _uniforms = traitlets.Bytes().tag(sync=True)

    def __init__(self, seed: int = 1, **traits: Any) -> None:
        """Draw the uniforms that every mask of this demo is made from."""
        uniforms = np.random.default_rng(seed).random(SHARED_DRAWS, dtype=np.float32)
        super().__init__(_uniforms=uniforms.tobytes(), **traits)

    def draws(self) -> NDArray[np.float32]:
        """The ``n`` uniforms in use: a draw u keeps the unit if u >= p."""
        uniforms = np.frombuffer(self._uniforms, dtype=np.float32)
        return np.take(uniforms, np.arange(self.start, self.start + self.n), mode="wrap")

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, computed by ``dropout_course.reference`` on the same draws."""
        return (
            self._numbers_of("inverted", form="inverted", scaled=True)
            | self._numbers_of("classic", form="classic", scaled=True)
            | self._numbers_of("unscaled", form="classic", scaled=False)
        )

    def _numbers_of(self, way: str, *, form: Form, scaled: bool) -> dict[str, float]:
        """Training as in ``form``; at test time its own multiplier, or none if nobody ``scaled``."""
        multiplier = {"inverted": inverted_multiplier, "classic": classic_multiplier}[form]
        draws = SharedDraws(self.draws())
        trained = forward(np.full(self.n, self.h), multiplier(self.n, self.p, draws))
        tested = self.h * multiplier(1, self.p, draws, training=False).item() if scaled else self.h
        mean, variance = (moment.item() for moment in moments(np.array(self.h), self.p, form=form))
        return {
            f"{way}.mean": float(trained.mean()),
            f"{way}.variance": float(trained.var()),
            f"{way}.theory-mean": mean,
            f"{way}.theory-variance": variance,
            f"{way}.test": tested,
            f"{way}.gap": tested - mean,
        }
