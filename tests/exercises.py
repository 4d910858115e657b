"""What every exercise of a page owes its readers: a right answer passes, a wrong one hears its reason first.

A test module binds its own: ``judged = judged_as("vote")``, ``test_... = right_answers_pass(judged, RIGHT)``.
"""

from collections.abc import Callable, Collection, Iterable

import pytest

from dropout_course.checks import Report, check
from dropout_course.checks.property import LearnerFunction, Misconception

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
