"""The exercise of the page Dropout in your framework: ``faulty(layer, p)``, a test that finds broken layers.

Layers, right and wrong, are drawn; the learner's test must let the right ones pass and accuse the others.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import ask, kind_of
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property
from dropout_course.reference import inverted_multiplier

PAGE = "Dropout in your framework"
RATES = (0.1, 0.3, 0.7)  # none near 1/2, where drop and keep look alike
RIGHT_LAYERS = 10  # at each rate: a test that accuses one right layer in ten is found out

NO_ANSWER = Misconception("That is neither True nor False", "Return a bool; `bool(...)` makes one.", PAGE)
FALSE_ALARM = Misconception(
    "A right layer is accused", "Allow for chance: some six standard deviations, at every p.", PAGE
)
ON_IN_EVAL = Misconception(
    "A layer that drops in eval mode is let pass", "With training=False nothing may change.", PAGE
)
SCALED_IN_EVAL = Misconception(
    "A layer that scales in eval mode is let pass", "With training=False nothing may change.", PAGE
)
OFF = Misconception("A layer that never drops is let pass", "Count the zeros: their share is p.", PAGE)
KEEPS_P = Misconception(
    "A layer that keeps p is let pass", "Count the zeros: their share is p, not 1 - p.", PAGE
)
TWICE = Misconception(
    "A layer that scales twice is let pass", "In training the mean of many ones stays near 1.", PAGE
)
UNSCALED = Misconception(
    "A layer that never scales is let pass", "In training the mean of many ones stays near 1.", PAGE
)
SHARED = Misconception(
    "One mask for all examples is let pass", "Compare the rows of one answer with each other.", PAGE
)
FROZEN = Misconception("A mask drawn once is let pass", "Ask twice, and compare the two answers.", PAGE)

Array = NDArray[Any]
Layer = Callable[[Array, bool], Array]


def right(p: float, rng: np.random.Generator) -> Layer:
    """Inverted dropout as it should be."""
    return lambda h, training: h * inverted_multiplier(h.shape, p, rng, training=training)


def on_in_eval(p: float, rng: np.random.Generator) -> Layer:
    """It does not know that training is over."""
    return lambda h, training: h * inverted_multiplier(h.shape, p, rng)


def scaled_in_eval(p: float, rng: np.random.Generator) -> Layer:
    """The factor of the classic form, in the inverted one."""
    layer = right(p, rng)
    return lambda h, training: layer(h, training) * (1 if training else 1 - p)


def off(p: float, rng: np.random.Generator) -> Layer:
    """Nothing is ever dropped."""
    return lambda h, training: h.copy()


def keeps_p(p: float, rng: np.random.Generator) -> Layer:
    """The letter means what it meant in the original paper."""
    return right(1 - p, rng)


def twice(p: float, rng: np.random.Generator) -> Layer:
    """Survivors are scaled, and scaled again."""
    layer = right(p, rng)
    return lambda h, training: layer(h, training) / (1 - p if training else 1)


def unscaled(p: float, rng: np.random.Generator) -> Layer:
    """The classic form in training."""
    layer = right(p, rng)
    return lambda h, training: layer(h, training) * (1 - p if training else 1)


def shared(p: float, rng: np.random.Generator) -> Layer:
    """One mask for all examples of a batch."""
    return lambda h, training: h * inverted_multiplier(h.shape[-1:], p, rng, training=training)


def frozen(p: float, rng: np.random.Generator) -> Layer:
    """The same draw at every pass."""
    seed = int(rng.integers(2**32))
    return lambda h, training: right(p, np.random.default_rng(seed))(h, training)


Broken = Mapping[Misconception, Callable[[float, np.random.Generator], Layer]]
IN_EVAL: Broken = {ON_IN_EVAL: on_in_eval, SCALED_IN_EVAL: scaled_in_eval}
IN_TRAINING: Broken = {OFF: off, KEEPS_P: keeps_p, TWICE: twice, UNSCALED: unscaled}
NOT_FRESH: Broken = {SHARED: shared, FROZEN: frozen}


def accused(faulty: LearnerFunction, layer: Layer, p: float) -> bool:
    """What the learner's test says of ``layer``."""
    answer = ask(faulty, layer, p)
    if type(answer) not in (bool, np.bool_):
        raise Failed(NO_ANSWER, kind_of(answer), "a bool")
    return bool(answer)


def lets_right_pass(faulty: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """No right layer is accused."""
    for p in RATES:
        wrongly = sum(accused(faulty, right(p, rng), p) for _ in range(RIGHT_LAYERS))
        if wrongly:
            raise Failed(FALSE_ALARM, f"{wrongly} of {RIGHT_LAYERS} at p = {p:g}", "none")
    return Evidence(f"{RIGHT_LAYERS * len(RATES)} right layers are let pass")


def finds(broken: Broken) -> Callable[[LearnerFunction, np.random.Generator], Evidence]:
    """The judgement that each of ``broken`` is accused at every rate."""

    def judged(faulty: LearnerFunction, rng: np.random.Generator) -> Evidence:
        for misconception, build in broken.items():
            for p in RATES:
                if not accused(faulty, build(p, rng), p):
                    raise Failed(misconception, f"at p = {p:g}", "True")
        return Evidence(f"{len(broken)} kinds are found at p = {', '.join(f'{p:g}' for p in RATES)}")

    return judged


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "faulty": (
        Property("right", "right layers are let pass", lets_right_pass),
        Property("eval", "what changes anything in eval mode is found", finds(IN_EVAL)),
        Property("training", "a wrong rate or scale in training is found", finds(IN_TRAINING)),
        Property("fresh", "masks that are not fresh are found", finds(NOT_FRESH)),
    )
}
