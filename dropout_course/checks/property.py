"""What a homework function is judged by: properties, misconceptions, and what was seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Answer = Any  # what a learner's function hands back, before anything is known of it
LearnerFunction = Callable[..., Answer]


@dataclass(frozen=True)
class Given:
    """A learner's function that is judged together with another one, whose answers it is given."""

    function: LearnerFunction
    given: LearnerFunction

    @property
    def __name__(self) -> str:
        return str(self.function.__name__)

    def __call__(self, *arguments: Any, **options: Any) -> Answer:
        """The judged function's answer."""
        return self.function(*arguments, **options)


@dataclass(frozen=True)
class Share:
    """A measured share beside the bounds that chance allows; the report draws it."""

    seen: float
    low: float
    high: float
    expected: float


@dataclass(frozen=True)
class Masks:
    """Corners of masks, True where kept; the report draws them side by side."""

    corners: Sequence[NDArray[np.bool_]]


Picture = Share | Masks


@dataclass(frozen=True)
class Evidence:
    """What was seen when a property held."""

    text: str
    picture: Picture | None = None


NO_PAGE = ""


@dataclass(frozen=True)
class Misconception:
    """A known way to go wrong, by name, with what mends it and the page that explains it.

    A fault that has nothing to do with dropout, an error, say, has no page: ``NO_PAGE``.
    """

    name: str
    mend: str
    page: str = "Inverted dropout"


class Failed(Exception):
    """A property does not hold: which misconception, what was seen, what was expected."""

    def __init__(
        self, misconception: Misconception, seen: str, expected: str, picture: Picture | None = None
    ) -> None:
        """Put the learner's message together from its parts."""
        self.misconception = misconception
        self.picture = picture
        page = f" (Page: {misconception.page}.)" if misconception.page else ""
        super().__init__(f"{misconception.name}: {seen}; expected: {expected}. {misconception.mend}{page}")


Judge = Callable[[LearnerFunction, np.random.Generator], Evidence]


@dataclass(frozen=True)
class Property:
    """One thing that must be true of an answer.

    ``judge(function, rng)`` draws its inputs from ``rng``, returns the evidence when the property holds
    and raises ``Failed`` when it does not.
    """

    name: str
    statement: str
    judge: Judge


@dataclass(frozen=True)
class Finding:
    """A property, judged."""

    property: Property
    passed: bool
    message: str
    picture: Picture | None = None
    misconception: Misconception | None = None


def because_of(judge: Judge, *plainer: Judge) -> Judge:
    """``judge``, which where it fails tells the reason of the first of ``plainer`` that fails, too.

    One mistake then has one name, whatever else it spoils.
    """

    def judged(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        try:
            return judge(function, rng)
        except Failed:
            for other in plainer:
                other(function, rng)
            raise

    return judged


def judge(property: Property, function: LearnerFunction, seed: int) -> Finding:
    """Judge one property on inputs drawn from ``seed`` and the property's own name."""
    rng = np.random.default_rng([seed, *property.name.encode()])
    try:
        evidence = property.judge(function, rng)
    except Failed as failure:
        return Finding(property, False, str(failure), failure.picture, failure.misconception)
    return Finding(property, True, evidence.text, evidence.picture)
