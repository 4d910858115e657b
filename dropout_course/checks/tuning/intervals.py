"""Homework 5: what an interval is that is not the 95% t interval of a mean.

Half of the right one is t * sd / sqrt(n). An interval may be wrong in one of these factors or in several, and
its ends may be swapped or cut off on top: all products of the known mistakes are held against what was
reported, those with fewer mistakes first, and every mistake of the first that fits is told.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from dropout_course.checks.property import Misconception
from dropout_course.checks.tuning.tensors import Numbers

T975 = (12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622)  # 1 to 9 degrees of freedom
Z975 = 1.96
TOLERANCE = 2e-4  # of an accuracy: a table of quantiles has four digits
PAGE = "How a claim is tried"

NORMAL = Misconception(
    "1.96 in place of t", "With few models the t quantile is larger: T975[len(models) - 1].", PAGE
)
TWO = Misconception(
    "2 in place of t", "With few models the t quantile is larger: T975[len(models) - 1].", PAGE
)
WRONG_DEGREES = Misconception(
    "The degrees of freedom are wrong", "n models leave n - 1: T975[len(models) - 1].", PAGE
)
NO_T = Misconception("The t quantile is left out", "Half the interval is T975[n - 1] standard errors.", PAGE)
POPULATION = Misconception(
    "The deviation is too small", "It is estimated from n accuracies: divide by n - 1.", PAGE
)
NO_ROOT = Misconception(
    "The interval is that of one model", "The mean's standard error is the deviation / sqrt(n).", PAGE
)
DIVIDED_BY_N = Misconception("The deviation is divided by n", "Divide it by sqrt(n).", PAGE)
HALF = Misconception("The interval has the wrong width", "low and high lie t errors below and above.", PAGE)
CLIPPED = Misconception(
    "The interval is cut off at 0 or 1", "Leave it: what lies beyond says how little is known.", PAGE
)
ORDER = Misconception("The three numbers stand in another order", "Return (mean, low, high).", PAGE)
RANGE = Misconception("That is the range of the models", "The interval is that of their mean.", PAGE)
IMAGES = Misconception(
    "The interval is that of the images", "Here it is asked how far the *models* differ.", PAGE
)
WRONG_WIDTH = Misconception("The interval is wrong", "It is mean -+ T975[n - 1] * sd / sqrt(n).", PAGE)

Ends = tuple[float, float]  # low and high
Mistakes = tuple[Misconception, ...]
Factor = tuple[Misconception | None, Callable[["Sample"], float]]  # None where it is the right one


@dataclass(frozen=True)
class Sample:
    """Accuracies of some models, on so many images."""

    accuracies: Numbers
    images: int

    @property
    def n(self) -> int:
        """How many models."""
        return len(self.accuracies)

    @property
    def mean(self) -> float:
        """What the interval lies around."""
        return float(self.accuracies.mean())

    @property
    def half_width(self) -> float:
        """Half of the 95% t interval."""
        return float(T975[self.n - 2] * self.accuracies.std(ddof=1) / self.n**0.5)

    @property
    def ends(self) -> Ends:
        """Of the 95% t interval."""
        return self.mean - self.half_width, self.mean + self.half_width

    @property
    def error_of_images(self) -> float:
        """How far one model's accuracy strays from images to images."""
        return float(np.sqrt(self.mean * (1 - self.mean) / self.images))


QUANTILES: tuple[Factor, ...] = (
    (None, lambda sample: T975[sample.n - 2]),
    (NORMAL, lambda sample: Z975),
    (TWO, lambda sample: 2.0),
    (WRONG_DEGREES, lambda sample: T975[sample.n - 1]),
    (NO_T, lambda sample: 1.0),
)
DEVIATIONS: tuple[Factor, ...] = (
    (None, lambda sample: sample.accuracies.std(ddof=1)),
    (POPULATION, lambda sample: sample.accuracies.std()),
)
SHARES: tuple[Factor, ...] = (
    (None, lambda sample: sample.n**-0.5),
    (NO_ROOT, lambda sample: 1.0),
    (DIVIDED_BY_N, lambda sample: 1 / sample.n),
)
TIMES: tuple[Factor, ...] = (
    (None, lambda sample: 1.0),
    (HALF, lambda sample: 0.5),
    (HALF, lambda sample: 2.0),
)
ENDS: tuple[tuple[Misconception | None, Callable[[float, float], Ends]], ...] = (
    (None, lambda low, high: (low, high)),
    (ORDER, lambda low, high: (high, low)),
    (CLIPPED, lambda low, high: (max(0, low), min(1, high))),
)


def known_ends(sample: Sample) -> Iterator[tuple[Mistakes, Ends]]:
    """What known mistakes and their products report; for every sample in the same order."""
    for *factors, (of_ends, changed) in product(QUANTILES, DEVIATIONS, SHARES, TIMES, ENDS):
        mistakes = tuple(mistake for mistake, _ in factors if mistake) + ((of_ends,) if of_ends else ())
        half = float(np.prod([factor(sample) for _, factor in factors]))
        yield mistakes, changed(sample.mean - half, sample.mean + half)
    for (_, quantile), share in product(QUANTILES, (1.0, sample.n**-0.5)):
        half = quantile(sample) * sample.error_of_images * share
        yield (IMAGES,), (sample.mean - half, sample.mean + half)
    yield (RANGE,), (sample.accuracies.min(), sample.accuracies.max())
    low, high = np.quantile(sample.accuracies, (0.025, 0.975))
    yield (RANGE,), (low, high)


def fits(seen: Ends, right: Ends) -> bool:
    """Equal as far as a table of quantiles allows."""
    return all(abs(one - other) <= TOLERANCE for one, other in zip(seen, right, strict=True))


def mistakes_in(reported: Sequence[tuple[Sample, Ends]]) -> Mistakes:
    """The fewest known mistakes that explain all that was reported; none, where nothing known does."""
    found = [
        same[0][0]
        for same in zip(*(known_ends(sample) for sample, _ in reported), strict=True)
        if all(fits(seen, ends) for (_, seen), (_, ends) in zip(reported, same, strict=True))
    ]
    return min(found, key=len, default=())


def as_one(mistakes: Mistakes) -> Misconception:
    """Several mistakes as one that names them all, with what mends each."""
    if not mistakes:
        return WRONG_WIDTH
    *names, last = [mistake.name[0].lower() + mistake.name[1:] for mistake in mistakes]
    name = ", and ".join([", ".join(names), last] if names else [last])
    mends = dict.fromkeys(mistake.mend for mistake in mistakes)
    return Misconception(name[0].upper() + name[1:], " ".join(mends), PAGE)
