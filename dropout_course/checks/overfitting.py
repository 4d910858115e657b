"""The exercise of the page Overfitting and memorising: ``understood(share, classes)``."""

from collections.abc import Callable

import numpy as np

from dropout_course.checks.answers import as_number, ask
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property

PAGE = "Overfitting and memorising"

NO_LUCK = Misconception("Random labels count as lost", "They are hit by luck, too: one in C of them.", PAGE)
TRUE_LOST = Misconception(
    "The true labels are missing", "A share 1 - s is true, and all of it can be understood.", PAGE
)
LUCK_FOR_ALL = Misconception("All labels are left to luck", "Only the random share s needs it.", PAGE)
SWAPPED = Misconception("True and random are swapped", "`share` is the random part; 1 - s is true.", PAGE)
ONE_NUMBER_OF_CLASSES = Misconception(
    "The number of classes is ignored", "Of C classes luck hits one in C: use `classes`.", PAGE
)
WRONG_ACCURACY = Misconception(
    "The accuracy is wrong", "Add the true labels, and those of the random ones that luck hits.", PAGE
)
NO_NUMBER = Misconception("The answer is no number", "Return one number, and do not forget `return`.", PAGE)

RULES: tuple[tuple[Misconception, Callable[[float, int], float]], ...] = (
    (NO_LUCK, lambda s, c: 1 - s),
    (TRUE_LOST, lambda s, c: s / c),
    (LUCK_FOR_ALL, lambda s, c: 1 - s + 1 / c),
    (LUCK_FOR_ALL, lambda s, c: 1 / c),
    (SWAPPED, lambda s, c: s + (1 - s) / c),
)
SMALL_SHARES = (0.1, 0.3)  # here no two of the rules agree, whatever the number of classes


def accuracy(function: LearnerFunction, share: float, classes: int) -> float:
    """The answer as a number of Python's."""
    return as_number(ask(function, share, classes), NO_NUMBER)


def draw_classes(rng: np.random.Generator) -> int:
    """A number of classes, and not the ten of the page."""
    return int(rng.choice([*range(3, 10), *range(11, 31)]))


def fail_if_wrong(function: LearnerFunction, share: float, classes: int, rng: np.random.Generator) -> str:
    """Raise when the accuracy is not (1 - s) + s / C; otherwise tell it."""
    seen, expected = accuracy(function, share, classes), 1 - share + share / classes
    told = f"{seen:.4g} for s = {share:.4g} and C = {classes}"
    if not np.isclose(seen, expected, rtol=1e-5):
        raise Failed(reason(function, rng), told, f"{expected:.4g}")
    return told


def reason(function: LearnerFunction, rng: np.random.Generator) -> Misconception:
    """The rule that the function follows where the rules differ."""
    share, classes = float(rng.uniform(*SMALL_SHARES)), draw_classes(rng)
    seen = accuracy(function, share, classes)
    for misconception, rule in RULES:
        if np.isclose(seen, rule(share, classes), rtol=1e-5):
            return misconception
    ignores = np.isclose(seen, accuracy(function, share, classes + 31), rtol=1e-5)
    return ONE_NUMBER_OF_CLASSES if ignores else WRONG_ACCURACY


def all_true(understood: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Without random labels nothing is left to luck."""
    return Evidence(fail_if_wrong(understood, 0.0, draw_classes(rng), rng))


def all_random(understood: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Without true labels everything is."""
    return Evidence(fail_if_wrong(understood, 1.0, draw_classes(rng), rng))


def mixed(understood: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Few, half or most of the labels random."""
    shares = [float(rng.uniform(low, low + 0.2)) for low in (0.1, 0.4, 0.7)]
    return Evidence("; ".join(fail_if_wrong(understood, share, draw_classes(rng), rng) for share in shares))


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "understood": (
        Property("true", "true labels can all be understood", all_true),
        Property("random", "random labels are hit by luck", all_random),
        Property("mixed", "luck is for the random share alone", mixed),
    )
}
