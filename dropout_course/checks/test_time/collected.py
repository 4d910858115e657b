"""Homework 3, passes from elsewhere: mean and spread of passes that were made already.

``unpack_passes`` gets them in another layout, ``add_pass`` one at a time, ``merge_passes`` in two parts. Each
is a `Task`: it draws passes, says with which arguments the function is to be asked for their mean and spread,
and knows the ways to go wrong.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable

import numpy as np

from dropout_course.checks.passes import PAGE, SUMMED
from dropout_course.checks.property import (
    Evidence,
    Failed,
    Judge,
    LearnerFunction,
    Misconception,
    Property,
    because_of,
)
from dropout_course.checks.test_time.calls import (
    Array,
    alike,
    ask_copies,
    leaves_alone,
    mean_of,
    std_of,
    words,
)
from dropout_course.checks.test_time.many_passes import DDOF, OF_LOGITS, STANDARD_ERROR, SWAPPED, VARIANCE
from dropout_course.reference import softmax

BATCH, CLASSES = 11, 4  # more examples than passes, so that a mixup is seen in the shape

Known = Iterable[tuple[Misconception, Array]]

WRONG_MEAN = Misconception(
    "That is not the mean of the passes", "Every pass counts once, with its probabilities.", PAGE
)
NO_SOFTMAX = Misconception("The softmax is missing", "Average probabilities: take the softmax first.", PAGE)
MEAN_LOGITS = Misconception(
    "The logits are averaged", "Take the softmax of each pass, and then the mean.", PAGE
)
WRONG_ORDER = Misconception(
    "Passes of different examples are mixed",
    "The passes of one example stand beside one another: split the axis into (batch, passes).",
    PAGE,
)
WRONG_CLASSES = Misconception(
    "The softmax runs along the wrong axis", "The classes stand along the first axis of `logits`.", PAGE
)
HALF_AND_HALF = Misconception(
    "Old and new count alike", "The mean so far stands for many passes: weigh it by their number.", PAGE
)
MISCOUNTED = Misconception(
    "The passes are miscounted", "With the new one there are passes + 1 of them.", PAGE
)
NOT_WEIGHED = Misconception("The parts count alike", "Weigh each part by its number of passes.", PAGE)
EXCHANGED = Misconception(
    "The weights are exchanged", "The part with more passes has the larger weight.", PAGE
)

WRONG_SPREAD = Misconception(
    "That is not the spread of all passes",
    "Variance is the mean of squares less the square of the mean: what do you know of the squares?",
    PAGE,
)
MEAN_STD = Misconception(
    "Standard deviations are averaged", "Variances can be averaged, standard deviations cannot.", PAGE
)
NOT_BETWEEN = Misconception(
    "The distance between the means is forgotten",
    "Passes spread around their own part's mean, and the means themselves lie apart.",
    PAGE,
)
OLD_MEAN = Misconception(
    "Distances are taken from the old mean", "The spread is around the mean of all passes, the new one.", PAGE
)
EDGE = Misconception("The edge cases are wrong", "Which passes are there at all? They have a mean.", PAGE)


class Task(ABC):
    """One way to be handed passes."""

    def draw(self, rng: np.random.Generator, passes: int | None = None) -> Array:
        """Logits of passes, (passes, batch, classes)."""
        return rng.normal(0, 1.5, (passes or int(rng.integers(5, 10)), BATCH, CLASSES))

    @abstractmethod
    def arguments(self, z: Array) -> tuple[object, ...]:
        """What the function is called with."""

    def ways(self, z: Array) -> Iterable[tuple[object, ...]]:
        """All arguments that tell of the same passes."""
        yield self.arguments(z)

    @abstractmethod
    def wrong_means(self, z: Array) -> Known:
        """Known wrong means."""

    @abstractmethod
    def wrong_spreads(self, z: Array) -> Known:
        """Known wrong spreads."""

    @abstractmethod
    def edge_cases(self, rng: np.random.Generator) -> Iterable[Array]:
        """Logits of as few passes as there may be."""


class Unpack(Task):
    """All passes at once, classes first, an example's passes side by side."""

    def arguments(self, z: Array) -> tuple[object, ...]:
        """(classes, batch * passes), and how many passes."""
        passes, batch, classes = z.shape
        return z.transpose(2, 1, 0).reshape(classes, batch * passes), passes

    def mixed(self, z: Array) -> Array:
        """The logits as they look when the axis is split into (passes, batch)."""
        packed, passes = z.transpose(2, 1, 0).reshape(CLASSES, -1), len(z)
        return packed.reshape(CLASSES, passes, -1).transpose(1, 2, 0)

    def wrong_means(self, z: Array) -> Known:
        """Another order, another axis, the softmax too late or not at all."""
        yield MEAN_LOGITS, softmax(z.mean(axis=0))
        yield SUMMED, softmax(z).sum(axis=0)
        yield NO_SOFTMAX, z.mean(axis=0)
        yield WRONG_ORDER, softmax(self.mixed(z)).mean(axis=0)
        packed = z.transpose(2, 1, 0).reshape(CLASSES, -1)
        yield WRONG_CLASSES, softmax(packed).reshape(CLASSES, BATCH, -1).mean(axis=2).T

    def wrong_spreads(self, z: Array) -> Known:
        """Likewise."""
        q = softmax(z)
        yield DDOF, q.std(axis=0, ddof=min(1, len(z) - 1))
        yield VARIANCE, q.var(axis=0)
        yield OF_LOGITS, z.std(axis=0)
        yield STANDARD_ERROR, q.std(axis=0) / np.sqrt(len(z))
        yield WRONG_ORDER, softmax(self.mixed(z)).std(axis=0)
        packed = z.transpose(2, 1, 0).reshape(CLASSES, -1)
        yield WRONG_CLASSES, softmax(packed).reshape(CLASSES, BATCH, -1).std(axis=2).T

    def edge_cases(self, rng: np.random.Generator) -> Iterable[Array]:
        """A single pass."""
        yield self.draw(rng, 1)


class Add(Task):
    """All passes but the last are known by their mean and spread."""

    def arguments(self, z: Array) -> tuple[object, ...]:
        """Mean, std and number of the passes so far, and the logits of one more."""
        q = softmax(z[:-1]) if len(z) > 1 else np.zeros((1, BATCH, CLASSES))
        return q.mean(axis=0), q.std(axis=0), len(z) - 1, z[-1]

    def wrong_means(self, z: Array) -> Known:
        """The new pass counts too much, or too little."""
        q, new, passes = softmax(z[:-1]), softmax(z[-1]), len(z) - 1
        old = q.mean(axis=0)
        yield NO_SOFTMAX, (passes * old + z[-1]) / (passes + 1)
        yield HALF_AND_HALF, (old + new) / 2
        yield MISCOUNTED, old + (new - old) / passes
        yield MISCOUNTED, (passes * old + new) / passes
        yield MISCOUNTED, old + (new - old) / (passes + 2)

    def wrong_spreads(self, z: Array) -> Known:
        """Parts of the formula are missing."""
        q, new, passes = softmax(z[:-1]), softmax(z[-1]), len(z) - 1
        mean, old, std = softmax(z).mean(axis=0), q.mean(axis=0), q.std(axis=0)
        variance = q.var(axis=0)
        yield DDOF, softmax(z).std(axis=0, ddof=1)
        yield VARIANCE, softmax(z).var(axis=0)
        yield MEAN_STD, (passes * std + np.abs(new - mean)) / (passes + 1)
        yield MEAN_STD, (passes * std + np.abs(new - old)) / (passes + 1)
        yield OLD_MEAN, np.sqrt((passes * variance + (new - old) ** 2) / (passes + 1))
        yield NOT_BETWEEN, np.sqrt((passes * variance + (new - mean) ** 2) / (passes + 1))
        yield NOT_BETWEEN, np.sqrt(passes * variance / (passes + 1))
        yield NOT_BETWEEN, std

    def edge_cases(self, rng: np.random.Generator) -> Iterable[Array]:
        """The first pass, and the second."""
        yield self.draw(rng, 1)
        yield self.draw(rng, 2)


class Merge(Task):
    """Two parts, each known by mean, spread and number."""

    def parts(self, z: Array) -> tuple[Array, Array]:
        """A smaller and a larger one."""
        return z[: len(z) // 3], z[len(z) // 3 :]

    def arguments(self, z: Array) -> tuple[object, ...]:
        """Mean, std and number of both."""
        return tuple(value for part in self.parts(z) for value in described(part))

    def wrong_means(self, z: Array) -> Known:
        """Weights that are missing or exchanged."""
        (a, _, m), (b, _, n) = map(described, self.parts(z))
        yield NOT_WEIGHED, (a + b) / 2
        yield EXCHANGED, (n * a + m * b) / (m + n)
        yield MISCOUNTED, m * a + n * b

    def wrong_spreads(self, z: Array) -> Known:
        """Parts of the formula are missing."""
        (a, s, m), (b, t, n) = map(described, self.parts(z))
        within = (m * s**2 + n * t**2) / (m + n)
        yield NOT_BETWEEN, np.sqrt(within)
        yield VARIANCE, softmax(z).var(axis=0)
        yield DDOF, softmax(z).std(axis=0, ddof=1)
        yield MEAN_STD, (m * s + n * t) / (m + n)
        yield MEAN_STD, (s + t) / 2
        yield NOT_WEIGHED, np.sqrt((s**2 + t**2) / 2)
        yield NOT_WEIGHED, np.sqrt((s**2 + t**2) / 2 + (a - b) ** 2 / 4)
        yield NOT_WEIGHED, np.sqrt(within + (a - b) ** 2 / 4)

    def edge_cases(self, rng: np.random.Generator) -> Iterable[Array]:
        """One part is empty, or a single pass."""
        yield self.draw(rng, 2)
        yield self.draw(rng, 3)

    def ways(self, z: Array) -> Iterable[tuple[object, ...]]:
        """Either machine may come first."""
        a, s, m, b, t, n = self.arguments(z)
        yield a, s, m, b, t, n
        yield b, t, n, a, s, m


def described(part: Array) -> tuple[Array, Array, int]:
    """Mean, std and number of passes; zeros where there are none."""
    q = softmax(part) if len(part) else np.zeros((1, *part.shape[1:]))
    return q.mean(axis=0), q.std(axis=0), len(part)


def mean(task: Task) -> Judge:
    """The first of the pair is the mean of all passes."""

    def judge(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        z = task.draw(rng)
        right = softmax(z).mean(axis=0)
        for arguments in task.ways(z):
            answer = mean_of(ask_copies(function, *arguments), (BATCH, CLASSES))
            known = [(SWAPPED, softmax(z).std(axis=0)), *task.wrong_means(z)]
            fail_unless(answer, right, known, WRONG_MEAN, len(z))
        return Evidence(f"{words(right[0])} is the mean of {len(z)} passes")

    return judge


def spread(task: Task) -> Judge:
    """The second of the pair is their standard deviation."""

    def judge(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        z = task.draw(rng)
        answer = std_of(ask_copies(function, *task.arguments(z)), (BATCH, CLASSES))
        right = softmax(z).std(axis=0)
        fail_unless(answer, right, task.wrong_spreads(z), WRONG_SPREAD, len(z))
        return Evidence(f"{words(right[0])} is the standard deviation of {len(z)} passes")

    return judge


def few(task: Task) -> Judge:
    """Mean and spread of as few passes as there may be."""

    def judge(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        for z in task.edge_cases(rng):
            for arguments in task.ways(z):
                answer = ask_copies(function, *arguments)
                fail_unless(mean_of(answer, (BATCH, CLASSES)), softmax(z).mean(axis=0), (), EDGE, len(z))
                fail_unless(std_of(answer, (BATCH, CLASSES)), softmax(z).std(axis=0), (), EDGE, len(z))
        return Evidence("mean and spread are right for the fewest passes as well")

    return judge


def fail_unless(answer: Array, right: Array, known: Known, otherwise: Misconception, passes: int) -> None:
    """Raise where the answer is not the right one."""
    if alike(answer, right):
        return
    reason = next((reason for reason, wrong in known if alike(answer, wrong)), otherwise)
    raise Failed(reason, f"{words(answer[0])} for the first example, {passes} passes in all", words(right[0]))


def properties(task: Task) -> tuple[Property, ...]:
    """What is true of each of the three."""

    def arguments(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        return leaves_alone(function, *task.arguments(task.draw(rng)))

    plain = mean(task), spread(task)
    return (
        Property("mean", "the first of the pair is the mean of all passes", plain[0]),
        Property("spread", "the second is their standard deviation", because_of(plain[1], plain[0])),
        Property("few", "both are right for the fewest passes", because_of(few(task), *plain)),
        Property("input", "no argument is changed", arguments),
    )


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "unpack_passes": properties(Unpack()),
    "add_pass": properties(Add()),
    "merge_passes": properties(Merge()),
}
