"""A dense layer behind dropout: ``dense_backward(dz, x, weights, mask, p)`` returns ``(dx, dweights)``.

Nothing is left to chance: a right answer holds for every seed.
"""

from collections.abc import Sequence

import numpy as np

from dropout_course.checks.answers import as_array, ask
from dropout_course.checks.backward import PAGE
from dropout_course.checks.classic import alike
from dropout_course.checks.inverted import draw_activations
from dropout_course.checks.law import draw_rate
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property
from dropout_course.checks.scaling.backward import BY_P, CHANGED, MULTIPLIED, TWICE, Mask
from dropout_course.checks.scaling.pairs import OTHER_WAY_ROUND, Array, as_pair

EXAMPLES, INPUTS, OUTPUTS = 7, 5, 4

X_NOT_DROPPED = Misconception(
    "The weights learn from units that were dropped",
    "What the weights were multiplied by is the x behind dropout: x * mask / (1 - p).",
    PAGE,
)
DX_NOT_DROPPED = Misconception(
    "Backward stops before the dropout",
    "dz @ weights.T is the gradient behind dropout: go back through it, too.",
    PAGE,
)
NOT_SCALED = Misconception(
    "The scale is forgotten on the way back", "Forward multiplied by mask / (1 - p), so backward does.", PAGE
)
REVERSED = Misconception("The mask is turned round", "It is True where a unit was kept.", PAGE)
AVERAGED = Misconception(
    "The batch is averaged", "dz holds the gradient for each example already: add them up.", PAGE
)
WRONG_DX = Misconception("dx is wrong", "dx = (dz @ weights.T) * m with m = mask / (1 - p).", PAGE)
WRONG_DWEIGHTS = Misconception(
    "dweights is wrong", "dweights = (x * m).T @ dz with m = mask / (1 - p).", PAGE
)
WRONG_AT_ENDS = Misconception(
    "The edge cases are wrong",
    "p = 0 is a layer without dropout; at p = 1 nothing flows, and 0 / 0 is not 0.",
    PAGE,
)


def where(mask: Mask, value: float) -> Array:
    """An array that holds ``value`` where the mask does, and 0 elsewhere."""
    return np.where(mask, value, 0.0)


class Layer:
    """Weights, a batch, a mask and what comes back, with the gradients that are right."""

    def __init__(self, rng: np.random.Generator, p: float) -> None:
        """Draw a layer whose three sizes differ."""
        self.p = p
        self.x = draw_activations((EXAMPLES, INPUTS), rng)
        self.weights = draw_activations((INPUTS, OUTPUTS), rng)
        self.dz = draw_activations((EXAMPLES, OUTPUTS), rng)
        self.mask: Mask = rng.random((EXAMPLES, INPUTS)) >= p

    @property
    def multiplier(self) -> Array:
        """What x was multiplied by."""
        return where(self.mask, self.scale)

    @property
    def scale(self) -> float:
        """What survivors were multiplied by."""
        return 1 / (1 - self.p) if self.p < 1 else 0.0

    def dx(self, multiplier: Array) -> Array:
        """The gradient of x, if forward had multiplied by this."""
        return np.asarray((self.dz @ self.weights.T) * multiplier)

    def dweights(self, multiplier: Array) -> Array:
        """The gradient of the weights, if forward had multiplied by this."""
        return np.asarray((self.x * multiplier).T @ self.dz)

    def multipliers(self) -> dict[Misconception, Array]:
        """Wrong ones that a learner may have had in mind."""
        return {
            NOT_SCALED: where(self.mask, 1),
            TWICE: where(self.mask, self.scale**2),
            MULTIPLIED: where(self.mask, 1 - self.p),
            BY_P: where(self.mask, 1 / self.p),
            REVERSED: where(~self.mask, self.scale),
        }

    def ask(self, function: LearnerFunction) -> tuple[Array, Array]:
        """The learner's two gradients."""
        arrays = (self.dz, self.x, self.weights, self.mask)
        first, second = as_pair(ask(function, *(array.copy() for array in arrays), self.p))
        if [getattr(one, "shape", None) for one in (first, second)] == [self.weights.shape, self.x.shape]:
            raise Failed(OTHER_WAY_ROUND, "dweights comes first", "dx, then dweights")
        return as_array(first, self.x.shape), as_array(second, self.weights.shape)


def draw_layer(rng: np.random.Generator) -> Layer:
    """A layer of which some inputs are dropped and some are kept, at a rate far from 0, a half and 1."""
    while True:
        layer = Layer(rng, draw_rate(rng))
        if 0 < layer.mask.sum() < layer.mask.size:
            return layer


def fail_if_missed(
    answer: Array,
    right: Array,
    known: Sequence[tuple[Misconception, Array]],
    otherwise: Misconception,
    name: str,
) -> None:
    """Raise when ``answer`` is not ``right``, for the first reason that explains it."""
    if alike(answer, right):
        return
    reason = next((reason for reason, wrong in known if alike(answer, wrong)), otherwise)
    worst = np.unravel_index(np.abs(answer - right).argmax(), right.shape)
    place = ", ".join(map(str, worst))
    raise Failed(reason, f"{name}[{place}] is {answer[worst]:.4g}", f"{right[worst]:.4g}")


def inputs(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The gradient goes back through the weights, then through dropout."""
    layer = draw_layer(rng)
    dx, _ = layer.ask(function)
    ones = np.ones(layer.x.shape)
    known = [(DX_NOT_DROPPED, layer.dx(ones)), (DX_NOT_DROPPED, layer.dx(ones * layer.scale))]
    known += [(reason, layer.dx(multiplier)) for reason, multiplier in layer.multipliers().items()]
    fail_if_missed(dx, layer.dx(layer.multiplier), known, WRONG_DX, "dx")
    return Evidence(f"dx is 0 where a unit was dropped, and scaled elsewhere, at p = {layer.p:.4g}")


def weights(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The weights learn from what they were multiplied by."""
    layer = draw_layer(rng)
    _, dweights = layer.ask(function)
    right, ones = layer.dweights(layer.multiplier), np.ones(layer.x.shape)
    known = [(X_NOT_DROPPED, layer.dweights(ones)), (X_NOT_DROPPED, layer.dweights(ones * layer.scale))]
    known += [(reason, layer.dweights(multiplier)) for reason, multiplier in layer.multipliers().items()]
    known += [(AVERAGED, right / EXAMPLES)]
    fail_if_missed(dweights, right, known, WRONG_DWEIGHTS, "dweights")
    return Evidence(f"dweights is that of x * mask / (1 - p) at p = {layer.p:.4g}")


def ends(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Without dropout a plain dense layer is left; with p = 1 there is nothing to learn."""
    for p in (0.0, 1.0):
        layer = Layer(rng, p)
        (dx, dweights), m, ones = layer.ask(function), layer.multiplier, np.ones(layer.x.shape)
        unmended = [(DX_NOT_DROPPED, layer.dx(ones))]
        fail_if_missed(dx, layer.dx(m), unmended, WRONG_AT_ENDS, f"at p = {p:g}, dx")
        unmended = [(X_NOT_DROPPED, layer.dweights(ones))]
        fail_if_missed(dweights, layer.dweights(m), unmended, WRONG_AT_ENDS, f"at p = {p:g}, dweights")
    return Evidence("p = 0 is a plain dense layer, and at p = 1 nothing flows")


def untouched(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The caller's arrays are as they were."""
    for layer in (draw_layer(rng), Layer(rng, 1.0)):
        arrays = {"dz": layer.dz, "x": layer.x, "weights": layer.weights, "mask": layer.mask}
        given = {name: array.copy() for name, array in arrays.items()}
        ask(function, *given.values(), layer.p)
        for name, array in arrays.items():
            if (given[name] != array).any():
                raise Failed(CHANGED, f"{(given[name] != array).mean():.0%} of {name} changed", "none")
    return Evidence("all arguments are as they were")


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "dense_backward": (
        Property("inputs", "dx went back through the weights and through dropout", inputs),
        Property("weights", "dweights is that of the x behind dropout", weights),
        Property("ends", "p = 0 is a plain layer, p = 1 lets nothing through", ends),
        Property("input", "no argument is changed", untouched),
    )
}
