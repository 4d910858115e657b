"""The exercise of the page Reading the curves: ``diagnose(train, validation)``, which term is the larger."""

from collections.abc import Callable

import numpy as np

from dropout_course.checks.answers import ask
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property

PAGE = "Reading the curves"

NO_DIAGNOSIS = Misconception("That is no diagnosis", "Return 'overfits' or 'underfits'.", PAGE)
GAP_ALONE = Misconception(
    "Any gap counts as overfitting", "Compare it with what is not learned: 1 - train at the end.", PAGE
)
SWAPPED = Misconception(
    "Both are swapped", "A large gap is overfitting; little learned is underfitting.", PAGE
)
LEARNED_ALONE = Misconception(
    "The gap is not looked at", "Compare 1 - train at the end with the gap there.", PAGE
)
NOT_THE_END = Misconception("Another epoch than the last is read", "Read both curves at [-1].", PAGE)
WRONG = Misconception("The larger term is another one", "Go back to the two terms of the formula.", PAGE)

Curve = list[float]
Rule = Callable[[Curve, Curve], bool]
"""Whether it says that the network overfits."""

RULES: tuple[tuple[Misconception, Rule], ...] = (
    (SWAPPED, lambda t, v: t[-1] - v[-1] < 1 - t[-1]),
    (NOT_THE_END, lambda t, v: t[0] - v[0] > 1 - t[0]),
    (NOT_THE_END, lambda t, v: t[len(t) // 2] - v[len(t) // 2] > 1 - t[len(t) // 2]),
    (GAP_ALONE, lambda t, v: t[-1] > v[-1]),
    (GAP_ALONE, lambda t, v: t[-1] - v[-1] > 0.05),
    (GAP_ALONE, lambda t, v: t[-1] - v[-1] > 0.1),
    (LEARNED_ALONE, lambda t, v: t[-1] > 0.9),
    (LEARNED_ALONE, lambda t, v: t[-1] > 0.8),
)
ENDS = {
    "memorised": ((0.01, 0.04), (0.15, 0.3)),
    "starved": ((0.35, 0.5), (-0.05, 0.25)),
    "both": ((0.25, 0.3), (0.35, 0.45)),
}
"""For each kind of network between which bounds lie what is not learned at the end, and the gap there."""

DRAWN = 12  # networks of each kind


def draw_curves(kind: str, rng: np.random.Generator) -> tuple[Curve, Curve]:
    """Accuracies after each epoch, on training and validation images, of a network of that kind."""
    missing, gap = (float(rng.uniform(*bounds)) for bounds in ENDS[kind])
    epochs = int(rng.integers(8, 20))
    learned = 1 - np.exp(-4 * np.arange(1, epochs + 1) / epochs)  # little at first, when both are alike
    learned = learned / learned[-1]
    train = 0.1 + (0.9 - missing) * learned
    return train.tolist(), (train - gap * learned**8).tolist()


def larger_named(kind: str, function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The diagnosis of networks of one kind names the larger term."""
    expected = "underfits" if kind == "starved" else "overfits"
    for _ in range(DRAWN):
        train, validation = draw_curves(kind, rng)
        answer = ask(function, train, validation)
        if not isinstance(answer, str) or answer not in ("overfits", "underfits"):
            raise Failed(NO_DIAGNOSIS, repr(answer), "'overfits' or 'underfits'")
        if answer != expected:
            seen = f"{train[-1]:.2f} in training and {validation[-1]:.2f} in validation '{answer}'"
            raise Failed(reason(function, rng), seen, f"'{expected}'")
    return Evidence(f"{DRAWN} networks are told right")


def reason(function: LearnerFunction, rng: np.random.Generator) -> Misconception:
    """The rule that the function follows on networks of all kinds."""
    drawn = [draw_curves(kind, rng) for kind in ENDS for _ in range(DRAWN)]
    said = [ask(function, *curves) == "overfits" for curves in drawn]
    return next((name for name, rule in RULES if said == [rule(*curves) for curves in drawn]), WRONG)


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "diagnose": (
        Property("memorised", "much learned, wide gap", lambda f, rng: larger_named("memorised", f, rng)),
        Property("starved", "little learned, small gap", lambda f, rng: larger_named("starved", f, rng)),
        Property("both", "little learned, wider gap", lambda f, rng: larger_named("both", f, rng)),
    )
}
