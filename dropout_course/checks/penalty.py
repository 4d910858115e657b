"""The exercise of the page The regulariser view: ``penalty(x, p)``, what dropout charges for squared weights.

Nothing is left to chance: a right answer holds for every seed.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import NUMBERS, as_array, ask
from dropout_course.checks.inverted import Activations, draw_activations
from dropout_course.checks.law import draw_rate
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property

PAGE = "The regulariser view"
EXAMPLES, FEATURES = (20, 30), (4, 8)  # two ranges that do not meet: the wrong sum has the wrong shape

PER_EXAMPLE = Misconception(
    "One price per example", "A price belongs to a FEATURE: sum over the rows, axis=0.", PAGE
)
ONE_FOR_ALL = Misconception(
    "One price for all features", "Each weight pays by the size of its own feature.", PAGE
)
ZERO_PAYS = Misconception("A feature that is 0 pays", "Where there is no input there is no noise.", PAGE)
NOT_SQUARED = Misconception(
    "Sizes do not enter as a sum of squares", "The variance of m x is x^2 times that of m.", PAGE
)
AVERAGED = Misconception(
    "The examples are averaged", "The loss is a sum over examples, and so is its penalty.", PAGE
)
CLASSIC_VARIANCE = Misconception(
    "The variance of the classic mask", "Scaled by 1 / (1 - p), m has p(1 - p) / (1 - p)^2.", PAGE
)
SECOND_MOMENT = Misconception(
    "The mean of m^2 instead of the variance of m", "Subtract the squared mean, which is 1.", PAGE
)
SWAPPED = Misconception("Keep and drop are swapped", "`p` is the probability to drop.", PAGE)
NOT_THE_VARIANCE = Misconception(
    "The factor is not the variance of the multiplier", "0 with probability p, else 1 / (1 - p).", PAGE
)

Array = NDArray[Any]


def draw_features(rng: np.random.Generator) -> Activations:
    """Examples whose features differ in size up to a hundredfold, none of them 0."""
    examples, features = int(rng.integers(*EXAMPLES)), int(rng.integers(*FEATURES))
    return np.asarray(draw_activations((examples, features), rng) * 10 ** rng.uniform(-1, 1, features))


def prices(function: LearnerFunction, x: Activations, p: float) -> Array:
    """What the function answers, when it is one number for each feature."""
    answer = ask(function, x.copy(), p)
    if type(answer) in NUMBERS or (type(answer) is np.ndarray and answer.shape == ()):
        raise Failed(ONE_FOR_ALL, f"{type(answer).__name__} for {x.shape[1]} features", "a price for each")
    if type(answer) is np.ndarray and answer.shape == x.shape[:1]:
        raise Failed(PER_EXAMPLE, f"shape {answer.shape} for x of shape {x.shape}", f"shape {x.shape[1:]}")
    return as_array(answer, x.shape[1:]).astype(float)


def for_each_feature(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Each feature has a price, and one that is 0 throughout pays none."""
    x, p = draw_features(rng), draw_rate(rng)
    silent = rng.integers(x.shape[1])
    x[:, silent] = 0
    found = prices(function, x, p)
    if np.allclose(found, found[0], rtol=1e-5, atol=0):
        raise Failed(ONE_FOR_ALL, f"{found[0]:.4g} for each of {len(found)} features", "a price for each")
    if found[silent] != 0:
        raise Failed(ZERO_PAYS, f"{found[silent]:.4g} at p = {p:.4g}", "0")
    return Evidence(f"{len(found)} features, {len(found)} prices, and 0 for the one that is 0")


def grows_with_square(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """A feature in other units pays by the square of the change, and no other feature does."""
    x, p = draw_features(rng), draw_rate(rng)
    before = prices(function, x, p)
    scaled, factor = rng.integers(x.shape[1]), float(rng.uniform(3, 9))
    x[:, scaled] *= factor
    after = prices(function, x, p)
    due = before.copy()
    due[scaled] *= factor**2
    if not np.allclose(after, due, rtol=1e-5, atol=0) or before[scaled] == 0:
        seen = f"a feature {factor:.4g} times as large went from {before[scaled]:.4g} to {after[scaled]:.4g}"
        others = np.delete(after, scaled), np.delete(before, scaled)
        if not np.allclose(*others, rtol=1e-5, atol=0):
            raise Failed(ONE_FOR_ALL, f"{seen}, and other prices changed", "the others stay")
        raise Failed(NOT_SQUARED, seen, f"{factor**2:.4g} times the price")
    return Evidence(f"a feature {factor:.4g} times as large pays {factor**2:.4g} times the price")


def counts_examples(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Twice the examples, twice the price."""
    x, p = draw_features(rng), draw_rate(rng)
    once, twice = prices(function, x, p), prices(function, np.tile(x, (2, 1)), p)
    if np.allclose(twice, once, rtol=1e-5, atol=0):
        raise Failed(AVERAGED, "every example stood twice, and the prices stayed", "twice the prices")
    if not np.allclose(twice, 2 * once, rtol=1e-5, atol=0):
        seen = f"every example stood twice, and {once[0]:.4g} became {twice[0]:.4g}"
        raise Failed(NOT_SQUARED, seen, f"{2 * once[0]:.4g}: a sum of squares over the examples")
    return Evidence("every example stood twice, and the prices doubled")


def factor_of_rate(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The price is the variance of the multiplier times the sum of squares."""
    x, p = draw_features(rng), draw_rate(rng)
    found = prices(function, x, p) / (x**2).sum(axis=0)
    right = p / (1 - p)
    if np.allclose(found, right, rtol=1e-5, atol=0):
        return Evidence(f"{right:.4g} times the sum of squares at p = {p:.4g}")
    if not np.allclose(found, found[0], rtol=1e-5, atol=0):
        seen = f"from {found.min():.4g} to {found.max():.4g} times the sum of squares at p = {p:.4g}"
        raise Failed(NOT_SQUARED, seen, f"{right:.4g} times for each feature")
    known = (
        (CLASSIC_VARIANCE, p * (1 - p)),
        (SECOND_MOMENT, 1 / (1 - p)),
        (SWAPPED, (1 - p) / p),
        (AVERAGED, right / len(x)),
    )
    named = (reason for reason, factor in known if np.allclose(found, factor, rtol=1e-5, atol=0))
    seen = f"{found[0]:.4g} times the sum of squares at p = {p:.4g}"
    raise Failed(next(named, NOT_THE_VARIANCE), seen, f"{right:.4g} times")


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "penalty": (
        Property("features", "each feature has its price, and 0 costs nothing", for_each_feature),
        Property("square", "prices grow with the square of sizes", grows_with_square),
        Property("examples", "twice the examples, twice the price", counts_examples),
        Property("rate", "the factor is the variance of the multiplier", factor_of_rate),
    )
}
