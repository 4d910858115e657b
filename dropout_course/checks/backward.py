"""The exercise of the page The backward pass: a layer ``Dropout(p, rng)`` with its two passes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import as_array, ask
from dropout_course.checks.inverted import draw_activations
from dropout_course.checks.law import draw_rate, new_generator
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property

PAGE = "The backward pass"
SHAPE = (20, 30)  # two draws drop the same of its 600 units with a chance below 1e-160

FRESH_DRAW = Misconception(
    "Backward drops other units than forward", "Nothing is drawn on the way back: keep the multiplier.", PAGE
)
NOT_DROPPED = Misconception(
    "Backward drops nothing", "A unit that said 0 gets no gradient: dx = dy * multiplier.", PAGE
)
NOT_SCALED = Misconception(
    "Backward forgets the scaling", "Survivors pass back dy / (1 - p), as they passed on x / (1 - p).", PAGE
)
WRONG_GRADIENT = Misconception(
    "Backward does not multiply by forward's multiplier", "dx = dy * multiplier, place by place.", PAGE
)
NOT_LINEAR = Misconception(
    "A second backward pass gives something else", "The draw stays until the next forward pass.", PAGE
)
DRAWN_ONCE = Misconception(
    "Every forward pass uses the same draw", "Draw in forward, not in __init__, and keep that draw.", PAGE
)
STALE_DRAW = Misconception(
    "After a second forward pass, backward uses the first one's draw", "Keep the latest draw.", PAGE
)

Array = NDArray[Any]


def forward(layer: Any, rng: np.random.Generator) -> Array:
    """A forward pass; hands back what it multiplied by."""
    x = draw_activations(SHAPE, rng)
    return np.asarray(as_array(ask(layer.forward, x.copy()), SHAPE) / x)


def backward(layer: Any, dy: Array) -> Array:
    """A backward pass."""
    return as_array(ask(layer.backward, dy.copy()), dy.shape)


def same_draw(layer_class: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Backward multiplies by forward's own multiplier."""
    p = draw_rate(rng)
    layer = ask(layer_class, p, new_generator(rng))
    m, dy = forward(layer, rng), draw_activations(SHAPE, rng)
    ratio = backward(layer, dy) / dy
    dropped = (ratio == 0) & (m != 0)
    revived = (ratio != 0) & (m == 0)
    if (ratio != 0).all():
        raise Failed(NOT_DROPPED, f"{revived.sum()} dropped units get a gradient", "0")
    if dropped.any() or revived.any():
        seen = f"{dropped.sum()} kept units get no gradient, and {revived.sum()} dropped ones get some"
        raise Failed(FRESH_DRAW, seen, "0 of either")
    kept = ratio[m != 0]
    if np.allclose(kept, 1, rtol=1e-5) and not np.allclose(m[m != 0], 1, rtol=1e-5):
        raise Failed(NOT_SCALED, f"survivors pass back dy at p = {p:.4g}", f"{1 / (1 - p):.4g} dy")
    if not np.allclose(ratio, m, rtol=1e-5):
        raise Failed(WRONG_GRADIENT, f"survivors pass back {kept[0]:.4g} dy", f"{m[m != 0][0]:.4g} dy")
    return Evidence(f"dx = dy * multiplier at p = {p:.4g}")


def draw_stays(layer_class: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Two backward passes after one forward pass use one draw."""
    layer = ask(layer_class, draw_rate(rng), new_generator(rng))
    forward(layer, rng)
    dy = draw_activations(SHAPE, rng)
    once, twice = backward(layer, dy), backward(layer, 2 * dy)
    if not np.allclose(twice, 2 * once, rtol=1e-5):
        raise Failed(NOT_LINEAR, "backward(2 * dy) is not 2 * backward(dy)", "one draw for both")
    return Evidence("backward(2 * dy) is 2 * backward(dy)")


def new_draw(layer_class: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Each forward pass draws afresh, and backward follows the latest."""
    layer = ask(layer_class, draw_rate(rng), new_generator(rng))
    first, second = forward(layer, rng), forward(layer, rng)
    if ((first == 0) == (second == 0)).all():
        raise Failed(DRAWN_ONCE, "two forward passes dropped the same units", "two draws")
    ones = np.ones(SHAPE)
    dropped = backward(layer, ones) == 0
    if (dropped == (first == 0)).all():
        raise Failed(STALE_DRAW, "backward dropped the units of the first pass", "those of the second")
    return Evidence("two forward passes dropped different units, and backward followed the second")


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "Dropout": (
        Property("same draw", "backward multiplies by forward's own multiplier", same_draw),
        Property("stays", "the draw stays until the next forward pass", draw_stays),
        Property("new draw", "each forward pass draws afresh", new_draw),
    )
}
