"""The exercise of the page The Bayesian view: ``band(hidden, w, p)``, the spread over masks in closed form.

The oracle goes through all masks of a small layer, so that nothing is left to chance: a right answer holds
for every seed.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import as_array, ask
from dropout_course.checks.inverted import Activations, draw_activations
from dropout_course.checks.law import draw_rate
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property
from dropout_course.reference import all_masks, mean_and_std

PAGE = "The Bayesian view"
PLACES, UNITS = (3, 6), (7, 10)  # at most 512 masks, and never as many places as units

LINEAR = Misconception(
    "The terms are added, not their squares",
    "Independent terms add their VARIANCES: square each w_j h_j before you add.",
    PAGE,
)
VARIANCE = Misconception("The variance, not the band", "The band is a standard deviation: its root.", PAGE)
CLASSIC_VARIANCE = Misconception(
    "The variance of the classic mask", "Scaled by 1 / (1 - p), m has p(1 - p) / (1 - p)^2.", PAGE
)
SWAPPED = Misconception("Keep and drop are swapped", "`p` is the probability to drop.", PAGE)
AVERAGED = Misconception("The units are averaged", "The output is a sum over units, not a mean.", PAGE)
WRONG_BAND = Misconception(
    "This is not the spread over the masks", "Var[f] is the sum of Var[m_j] (w_j h_j)^2.", PAGE
)

Array = NDArray[Any]


def draw_layer(rng: np.random.Generator) -> tuple[Activations, Activations]:
    """Positive activations, (places, units), and output weights of both signs, (units,)."""
    places, units = int(rng.integers(*PLACES)), int(rng.integers(*UNITS))
    return rng.uniform(0.5, 2, (places, units)), draw_activations((units,), rng)


def ask_band(function: LearnerFunction, hidden: Activations, w: Activations, p: float) -> Array:
    """What the function answers, when it is one number for each place."""
    answer = ask(function, hidden.copy(), w.copy(), p)
    if type(answer) is np.ndarray and answer.dtype.kind == "f" and np.isnan(answer).any():
        raise Failed(LINEAR, "NaN, as of the root of a negative sum", "a sum of squares, never negative")
    return as_array(answer, hidden.shape[:1]).astype(float)


def same(found: Array, other: Array | float) -> bool:
    """Whether two answers differ by no more than rounding."""
    return np.allclose(found, other, rtol=1e-5, atol=0)


def ignores_sign(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """A weight of the other sign leaves the band: nothing cancels."""
    (hidden, w), p = draw_layer(rng), draw_rate(rng)
    before = ask_band(function, hidden, w, p)
    w[rng.integers(len(w))] *= -1
    after = ask_band(function, hidden, w, p)
    if not same(after, before):
        seen = f"one weight changed its sign, and {before[0]:.4g} became {after[0]:.4g}"
        raise Failed(LINEAR, seen, "the same band")
    return Evidence("one weight changed its sign, and the band stayed")


def grows_with_output(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """An output in other units has its band in these units."""
    (hidden, w), p = draw_layer(rng), draw_rate(rng)
    factor = float(rng.uniform(3, 9))
    before, after = ask_band(function, hidden, w, p), ask_band(function, hidden, factor * w, p)
    if not before.any():
        raise Failed(WRONG_BAND, f"0 at all {len(before)} places, at p = {p:.4g}", "some spread")
    if same(after, factor * before):
        return Evidence(f"{factor:.4g} times the weights, {factor:.4g} times the band")
    seen = f"{factor:.4g} times the weights took {before[0]:.4g} to {after[0]:.4g}"
    reason = VARIANCE if same(after, factor**2 * before) else WRONG_BAND
    raise Failed(reason, seen, f"{factor:.4g} times the band")


def spread_over_masks(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The band is the standard deviation over all masks."""
    (hidden, w), p = draw_layer(rng), draw_rate(rng)
    found, right = ask_band(function, hidden, w, p), spread(hidden, w, p)
    if same(found, right):
        return Evidence(f"the band is that over all {2 ** len(w)} masks at p = {p:.4g}")
    known = (
        (VARIANCE, right**2),
        (VARIANCE, ((1 - p) * right) ** 2),
        (CLASSIC_VARIANCE, (1 - p) * right),
        (SWAPPED, right * (1 - p) / p),
        (AVERAGED, right / np.sqrt(len(w))),
    )
    reason = next((reason for reason, value in known if same(found, value)), WRONG_BAND)
    sums = np.abs(hidden @ w)
    if any(same(share, share[0]) for share in (found / sums, found / sums**2)):
        reason = LINEAR
    seen = f"{found[0]:.4g} at p = {p:.4g}"
    raise Failed(reason, seen, f"{right[0]:.4g}, the spread over all {2 ** len(w)} masks")


def spread(hidden: Activations, w: Activations, p: float) -> Array:
    """The standard deviation of the output over every mask, each with its probability, (places,)."""
    masks = all_masks(len(w))  # (masks, units)
    chances = np.where(masks, 1 - p, p).prod(axis=1)
    _, std = mean_and_std((masks / (1 - p) * w) @ hidden.T, chances)
    return std


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "band": (
        Property("signs", "the signs of the weights do not matter", ignores_sign),
        Property("units", "the band has the units of the output", grows_with_output),
        Property("masks", "it is the standard deviation over all masks", spread_over_masks),
    )
}
