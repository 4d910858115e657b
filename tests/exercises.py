"""What every exercise of a page owes its readers: a right answer passes, a wrong one hears its reason first.

A test module binds its own: ``judged = judged_as("vote")``, ``test_... = right_answers_pass(judged, RIGHT)``.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

import numpy as np
import pytest
from scipy.stats import binom

from dropout_course.checks import Report, check
from dropout_course.checks.property import LearnerFunction, Misconception
from dropout_course.checks.stats import FALSE_ALARM, binomial_interval

Judge = Callable[..., Report]
SEEDS = range(20)


def judged_as(name: str) -> Judge:
    """``check`` for functions of whatever name, as if each were called ``name``."""

    def judged(function: LearnerFunction, seed: int = 0) -> Report:
        def answer(*arguments: object) -> object:
            return function(*arguments)

        answer.__name__ = name
        return check(answer, seed=seed)

    return judged


def right_answers_pass(judged: Judge, right: Collection[LearnerFunction]) -> Callable[..., None]:
    """The test that each of ``right`` passes under every seed."""

    @pytest.mark.parametrize("seed", SEEDS)
    @pytest.mark.parametrize("function", right)
    def test(function: LearnerFunction, seed: int) -> None:
        report = judged(function, seed)
        assert report.passed, report

    return test


def hears_its_reason_first(
    judged: Judge, wrong: Iterable[tuple[LearnerFunction, Misconception]], names: Iterable[str] | None = None
) -> Callable[..., None]:
    """The test that each of ``wrong``, (function, reason), fails, and its reason is told first."""

    @pytest.mark.parametrize("seed", SEEDS)
    @pytest.mark.parametrize(("function", "reason"), wrong, ids=names)
    def test(function: LearnerFunction, reason: Misconception, seed: int) -> None:
        report = judged(function, seed)
        assert report.findings[0].misconception == reason, report
        assert not report.findings[0].passed

    return test


# ---- broken answers, and right ones from the homework's own source


class Subclass(np.ndarray):
    """Brings its own idea of equality."""

    def __eq__(self, other: object) -> np.ndarray:  # type: ignore[override]
        return np.ones(self.shape, dtype=bool)

    __hash__ = None  # type: ignore[assignment]


def raises(*arguments: object) -> None:
    """Fails, in two lines."""
    raise KeyError("no\nsuch key")


def function_named(models: Mapping[str, str], name: str) -> LearnerFunction:
    """The function that the cell of this name defines."""
    names = {"np": np}
    exec(models[name], names)
    return names[name]


# ---- how sharp a check is


def refusal(trials: int, bounds_for: float, actual: float, false_alarm: float = FALSE_ALARM) -> float:
    """Chance that a count with the rate ``actual`` falls outside the bounds of the checks for another."""
    low, high = binomial_interval(trials, bounds_for, false_alarm)
    return float(binom.cdf(low - 1, trials, actual) + binom.sf(high, trials, actual))
