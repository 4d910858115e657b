"""The exercise of the page Notation: ``drop_rate(call, number)``, the ``p`` for a number found elsewhere.

Nothing is left to chance: a right answer holds for every seed.
"""

import math
from collections.abc import Callable

import numpy as np

from dropout_course.checks.answers import HUGE, as_number, ask
from dropout_course.checks.property import (
    Answer,
    Evidence,
    Failed,
    LearnerFunction,
    Misconception,
    Property,
)

PAGE = "Notation and the keep_prob trap"
SMALL, LARGE = (0.05, 0.4), (0.6, 0.95)  # off 1/2, where both readings agree

PAPERS = {"Srivastava 2014": "keep", "Vaswani 2017": "drop"}
FRAMEWORKS = {"stax.Dropout": "keep", "keras.layers.Dropout": "drop"}
OLD_CODE = {"tf.nn.dropout": "keep", "tf.layers.dropout": "drop"}
"""What a number means there, as the tables of the page say; ``OLD_CODE`` is TensorFlow 1."""

KEEP_AS_DROP = Misconception("A keep probability is taken for a drop rate", "p = 1 - keep_prob.", PAGE)
DROP_AS_KEEP = Misconception("A drop rate is turned round", "It is what nn.Dropout wants already.", PAGE)
BY_SIZE = Misconception(
    "The number's size decides", "Large or small, only the call says what a number means.", PAGE
)
WRONG_RATE = Misconception("Neither the number nor 1 minus it", "A rate is one or the other.", PAGE)
NO_NUMBER = Misconception("The answer is not a number", "Return p, and do not forget `return`.", PAGE)


def as_rate(answer: Answer) -> float:
    """``answer`` as a float, when it is one finite number."""
    number = as_number(answer, NO_NUMBER)
    if not abs(number) < HUGE:  # NaN, too
        raise Failed(WRONG_RATE, "NaN" if number != number else "a huge number", "a number from 0 to 1")
    return number


def fail_if_misread(function: LearnerFunction, call: str, means: str, rng: np.random.Generator) -> None:
    """Raise when a small and a large number, found in ``call``, do not both become the drop rate."""
    numbers = [round(float(rng.uniform(*size)), 2) for size in (SMALL, LARGE)]
    answers = [as_rate(ask(function, call, number)) for number in numbers]
    rates = [1 - number if means == "keep" else number for number in numbers]
    wrong = [not math.isclose(a, rate, rel_tol=1e-5) for a, rate in zip(answers, rates, strict=True)]
    if not any(wrong):
        return
    turned = [math.isclose(a, 1 - rate, rel_tol=1e-5) for a, rate in zip(answers, rates, strict=True)]
    reason = WRONG_RATE
    if all(turned):
        reason = KEEP_AS_DROP if means == "keep" else DROP_AS_KEEP
    elif turned == wrong:
        reason = BY_SIZE
    first = wrong.index(True)
    raise Failed(
        reason, f"drop_rate({call!r}, {numbers[first]}) is {answers[first]:.4g}", f"{rates[first]:.4g}"
    )


def read_from(calls: dict[str, str]) -> Callable[[LearnerFunction, np.random.Generator], Evidence]:
    """The judge of numbers that are found in any of these calls."""

    def judge_function(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        for call, means in calls.items():
            fail_if_misread(function, call, means, rng)
        return Evidence(", ".join(f"{call}: {means}" for call, means in calls.items()))

    return judge_function


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "drop_rate": (
        Property("papers", "numbers from papers are read right", read_from(PAPERS)),
        Property("frameworks", "numbers from frameworks are read right", read_from(FRAMEWORKS)),
        Property("old code", "numbers from old code are read right", read_from(OLD_CODE)),
    )
}
