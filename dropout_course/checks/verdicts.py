"""The exercise of the page How a claim is tried: ``judge(low, high, margin)``, one interval's verdict."""

from typing import NamedTuple

import numpy as np

from dropout_course.checks.answers import ask
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property
from dropout_course.results import Interval, Verdict, verdict

PAGE = "How a claim is tried"

NO_VERDICT = Misconception(
    "That is none of the three verdicts", "Return 'holds', 'does not hold' or 'not settled'.", PAGE
)
TRIFLE = Misconception(
    "An effect too small to matter counts", "It must also reach beyond the margin: high > margin.", PAGE
)
TOO_STRICT = Misconception(
    "The whole interval must lie beyond the margin",
    "Above zero, all of it, and reaching beyond the margin is enough.",
    PAGE,
)
NO_EVIDENCE = Misconception(
    "No evidence is taken for evidence of nothing",
    "An interval that reaches beyond the margin on either side of zero settles nothing.",
    PAGE,
)
NEVER_NULL = Misconception(
    "A null result is not accepted", "Wholly within the margins means: too small to matter.", PAGE
)
WRONG_SIDE = Misconception(
    "An effect on the other side is not refused", "Wholly below zero, it speaks against the claim.", PAGE
)
WRONG = Misconception("The verdict is not the rule's", "Go through the three lines of the rule.", PAGE)


class Case(NamedTuple):
    """An interval in margins, each end drawn between two bounds, and what a wrong verdict on it shows."""

    low: tuple[float, float]
    high: tuple[float, float]
    reasons: dict[str, Misconception]


CLEAR = (
    Case((1.2, 2), (2.5, 4), {}),
    Case((-4, -2.5), (-2, -1.2), {"not settled": WRONG_SIDE, "holds": WRONG_SIDE}),
)
MARGINS = (
    Case((0.1, 0.4), (0.5, 0.9), {"holds": TRIFLE, "not settled": NEVER_NULL}),
    Case((0.1, 0.9), (1.1, 3), {"not settled": TOO_STRICT, "does not hold": TOO_STRICT}),
    Case((-0.9, -0.1), (0.1, 0.9), {"not settled": NEVER_NULL, "holds": TRIFLE}),
    Case((-3, -1.1), (-0.9, -0.1), {"not settled": WRONG_SIDE, "holds": WRONG_SIDE}),
)
OPEN = (
    Case((-0.9, -0.1), (1.1, 3), {"does not hold": NO_EVIDENCE}),
    Case((-3, -1.1), (0.1, 0.9), {"does not hold": NO_EVIDENCE}),
    Case((-3, -1.1), (1.1, 3), {"does not hold": NO_EVIDENCE}),
)


def right_on(cases: tuple[Case, ...], function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The verdict on each of ``cases`` is the rule's."""
    for case in cases:
        margin = float(rng.uniform(0.2, 2))
        low, high = (margin * float(rng.uniform(*bounds)) for bounds in (case.low, case.high))
        expected = verdict(Interval((low + high) / 2, low, high), margin)
        answer = ask(function, low, high, margin)
        if not isinstance(answer, str) or answer not in tuple(Verdict):
            raise Failed(NO_VERDICT, repr(answer), f"'{expected}'")
        if answer != expected:
            seen = f"{low:.2f} to {high:.2f}, margin {margin:.2f}, is judged '{answer}'"
            raise Failed(case.reasons.get(answer, WRONG), seen, f"'{expected}'")
    return Evidence(f"{len(cases)} kinds of intervals are judged as the rule says")


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "judge": (
        Property("clear", "clear effects are clear", lambda f, rng: right_on(CLEAR, f, rng)),
        Property("margin", "what is too small to matter does not", lambda f, rng: right_on(MARGINS, f, rng)),
        Property("open", "what is open stays open", lambda f, rng: right_on(OPEN, f, rng)),
    )
}
