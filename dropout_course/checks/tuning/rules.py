"""Rules that turn a table into one number, judged beside the rules that are mistaken for them.

Cases are drawn until every known mistake has one in which it gives another answer than the right rule:
whoever makes it fails for certain, not with some probability.
"""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import numpy as np

from dropout_course.checks.property import Misconception

Table = TypeVar("Table")
PLAIN_CASES = 10  # beside those that are drawn against a mistake
MOST_CASES = 2000  # tried; all pairs are told apart long before


class Rules(Generic[Table]):
    """A right rule and its rivals, the known mistakes by the misconception behind each."""

    def __init__(
        self,
        right: Callable[[Table], float],
        rivals: Sequence[tuple[Misconception, Callable[[Table], float]]],
    ) -> None:
        """A misconception may have several rules."""
        self.right, self.rivals = right, rivals

    def draw_cases(
        self, draw: Callable[[np.random.Generator], Table], rng: np.random.Generator
    ) -> list[Table]:
        """Cases that mislead every rival, that tell any two misconceptions apart, and some others."""
        cases = [draw(rng) for _ in range(PLAIN_CASES)]
        rules = [(None, self.right), *self.rivals]
        alike = {
            (i, j)
            for i, (one, _) in enumerate(rules)
            for j, (other, _) in enumerate(rules[:i])
            if one is not other
        }
        for number in range(MOST_CASES):
            case = cases[number] if number < PLAIN_CASES else draw(rng)
            answers = [rule(case) for _, rule in rules]
            apart = {(i, j) for i, j in alike if differ(answers[i], answers[j])}
            if apart and number >= PLAIN_CASES:
                cases.append(case)
            alike -= apart
            if not alike:
                break
        return cases

    def first_wrong(self, cases: Sequence[Table], answers: Sequence[float]) -> int | None:
        """The position of the first wrong answer; None where all are right."""
        wrong = [differ(answer, self.right(case)) for case, answer in zip(cases, answers, strict=True)]
        return wrong.index(True) if any(wrong) else None

    def reason(
        self, cases: Sequence[Table], answers: Sequence[float], otherwise: Misconception
    ) -> Misconception:
        """The misconception whose rule gives all these answers."""
        for misconception, rule in self.rivals:
            if not any(differ(answer, rule(case)) for case, answer in zip(cases, answers, strict=True)):
                return misconception
        return otherwise


def differ(one: float, other: float) -> bool:
    """Whether two answers are not the same up to rounding; NaN is like nothing."""
    return not abs(one - other) < 1e-6
