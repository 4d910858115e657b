"""The exercise of the page Classic dropout: its test pass, ``test_pass(h, W, c, p)``, one layer on."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import as_array, ask, precision
from dropout_course.checks.inverted import draw_activations
from dropout_course.checks.law import draw_rate
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property
from dropout_course.reference import all_masks

PAGE = "Classic dropout"
UNITS, OUTS = 5, 3  # the mean is taken over all 32 masks

NOT_SCALED = Misconception(
    "That is inverted's test pass", "Classic survivors were not scaled in training: (1 - p) is due now.", PAGE
)
SCALED_BY_P = Misconception(
    "The activations are scaled by p", "`p` is the probability to drop; 1 - p of the units were heard.", PAGE
)
DIVIDED = Misconception(
    "The activations are divided by 1 - p", "Now all units speak, so each must say less.", PAGE
)
NOT_THE_MEAN = Misconception(
    "That is not the next layer's mean", "With b of mean 1 - p, take the mean of (b * h) @ W.", PAGE
)
SCALED_BIAS = Misconception("The bias is scaled, too", "It was never dropped: it stays as it is.", PAGE)
NO_BIAS = Misconception("The bias is missing", "Add `c` to what the weights give.", PAGE)
WRONG_BIAS = Misconception("The bias is not added as it is", "Add `c` to what the weights give.", PAGE)
WRONG_AT_ENDS = Misconception(
    "The edge cases are wrong", "p = 0 leaves the layer as it is, and p = 1 its bias alone.", PAGE
)

Array = NDArray[np.floating[Any]]


def draw_layer(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Activations, weights and biases."""
    return (
        draw_activations((UNITS,), rng),
        draw_activations((UNITS, OUTS), rng),
        draw_activations((OUTS,), rng),
    )


def layer_hears(function: LearnerFunction, h: Array, w: Array, c: Array, p: float) -> Array:
    """The answer, one number for each unit of the next layer."""
    return as_array(ask(function, h.copy(), w.copy(), c.copy(), p), c.shape)


def alike(one: Array, other: Array) -> bool:
    """Whether the two agree, be it in single or half precision."""
    tolerance = max(precision(one), precision(other))
    return np.allclose(one, other, rtol=tolerance, atol=tolerance)


def mean_over_masks(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Without biases the answer is the next layer's mean over all masks."""
    p = draw_rate(rng)
    h, w, _ = draw_layer(rng)
    found = layer_hears(function, h, w, np.zeros(OUTS), p)
    masks = all_masks(UNITS)
    mean = np.where(masks, 1 - p, p).prod(axis=1) @ (masks * h @ w)
    if alike(found, mean):
        return Evidence(
            f"without biases, {words(found)} is the mean over all {len(masks)} masks at p = {p:.4g}"
        )
    known = ((NOT_SCALED, 1), (SCALED_BY_P, p), (DIVIDED, 1 / (1 - p)))
    reason = next((reason for reason, factor in known if alike(found, factor * (h @ w))), NOT_THE_MEAN)
    raise Failed(reason, f"without biases, {words(found)} at p = {p:.4g}", words(mean))


def bias(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """What the bias adds is the bias."""
    p = draw_rate(rng)
    h, w, c = draw_layer(rng)
    added = layer_hears(function, h, w, c, p) - layer_hears(function, h, w, np.zeros(OUTS), p)
    if alike(added, c):
        return Evidence(f"the bias {words(c)} is added as it is at p = {p:.4g}")
    known = ((SCALED_BIAS, 1 - p), (SCALED_BIAS, p), (NO_BIAS, 0))
    reason = next((reason for reason, factor in known if alike(added, factor * c)), WRONG_BIAS)
    raise Failed(reason, f"the bias {words(c)} adds {words(added)} at p = {p:.4g}", words(c))


def ends(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At p = 0 the whole layer is heard, at p = 1 its bias alone."""
    h, w, c = draw_layer(rng)
    whole = h @ w + c
    for p, expected in ((0.0, whole), (1.0, c)):
        found = layer_hears(function, h, w, c, p)
        if not alike(found, expected):
            known = ((NO_BIAS, h @ w), (SCALED_BIAS, 0 * c), (NOT_SCALED, whole))
            reason = next((reason for reason, wrong in known if alike(found, wrong)), WRONG_AT_ENDS)
            raise Failed(reason, f"{words(found)} at p = {p:g}", words(expected))
    return Evidence("p = 0 leaves the layer as it is, and p = 1 its bias alone")


def words(values: Array) -> str:
    """A few numbers, as numpy prints them."""
    return str(values.round(2))


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "test_pass": (
        Property("mean", "without biases it is the next layer's mean over all masks", mean_over_masks),
        Property("bias", "the bias stays as it is", bias),
        Property("ends", "p = 0 leaves all as it is, p = 1 the bias alone", ends),
    )
}
