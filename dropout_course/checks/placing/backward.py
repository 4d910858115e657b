"""Homework 4's ``mlp_backward``, judged by nudging the learner's own ``mlp_forward`` under the same draw.

In the networks that are asked about, no nudge bends a ReLU (``bends``, and under any mask
``network.draw_linear``), so the loss sum(dlogits * logits) is linear in each array of weights: what a nudge
adds is exact, be it in float32, and there is no chance in the verdict.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from dropout_course.checks.answers import as_array, ask, kind_of
from dropout_course.checks.backward import FRESH_DRAW, NOT_DROPPED, NOT_SCALED, WRONG_GRADIENT
from dropout_course.checks.inverted import IN_PLACE
from dropout_course.checks.law import draw_rate
from dropout_course.checks.placing.answers import Array, alike, arrays, as_pair
from dropout_course.checks.placing.network import (
    Question,
    as_logits,
    ask_forward,
    draw_bent,
    draw_chain,
    draw_linear,
    hidden_sums,
    one_place,
)
from dropout_course.checks.property import (
    Evidence,
    Failed,
    Given,
    LearnerFunction,
    Misconception,
    Property,
)

PAGE = "The backward pass"
SIZES = (5, 7, 8, 4)
EXAMPLES = 6
UNITS = 200  # two draws drop the same of them with a chance below 1e-50

NEEDS_FORWARD = Misconception(
    "The forward pass is missing", "Write check(mlp_backward, given=mlp_forward).", PAGE
)
NO_SLOPE = Misconception(
    "The ReLU's slope is missing", "A unit whose sum was negative passes nothing back.", PAGE
)
AVERAGED = Misconception(
    "The gradient is averaged over the batch",
    "dlogits holds the mean already, if there is one: sum here.",
    PAGE,
)
NEGATIVE = Misconception("The gradient points downhill", "It says how the loss grows: no minus sign.", PAGE)
UNDROPPED_INPUT = Misconception(
    "The weights' gradient meets inputs before dropout", "dW = (m * h).T @ da: keep the dropped inputs.", PAGE
)
UNSCALED_INPUT = Misconception(
    "The weights' gradient meets inputs that are not scaled",
    "dW = (m * h).T @ da, m with its 1 / (1 - p).",
    PAGE,
)
NOT_THE_GRADIENT = Misconception(
    "That is not the gradient of this pass",
    "Nudge one weight, with the same state of rng, and compare.",
    PAGE,
)
LAST_FIRST = Misconception("The last layer comes first", "Turn both lists round: first layer first.", PAGE)
WRONG_LENGTH = Misconception(
    "A gradient for every layer is asked", "Return two lists, first layer first.", PAGE
)


@dataclass(frozen=True)
class Passes:
    """A learner's two passes through one network, with one draw."""

    backward: LearnerFunction
    forward: LearnerFunction
    question: Question
    rates: list[float]
    seed: int
    training: bool = True

    def logits(self, question: Question | None = None) -> Array:
        """The learner's logits, of a nudged network where one is given, always with the same draw."""
        rng = np.random.default_rng(self.seed)
        return ask_forward(self.forward, question or self.question, self.rates, rng, self.training)[0]

    def gradients(self, dlogits: Array) -> tuple[list[Array], list[Array]]:
        """What ``mlp_backward`` says after one forward pass."""
        rng = np.random.default_rng(self.seed)
        _, cache = ask_forward(self.forward, self.question, self.rates, rng, self.training)
        dweights, dbiases = as_pair(ask(self.backward, dlogits.copy(), cache), "dweights, dbiases")
        return as_arrays(dweights, self.question.weights), as_arrays(dbiases, self.question.biases)


class Nudge(NamedTuple):
    """What a nudge of an array was said to add to the loss, what it did add, and the rounding allowed."""

    array: str
    promised: float
    added: float
    rounding: float

    def promised_times(self, factor: float) -> bool:
        """Whether the promise holds after multiplication by ``factor``."""
        return abs(factor * self.promised - self.added) <= self.rounding


def as_arrays(answer: Any, like: Sequence[Array]) -> list[Array]:
    """A list or tuple of arrays with the shapes of ``like``."""
    if type(answer) not in (list, tuple):
        raise Failed(WRONG_LENGTH, kind_of(answer), f"{len(like)} arrays")
    if len(answer) != len(like):
        raise Failed(WRONG_LENGTH, f"{len(answer)} arrays for {len(like)} layers", f"{len(like)} arrays")
    shapes = [getattr(part, "shape", None) for part in answer]
    if shapes != [whole.shape for whole in like] and shapes[::-1] == [whole.shape for whole in like]:
        raise Failed(LAST_FIRST, f"the first array has the shape {shapes[0]}", f"{like[0].shape}")
    return [as_array(part, whole.shape) for part, whole in zip(answer, like, strict=True)]


def passes(
    function: LearnerFunction,
    question: Question,
    rates: list[float],
    rng: np.random.Generator,
    training: bool = True,
) -> Passes:
    """The two functions of the learner, about to pass through one network."""
    if not isinstance(function, Given):
        raise Failed(NEEDS_FORWARD, "mlp_backward alone", "mlp_backward together with mlp_forward")
    return Passes(function.function, function.given, question, rates, int(rng.integers(2**63)), training)


def nudges(question: Question, rng: np.random.Generator) -> Iterator[tuple[str, int, Question, Array]]:
    """From the last layer to the first: name and layer of an array, the network with it nudged, the nudge."""
    for layer in reversed(range(question.layers)):
        for name, values in (("biases", question.biases), ("weights", question.weights)):
            step = values[layer] * rng.uniform(0.2, 1, values[layer].shape)
            while bends(question, nudged := nudge(question, name, layer, step)):
                step = step / 2
            yield name, layer, nudged, step


def nudge(question: Question, name: str, layer: int, step: Array) -> Question:
    """The network with ``step`` added to one array."""
    values = getattr(question, name)
    fields = question._asdict() | {name: [*values[:layer], values[layer] + step, *values[layer + 1 :]]}
    return Question(**fields)


def bends(question: Question, nudged: Question) -> bool:
    """Whether some unit speaks in one of the networks alone; if none does, none did on the way either."""
    pairs = zip(hidden_sums(question), hidden_sums(nudged), strict=True)
    return any(((one > 0) != (other > 0)).any() for one, other in pairs)


def fail_unless_gradient(passed: Passes, rng: np.random.Generator) -> None:
    """Raise when a nudge of some array changes the loss by something else than the gradients say."""
    dlogits = rng.uniform(0.5, 1.5, (len(passed.question.x), len(passed.question.biases[-1])))
    gradients = dict(zip(("weights", "biases"), passed.gradients(dlogits), strict=True))
    logits, seen = passed.logits(), []
    for name, layer, nudged, step in nudges(passed.question, rng):
        grows = dlogits * (passed.logits(nudged) - logits)
        promised = float((gradients[name][layer] * step).sum())
        rounding = 1e-4 * np.abs(grows).sum() + 1e-6 * np.abs(dlogits * logits).sum()
        seen.append(Nudge(f"{name}[{layer}]", promised, float(grows.sum()), float(rounding)))
    wrong = [nudge for nudge in seen if not nudge.promised_times(1)]
    if wrong:
        name, promised, grows, _ = wrong[0]
        words = f"a nudge of {name} adds {promised:.4g} to the loss, says d{name}"
        raise Failed(known_mistake(passed, dlogits, gradients, seen), words, f"{grows:.4g}")


def known_mistake(
    passed: Passes, dlogits: Array, gradients: dict[str, list[Array]], seen: list[Nudge]
) -> Misconception:
    """The misconception behind gradients that do not keep their promises."""
    examples = len(dlogits)
    if all(nudge.promised_times(-1) for nudge in seen):
        return NEGATIVE
    if all(nudge.promised_times(1) or nudge.promised_times(examples) for nudge in seen):
        return AVERAGED
    without_slope = chain(passed.question, dlogits, slopes=False)
    found = (*gradients["weights"], *gradients["biases"])
    if all(alike(one, other) for one, other in zip(found, without_slope, strict=True)):
        return NO_SLOPE
    return NOT_THE_GRADIENT


def chain(question: Question, dlogits: Array, slopes: bool = True) -> list[Array]:
    """The gradients without dropout, weights and then biases; without the ReLU's slope if it shall be so."""
    inputs, sums = [question.x], []
    for w, b in zip(question.weights, question.biases, strict=True):
        sums.append(inputs[-1] @ w + b)
        inputs.append(np.maximum(sums[-1], 0))
    da, dweights, dbiases = dlogits, [], []
    for layer in reversed(range(question.layers)):
        dweights.append(inputs[layer].T @ da)
        dbiases.append(da.sum(axis=0))
        da = da @ question.weights[layer].T
        if layer and slopes:
            da = da * (sums[layer - 1] > 0)
    return dweights[::-1] + dbiases[::-1]


def without_dropout(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The chain rule, before dropout comes in: at test time, with rates of 0, and for a single layer."""
    rates, question = [draw_rate(rng) for _ in range(3)], draw_linear(SIZES, EXAMPLES, rng)
    fail_unless_gradient(passes(function, question, rates, rng, training=False), rng)
    fail_unless_gradient(passes(function, draw_bent(SIZES, EXAMPLES, rng), [0.0] * 3, rng), rng)
    fail_unless_gradient(passes(function, draw_linear(SIZES[-2:], EXAMPLES, rng), rates[:1], rng, False), rng)
    return Evidence("without dropout every nudge adds what the gradients say")


def with_dropout(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """All gradients of a network that drops in front of every layer, once all that one of them is given."""
    rates = [draw_rate(rng) for _ in range(3)]
    fail_unless_gradient(passes(function, draw_linear(SIZES, EXAMPLES, rng), rates, rng), rng)
    blocked = passes(function, draw_linear(SIZES, EXAMPLES, rng), [rates[0], 1.0, rates[2]], rng)
    if is_answered(blocked):
        fail_unless_gradient(blocked, rng)
    return Evidence(
        f"with rates of {', '.join(f'{p:.2f}' for p in rates)} every nudge adds what the gradients say"
    )


def is_answered(passed: Passes) -> bool:
    """Whether the forward pass has an answer; if not, it has lost its own points for that."""
    try:
        passed.logits()
    except Failed:
        return False
    return True


def same_draw(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """A gradient meets the multiplier that its unit met on the way up."""
    p = draw_rate(rng)
    question = lopsided(draw_chain(2, 1, UNITS, rng))
    passed = passes(function, question, one_place(2, 1, p), rng)
    more = question._replace(biases=[question.biases[0] + 1, question.biases[1]])
    up = (passed.logits(more) - passed.logits())[
        0, :UNITS
    ]  # what 1 more in front of the place adds behind it
    dlogits = rng.uniform(0.5, 1.5, (1, UNITS + 1))
    down = passed.gradients(dlogits)[1][0] / dlogits[0, :UNITS]
    fail_if_other_multiplier(up, down, p)
    return Evidence(f"backward multiplies by forward's own multiplier at p = {p:.4g}")


def fail_if_other_multiplier(up: Array, down: Array, p: float) -> None:
    """Raise when gradients were multiplied by something else than activations were."""
    if alike(down, up):
        return
    if alike(down, -up):
        raise Failed(
            NEGATIVE, f"a unit that passes up {up.max():.4g} h passes back {down.min():.4g} dy", "no minus"
        )
    silenced, revived = ((down == 0) & (up != 0)).sum(), ((down != 0) & (up == 0)).sum()
    if (down != 0).all() and revived:
        raise Failed(NOT_DROPPED, f"{revived} dropped units get a gradient", "none")
    if silenced or revived:
        seen = f"{silenced} kept units get no gradient, and {revived} dropped ones get some"
        raise Failed(FRESH_DRAW, seen, "none of either")
    kept = down[up != 0][0]
    reason = NOT_SCALED if abs(kept - 1) < 1e-4 else WRONG_GRADIENT
    raise Failed(reason, f"survivors pass back {kept:.4g} dy at p = {p:.4g}", f"{up[up != 0][0]:.4g} dy")


def dropped_inputs(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The gradient of a layer's weights meets the inputs that the layer was given."""
    p, units = draw_rate(rng), UNITS // 4
    question = lopsided(draw_chain(2, 1, units, rng))
    passed = passes(function, question, one_place(2, 1, p), rng)
    first, last = question.weights
    more = question._replace(weights=[first, last + np.eye(units, units + 1)])
    given = (passed.logits(more) - passed.logits())[
        0, :units
    ]  # input k of the last layer, once more in logit k
    dlogits = rng.uniform(0.5, 1.5, (1, units + 1))
    met = passed.gradients(dlogits)[0][1] / dlogits
    if alike(met, np.repeat(given[:, None], units + 1, axis=1)):
        return Evidence("a dropped input leaves its weights without a gradient")
    known = (
        (NEGATIVE, -given),
        (UNDROPPED_INPUT, question.x[0] + question.biases[0]),
        (UNSCALED_INPUT, given * (1 - p)),
    )
    reason = next((reason for reason, wrong in known if alike(met[:, 0], wrong)), NOT_THE_GRADIENT)
    raise Failed(reason, f"inputs {given[:3].round(2)} met the gradient as {met[:3, 0].round(2)}", "the same")


def lopsided(question: Question) -> Question:
    """A chain with one logit more, which hears its bias alone: so the layers differ in shape."""
    *weights, last = question.weights
    *biases, bias = question.biases
    return question._replace(
        weights=[*weights, np.pad(last, ((0, 0), (0, 1)))], biases=[*biases, np.append(bias, 1)]
    )


def changes_nothing(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Neither dlogits nor the cache nor the network is changed."""
    question = draw_linear(SIZES, EXAMPLES, rng)
    passed = passes(function, question, [draw_rate(rng)] * 3, rng)
    arguments = question.arguments(passed.rates)
    answer = ask(passed.forward, *arguments, np.random.default_rng(passed.seed), True)
    _, cache = as_logits(answer, question)
    dlogits = rng.uniform(0.5, 1.5, (EXAMPLES, SIZES[-1]))
    given, kept = dlogits.copy(), [array.tobytes() for array in arrays(cache)]
    dweights, dbiases = as_pair(ask(passed.backward, given, cache), "dweights, dbiases")
    as_arrays(dweights, question.weights)
    as_arrays(dbiases, question.biases)
    before, now = (question.arguments(passed.rates), dlogits), (arguments, given)
    for one, other in zip(arrays(before), arrays(now), strict=True):
        if (one != other).any():
            raise Failed(IN_PLACE, f"an array of shape {one.shape} changed", "every array as it was")
    if [array.tobytes() for array in arrays(cache)] != kept:
        raise Failed(IN_PLACE, "the cache changed", "the cache as it was")
    return Evidence("dlogits, the cache and the network are as they were")


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "mlp_backward": (
        Property("chain", "without dropout the gradients are the chain rule's", without_dropout),
        Property("draw", "a gradient meets forward's own multiplier", same_draw),
        Property("inputs", "the weights' gradient meets the dropped inputs", dropped_inputs),
        Property("nudged", "with dropout everywhere each nudge adds what the gradients say", with_dropout),
        Property("pure", "dlogits, the cache and the network are not changed", changes_nothing),
    )
}
