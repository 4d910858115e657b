"""Judging a learner's function by its properties: ``check`` tells, ``grade`` gives points.

No answer is compared with a fixed draw: inputs are drawn anew, and whatever has the right law passes.
"""

import secrets

from dropout_course.checks import (
    ablation,
    backward,
    band,
    classic,
    coins,
    diagnosis,
    faults,
    initialisation,
    inverted,
    masks,
    more_masks,
    notation,
    overfitting,
    passes,
    penalty,
    placing,
    scaling,
    test_time,
    tuning,
    verdicts,
    vote,
)
from dropout_course.checks.property import Finding, Given, LearnerFunction, Property, judge
from dropout_course.checks.report import Report

__all__ = ["Report", "check", "grade"]

PROPERTIES = {
    **masks.PROPERTIES,
    **more_masks.PROPERTIES,
    **inverted.PROPERTIES,
    **backward.PROPERTIES,
    **classic.PROPERTIES,
    **initialisation.PROPERTIES,
    **passes.PROPERTIES,
    **coins.PROPERTIES,
    **penalty.PROPERTIES,
    **band.PROPERTIES,
    **notation.PROPERTIES,
    **overfitting.PROPERTIES,
    **ablation.PROPERTIES,
    **vote.PROPERTIES,
    **verdicts.PROPERTIES,
    **faults.PROPERTIES,
    **diagnosis.PROPERTIES,
    **placing.PROPERTIES,
    **test_time.PROPERTIES,
    **tuning.PROPERTIES,
    **scaling.PROPERTIES,
}


def check(
    function: LearnerFunction,
    *properties: str,
    seed: int | None = None,
    given: LearnerFunction | None = None,
) -> Report:
    """Judge ``function``, recognised by its name, and tell what was seen.

    Args:
        function: the learner's function.
        properties: names of those to judge; all of the function's when none is named.
        seed: where the inputs come from; fresh inputs when None.
        given: the learner's other function, where the judged one goes on from its answers.
    """
    judged = findings(function, properties, secrets.randbits(64) if seed is None else seed, given)
    return Report(function.__name__, judged)


def grade(
    function: LearnerFunction,
    *properties: str,
    points: float,
    seed: int,
    given: LearnerFunction | None = None,
) -> float:
    """Points that ``function`` earns: an equal share of ``points`` for each property that holds.

    Prints one line for each misconception that was seen, and nothing when all properties hold.
    """
    judged = findings(function, properties, seed, given)
    told = {finding.misconception: finding.message for finding in reversed(judged) if not finding.passed}
    for message in reversed(told.values()):
        print(message)
    return points * sum(finding.passed for finding in judged) / len(judged)


def findings(
    function: LearnerFunction,
    properties: tuple[str, ...],
    seed: int,
    given: LearnerFunction | None = None,
) -> list[Finding]:
    """Judge the named properties of ``function``, or all that it has."""
    if not callable(function):
        raise TypeError(f"give the function itself, check(keep_mask), not {function!r}")
    known = properties_of(function)
    unknown = [name for name in properties if name not in known]
    if unknown:
        raise ValueError(f"{function.__name__} has no property {unknown[0]!r}; it has {', '.join(known)}")
    judged: LearnerFunction = Given(function, given) if given else function
    return [judge(known[name], judged, seed) for name in properties or known]


def properties_of(function: LearnerFunction) -> dict[str, Property]:
    """The properties of the function with this name."""
    name = getattr(function, "__name__", type(function).__name__)
    if name not in PROPERTIES:
        raise ValueError(f"nothing is known of a function named {name!r}; known are {', '.join(PROPERTIES)}")
    return {property.name: property for property in PROPERTIES[name]}
