"""``rate_from_keep_prob(keep_prob)``: from the convention of papers and old code to that of frameworks."""

import math
from collections.abc import Callable

import numpy as np

from dropout_course.checks.answers import HUGE, as_number, ask
from dropout_course.checks.notation import BY_SIZE, KEEP_AS_DROP, LARGE, NO_NUMBER, PAGE, SMALL
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property

NEGATIVE = Misconception("The sign is wrong", "A probability is never negative.", PAGE)
ODDS = Misconception(
    "That is a ratio, not a probability", "What is not kept is dropped: both add up to 1.", PAGE
)
IN_PERCENT = Misconception("The rate is in percent", "A probability lies between 0 and 1.", PAGE)
ROUNDED = Misconception("The rate is rounded", "Hand back 1 - keep_prob as it is.", PAGE)
WRONG_RATE = Misconception("The rate is wrong", "What is not kept is dropped: both add up to 1.", PAGE)
WRONG_AT_ENDS = Misconception(
    "The edge cases are wrong", "keep_prob = 1 drops nothing, keep_prob = 0 drops all.", PAGE
)

KNOWN: tuple[tuple[Misconception, Callable[[float], float]], ...] = (
    (KEEP_AS_DROP, lambda keep: keep),
    (BY_SIZE, lambda keep: min(keep, 1 - keep)),
    (BY_SIZE, lambda keep: max(keep, 1 - keep)),
    (NEGATIVE, lambda keep: keep - 1),
    (ODDS, lambda keep: 1 / keep),
    (ODDS, lambda keep: (1 - keep) / keep),
    (ODDS, lambda keep: 1 / (1 - keep)),
    (ODDS, lambda keep: keep / (1 - keep)),
    (ODDS, lambda keep: 1 / keep - 1),
    (IN_PERCENT, lambda keep: 100 * (1 - keep)),
    (IN_PERCENT, lambda keep: 100 - keep),
    (ROUNDED, lambda keep: round(1 - keep, 1)),
    (ROUNDED, lambda keep: round(1 - keep, 2)),
    (ROUNDED, lambda keep: round(1 - keep, 3)),
    (ROUNDED, lambda keep: round(1 - keep, 4)),
    (ROUNDED, lambda keep: round(1 - keep)),
    (ROUNDED, lambda keep: int(1 - keep)),
    (ROUNDED, lambda keep: float(np.float16(1 - keep))),
    (ROUNDED, lambda keep: int(100 * (1 - keep)) / 100),
)


def rate_of(function: LearnerFunction, keep_prob: float) -> float:
    """The learner's rate, one number."""
    number = as_number(ask(function, keep_prob), NO_NUMBER)
    if not abs(number) < HUGE:  # NaN, too
        raise Failed(WRONG_RATE, "NaN" if number != number else "a huge number", "a number from 0 to 1")
    return number


def close(one: float, other: float) -> bool:
    """Whether two rates agree, be it in float32."""
    return math.isclose(one, other, rel_tol=1e-5, abs_tol=1e-6)


def turned(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Small and large keep probabilities become drop rates."""
    keeps = [float(rng.uniform(*size)) for size in (LARGE, SMALL, LARGE, SMALL)]
    rates = [rate_of(function, keep) for keep in keeps]
    for keep, rate in zip(keeps, rates, strict=True):
        if not close(rate, 1 - keep):
            follows = (
                reason
                for reason, rule in KNOWN
                if all(close(r, rule(k)) for k, r in zip(keeps, rates, strict=True))
            )
            seen = f"rate_from_keep_prob({keep:.6g}) is {rate:.6g}"
            raise Failed(next(follows, WRONG_RATE), seen, f"{1 - keep:.6g}")
    return Evidence(f"keep_prob = {keeps[0]:.4g} became p = {rates[0]:.4g}")


def ends(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """To keep all is to drop none, and the other way round; a half stays a half."""
    for keep in (1.0, 0.0, 0.5):
        rate = rate_of(function, keep)
        if not close(rate, 1 - keep):
            reason = KEEP_AS_DROP if close(rate, keep) else NEGATIVE if rate < 0 else WRONG_AT_ENDS
            raise Failed(reason, f"rate_from_keep_prob({keep:g}) is {rate:.6g}", f"{1 - keep:g}")
    return Evidence("keep_prob = 1 became p = 0, and keep_prob = 0 became p = 1")


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "rate_from_keep_prob": (
        Property("turned", "small and large keep probabilities become drop rates", turned),
        Property("ends", "keep_prob = 1 gives 0, keep_prob = 0 gives 1", ends),
    )
}
