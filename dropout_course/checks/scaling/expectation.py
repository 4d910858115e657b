"""Mean and variance over the draws: ``moments(x, p)`` and ``channel_sum_moments(x, p)``.

Both are formulas, so nothing is left to chance: a right answer holds for every seed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dropout_course.checks.answers import NUMBERS, as_array, ask
from dropout_course.checks.classic import alike
from dropout_course.checks.inverted import IN_PLACE, draw_activations
from dropout_course.checks.law import draw_rate
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property
from dropout_course.checks.scaling.pairs import OTHER_WAY_ROUND, Array, as_pair

CHANNELS_PAGE = "Convolutions"

CLASSIC_MEAN = Misconception(
    "The mean is that of the classic form", "The inverted form divides by 1 - p, so that E[y] = x."
)
MEAN_OF_SURVIVORS = Misconception(
    "The mean is that of the survivors alone", "A dropped unit is 0, and counts with probability p."
)
WRONG_MEAN = Misconception("The mean is wrong", "E[y] = (1 - p) * x / (1 - p) + p * 0.")
OVER_ENTRIES = Misconception(
    "One number is given for all entries",
    "Each entry of x has a mean and a variance, over the draws of its coin.",
)
ESTIMATED = Misconception(
    "The moments are estimated", "No draw is needed: two outcomes, each with its probability, give both."
)
CLASSIC_VARIANCE = Misconception(
    "The variance is that of the classic form", "Dividing by 1 - p multiplies a variance by 1 / (1 - p)^2."
)
NOT_SQUARED = Misconception("x is not squared", "Var[m x] = x^2 Var[m].")
NO_X = Misconception("The variance is that of the multiplier alone", "Var[m x] = x^2 Var[m].")
DEVIATION = Misconception("That is the standard deviation", "The variance is its square.")
SECOND_MOMENT = Misconception(
    "That is the second moment", "Var[y] = E[y^2] - E[y]^2: take the square of the mean off."
)
SWAPPED = Misconception(
    "p and 1 - p are swapped in the variance", "`p` is the probability to drop: p = 0 has no noise."
)
WRONG_VARIANCE = Misconception(
    "The variance is wrong", "Var[y] = E[y^2] - E[y]^2, with y either 0 or x / (1 - p)."
)
WRONG_AT_ENDS = Misconception("The edge cases are wrong", "p = 0 drops nothing, so there is no variance.")

A_COIN_A_PIXEL = Misconception(
    "A coin for every pixel is assumed",
    "Pixels of a channel share their coin: add them up first, then square.",
    CHANNELS_PAGE,
)
A_COIN_AN_EXAMPLE = Misconception(
    "One coin for a whole example is assumed",
    "Channels are independent: square each channel's sum, then add the squares up.",
    CHANNELS_PAGE,
)
WRONG_SUM = Misconception(
    "The variance of the sum is wrong",
    "Independent channels' variances add up, and all of a channel comes with one coin.",
    CHANNELS_PAGE,
)
MEAN_NOT_SUM = Misconception(
    "The activations are averaged, not added",
    "The sum of an example's activations is asked for.",
    CHANNELS_PAGE,
)

Formula = Callable[[Array, float], Array]


@dataclass(frozen=True)
class Moment:
    """A formula, and the known ways to miss it."""

    right: Formula
    known: Sequence[tuple[Misconception, Formula]]
    otherwise: Misconception

    def fail_if_missed(
        self, answer: Array, x: Array, p: float, name: str, otherwise: Misconception | None = None
    ) -> None:
        """Raise when ``answer`` is not what the formula gives; at p = 0 no reason is looked for."""
        right = self.right(x, p)
        if alike(answer, right):
            return
        known = (reason for reason, wrong in self.known if p > 0 and alike(answer, wrong(x, p)))
        reason = next(known, ESTIMATED if is_near(answer, right) else otherwise or self.otherwise)
        first = np.unravel_index(np.abs(answer - right).argmax(), right.shape)
        raise Failed(reason, f"{name} is {answer[first]:.4g} at p = {p:.4g}", f"{right[first]:.4g}")


def is_near(answer: Array, right: Array) -> bool:
    """Whether the answer strays around the right one, as draws do and a wrong formula does not."""
    ratios = answer[right != 0] / right[right != 0]
    return bool(ratios.size > 1 and (abs(ratios - 1) < 0.2).all() and np.ptp(np.sign(ratios - 1)) == 2)


MEAN = Moment(
    lambda x, p: x,
    ((CLASSIC_MEAN, lambda x, p: (1 - p) * x), (MEAN_OF_SURVIVORS, lambda x, p: x / (1 - p))),
    WRONG_MEAN,
)
VARIANCE = Moment(
    lambda x, p: p / (1 - p) * x**2,
    (
        (CLASSIC_VARIANCE, lambda x, p: p * (1 - p) * x**2),
        (NOT_SQUARED, lambda x, p: p / (1 - p) * x),
        (NOT_SQUARED, lambda x, p: p / (1 - p) * np.abs(x)),
        (NO_X, lambda x, p: np.full(x.shape, p / (1 - p))),
        (DEVIATION, lambda x, p: np.sqrt(p / (1 - p)) * np.abs(x)),
        (DEVIATION, lambda x, p: np.sqrt(p / (1 - p)) * x),
        (SECOND_MOMENT, lambda x, p: x**2 / (1 - p)),
        (SWAPPED, lambda x, p: (1 - p) / p * x**2),
    ),
    WRONG_VARIANCE,
)


def by_channel(x: Array) -> Array:
    """The sum of each channel's activations, (examples, channels)."""
    return np.asarray(x.sum(axis=(2, 3)))


SUM_MEAN = Moment(
    lambda x, p: by_channel(x).sum(axis=1),
    (
        (CLASSIC_MEAN, lambda x, p: (1 - p) * by_channel(x).sum(axis=1)),
        (MEAN_OF_SURVIVORS, lambda x, p: by_channel(x).sum(axis=1) / (1 - p)),
        (MEAN_NOT_SUM, lambda x, p: x.mean(axis=(1, 2, 3))),
        (MEAN_NOT_SUM, lambda x, p: x.mean(axis=(2, 3)).sum(axis=1)),
    ),
    WRONG_MEAN,
)
SUM_VARIANCE = Moment(
    lambda x, p: p / (1 - p) * (by_channel(x) ** 2).sum(axis=1),
    (
        (A_COIN_A_PIXEL, lambda x, p: p / (1 - p) * (x**2).sum(axis=(1, 2, 3))),
        (A_COIN_AN_EXAMPLE, lambda x, p: p / (1 - p) * x.sum(axis=(1, 2, 3)) ** 2),
        (CLASSIC_VARIANCE, lambda x, p: p * (1 - p) * (by_channel(x) ** 2).sum(axis=1)),
        (SECOND_MOMENT, lambda x, p: (by_channel(x) ** 2).sum(axis=1) / (1 - p)),
        (DEVIATION, lambda x, p: np.sqrt(p / (1 - p) * (by_channel(x) ** 2).sum(axis=1))),
        (SWAPPED, lambda x, p: (1 - p) / p * (by_channel(x) ** 2).sum(axis=1)),
        (NOT_SQUARED, lambda x, p: p / (1 - p) * by_channel(x).sum(axis=1)),
        (MEAN_NOT_SUM, lambda x, p: p / (1 - p) * (x.mean(axis=(2, 3)) ** 2).mean(axis=1)),
        (MEAN_NOT_SUM, lambda x, p: p / (1 - p) * (x.mean(axis=(2, 3)) ** 2).sum(axis=1)),
    ),
    WRONG_SUM,
)


@dataclass(frozen=True)
class Question:
    """What is asked: the moments, for inputs of these shapes, in answers of shape ``outcome(x.shape)``."""

    mean: Moment
    variance: Moment
    shapes: Sequence[tuple[int, ...]]
    outcome: Callable[[tuple[int, ...]], tuple[int, ...]]

    def properties(self) -> tuple[Property, ...]:
        """All that is judged."""
        return (
            Property("mean", "the mean is right", self.judge_mean),
            Property("variance", "the variance is right", self.judge_variance),
            Property("input", "x itself is not changed", self.judge_input),
            Property("ends", "p = 0 has no variance, and p near 1 a large one", self.judge_ends),
        )

    def answers(self, function: LearnerFunction, x: Array, p: float) -> tuple[Array, Array]:
        """The learner's mean and variance."""
        shape = self.outcome(x.shape)
        pair = as_pair(ask(function, x.copy(), p))
        if shape and any(type(one) in NUMBERS for one in pair):
            raise Failed(OVER_ENTRIES, "a single number", f"an array of shape {shape}")
        mean, variance = (as_array(one, shape) for one in pair)
        if alike(mean, self.variance.right(x, p)) and alike(variance, self.mean.right(x, p)) and p > 0:
            raise Failed(OTHER_WAY_ROUND, "the variance comes first", "the mean, then the variance")
        return mean, variance

    def judge_mean(self, function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        """The mean over all draws."""
        for shape in self.shapes:
            x, p = draw_activations(shape, rng), draw_rate(rng)
            mean, _ = self.answers(function, x, p)
            self.fail_if_estimated(function, x, p)
            self.mean.fail_if_missed(mean, x, p, "the mean")
        return Evidence(f"right for x of shapes {', '.join(map(str, self.shapes))}")

    def judge_variance(self, function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        """The variance over all draws."""
        for shape in self.shapes:
            x, p = draw_activations(shape, rng), draw_rate(rng)
            _, variance = self.answers(function, x, p)
            self.fail_if_estimated(function, x, p)
            self.variance.fail_if_missed(variance, x, p, "the variance")
        return Evidence(f"right for x of shapes {', '.join(map(str, self.shapes))}")

    def judge_input(self, function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        """The caller's array is as it was."""
        x = draw_activations(self.shapes[0], rng)
        given = x.copy()
        ask(function, given, draw_rate(rng))
        if (given != x).any():
            raise Failed(IN_PLACE, f"{(given != x).mean():.0%} of x changed", "none")
        return Evidence("x is as it was")

    def judge_ends(self, function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        """Without dropout nothing varies; with much of it, much does."""
        for p in (0.0, float(rng.uniform(0.02, 0.08)), float(rng.uniform(0.92, 0.98))):
            x = draw_activations(self.shapes[0], rng)
            mean, variance = self.answers(function, x, p)
            self.mean.fail_if_missed(mean, x, p, "the mean", WRONG_AT_ENDS)
            self.variance.fail_if_missed(variance, x, p, "the variance", WRONG_AT_ENDS)
        return Evidence("p = 0 has no variance, and p near 1 a large one")

    def fail_if_estimated(self, function: LearnerFunction, x: Array, p: float) -> None:
        """Raise when the same question has two answers."""
        first, second = (self.answers(function, x, p) for _ in range(2))
        if not all(alike(one, other) for one, other in zip(first, second, strict=True)):
            raise Failed(ESTIMATED, "the same x and p were given two different answers", "one answer")


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "moments": Question(MEAN, VARIANCE, ((20, 30), (7,), (2, 3, 4, 5)), lambda shape: shape).properties(),
    "channel_sum_moments": Question(
        SUM_MEAN, SUM_VARIANCE, ((6, 4, 3, 2), (1, 5, 2, 3)), lambda shape: shape[:1]
    ).properties(),
}
