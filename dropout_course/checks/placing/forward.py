"""Homework 4's ``mlp_forward``: dropout in front of every layer, each with its own rate.

The reading is exact wherever it can be: rates of 0 and 1 leave nothing to chance, and in a chain of layers
that only add their biases each logit says whether its unit was dropped, where, and how it was scaled. What
is left to chance are the coins, judged by ``law``, and whether two places toss their own: in a chain with two
places a unit comes through with probability (1 - p)(1 - q), which is (1 - max(p, q)) when they share a draw.
"""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import ask
from dropout_course.checks.inverted import (
    DROPS_AT_TEST,
    SCALES_AT_TEST,
)
from dropout_course.checks.law import (
    RATE_OFF,
    SWAPPED,
    Draw,
    Mask,
    distinct,
    draw_rate,
    is_within,
    law,
    new_generator,
    percent,
)
from dropout_course.checks.placing.answers import Array, alike, pure
from dropout_course.checks.placing.branch import LEAST, fail_if_wrongly_scaled
from dropout_course.checks.placing.network import (
    Question,
    as_logits,
    ask_forward,
    draw_chain,
    draw_network,
    fed_by_one,
    one_place,
    without_biases,
)
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property

PAGE = "Hidden layers"
OWN_SHAPE = (200, 200)  # 40,000 units: a shared draw lets two thirds more of them through than two draws do
OWN_RATES = (0.42, 0.44), (0.62, 0.64)  # no mistake known lets as many through as another

NO_RELU = Misconception("The ReLU is missing", "Between two layers stands max(a, 0).", PAGE)
RELU_ON_OUTPUT = Misconception(
    "The output is rectified", "No ReLU behind the last layer: logits may be negative.", PAGE
)
NO_BIAS = Misconception("The biases are missing", "A layer computes x @ weights[i] + biases[i].", PAGE)
WRONG_NETWORK = Misconception(
    "The network computes something else", "With dropout off: x @ weights[i] + biases[i], ReLU between.", PAGE
)
BEHIND = Misconception(
    "Dropout acts behind the layer, not in front of it", "rates[i] acts on what layer i is given.", PAGE
)
IGNORED = Misconception("A rate is ignored", "Each place drops with its own rate, the input too.", PAGE)
WRONG_PLACE = Misconception(
    "Dropout acts in the wrong place", "rates[i] acts on what layer i is given.", PAGE
)
SHARED_DRAW = Misconception(
    "Two places share a draw",
    "Every place tosses its own coins: one generator, drawn from again and again.",
    PAGE,
)
WRONG_EDGE = Misconception("The logits are wrong where p is 0 or 1", "p = 0 drops nothing, p = 1 all.", PAGE)


def plain(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At test time the logits are the network's own, whatever the rates: for one layer and for three."""
    for layers in (3, 1):
        sizes = tuple(int(size) for size in 3 + rng.permutation(layers + 1))
        question = draw_network(sizes, 12, rng)
        for rates in ([draw_rate(rng) for _ in range(layers)], [1.0] * layers):
            fail_unless_plain_network(function, question, rates, rng)
    return Evidence("with training=False the logits are those of the network without dropout")


def fail_unless_plain_network(
    function: LearnerFunction, question: Question, rates: list[float], rng: np.random.Generator
) -> None:
    """Raise when the logits at test time are not the network's own."""
    logits, _ = ask_forward(function, question, rates, new_generator(rng), training=False)
    if alike(logits, question.logits()):
        return
    again, _ = ask_forward(function, question, rates, new_generator(rng), training=False)
    drops = rates[0] == 1 or not alike(logits, again)  # lower rates were asked about before
    reason = DROPS_AT_TEST if drops else why_not_plain(question, rates, logits)
    seen = f"a network of {question.layers} layers says {words(logits[0])} with training=False"
    if rates[0] == 1:
        seen += " and rates of 1"
    raise Failed(reason, seen, words(question.logits()[0]))


def why_not_plain(question: Question, rates: list[float], logits: Array) -> Misconception:
    """The misconception behind logits at test time that come again at the next call."""
    known = (
        (RELU_ON_OUTPUT, np.maximum(question.logits(), 0)),
        (NO_RELU, question.logits(activation="identity")),
        (NO_BIAS, without_biases(question).logits()),
        (SCALES_AT_TEST, question.logits([*(1 - p for p in rates), 1])),
        (SCALES_AT_TEST, question.logits([1, *(1 - p for p in rates[1:]), 1])),
        (SCALES_AT_TEST, question.logits([*(1 / (1 - p) for p in rates), 1])),
    )
    return next((reason for reason, wrong in known if alike(logits, wrong)), WRONG_NETWORK)


def edges(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Rates of 0 and 1 leave nothing to chance, in a network of layers of unlike widths."""
    question = draw_network((5, 7, 4, 6), 12, rng)
    for place in (None, 0, 1, 2):
        rates = [float(layer == place) for layer in range(3)]
        logits, _ = ask_forward(function, question, rates, new_generator(rng))
        if not alike(logits, question.logits([*(1 - p for p in rates), 1])):
            raise Failed(
                why_not_edges(question, rates, logits),
                f"in training with rates {rates} the logits are {words(logits[0])}",
                words(question.logits([*(1 - p for p in rates), 1])[0]),
            )
    chain = draw_chain(2, *OWN_SHAPE, rng)  # many: a rate that is taken for 0.999 leaves some
    logits, _ = ask_forward(function, chain, [0.0, 1.0], new_generator(rng))
    left = ~np.isclose(logits, chain.biases[1], rtol=1e-4)
    if left.any():
        raise Failed(WRONG_EDGE, f"{left.sum()} of {left.size:,} units come through a rate of 1", "none")
    return Evidence("rates of 0 drop nothing, a rate of 1 drops all that its layer is given")


def why_not_edges(question: Question, rates: list[float], logits: Array) -> Misconception:
    """The misconception behind logits in training, with rates of 0 and 1."""
    if not any(rates) and alike(logits, question.logits([0, 0, 0, 1])):
        return SWAPPED
    known = (
        (BEHIND, question.logits([1, *(1 - p for p in rates)])),
        (IGNORED, question.logits()),
        (WRONG_PLACE, question.logits([*(1 - p for p in rates[::-1]), 1])),
        (RELU_ON_OUTPUT, np.maximum(question.logits([*(1 - p for p in rates), 1]), 0)),
        (NO_RELU, question.logits([*(1 - p for p in rates), 1], activation="identity")),
        (NO_BIAS, without_biases(question).logits([*(1 - p for p in rates), 1])),
    )
    return next((reason for reason, wrong in known if alike(logits, wrong)), WRONG_EDGE)


def places(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Dropped units lose all that came before their place, kept ones are scaled there."""
    question = draw_chain(3, 30, 40, rng)
    p = draw_rate(rng)
    for place in range(3):
        logits, _ = ask_forward(function, question, one_place(3, place, p), new_generator(rng))
        _, factor = read(question, place, logits)
        fail_if_wrongly_scaled(factor, p)
    return Evidence(f"at p = {p:.4g} each place drops, and multiplies what is left by {1 / (1 - p):.4g}")


def read(question: Question, place: int, logits: Array) -> tuple[NDArray[np.bool_], float]:
    """Which units of a chain were kept at ``place``, and what they were multiplied by there."""
    found = multipliers(question, place, logits)
    if found is not None:
        return found
    where = [
        other for other in range(question.layers + 1) if multipliers(question, other, logits) is not None
    ]
    seen = f"with a rate for the input of layer {place} alone, "
    expected = f"the input of layer {place} is dropped"
    if alike(logits, question.logits()):
        raise Failed(IGNORED, seen + "nothing is dropped", expected)
    if place + 1 in where:
        raise Failed(BEHIND, seen + f"what layer {place} gives is dropped", expected)
    if multipliers(without_biases(question), place, logits) is not None:
        raise Failed(NO_BIAS, seen + "nothing is left of dropped units", "the biases behind them")
    raise Failed(WRONG_PLACE, seen + "other units are dropped", expected)


def multipliers(question: Question, place: int, logits: Array) -> tuple[NDArray[np.bool_], float] | None:
    """Where dropout at ``place`` kept, and its factor; None when the logits speak of something else."""
    behind = sum(question.biases[place:], np.zeros(1))
    before = question.x + sum(question.biases[:place], np.zeros(1))
    m = (logits - behind) / before
    kept = np.abs(m) > LEAST
    if kept.all() or not kept.any() or not np.allclose(m[kept], m[kept][0], rtol=1e-3):
        return None
    return kept, float(m[kept].mean())


def own_draws(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """A unit comes through two places when two coins let it."""
    p, q = (float(rng.uniform(*rates)) for rates in OWN_RATES)
    question = draw_chain(2, *OWN_SHAPE, rng)
    question = without_biases(question)  # a logit of 0: nothing of x is left
    logits, _ = ask_forward(function, question, [p, q], new_generator(rng))
    through = distinct(np.abs(logits) > LEAST)
    kept, total, chance = int(through.sum()), through.size, (1 - p) * (1 - q)
    seen = f"{percent(kept / total)} of {total:,} units come through rates of {p:.4f} and {q:.4f}"
    if is_within(kept, total, chance):
        return Evidence(seen)
    known = (
        *((SHARED_DRAW, 1 - max(p, q)), (SWAPPED, p * q), (IGNORED, 1 - p), (IGNORED, 1 - q)),
        *((WRONG_PLACE, (1 - p) ** 2), (WRONG_PLACE, (1 - q) ** 2)),
    )
    reason = next((reason for reason, other in known if is_within(kept, total, other)), RATE_OFF)
    raise Failed(reason, seen, f"about {percent(chance)}")


def as_draw(place: int, function: LearnerFunction) -> Draw:
    """The coins in front of a chain's last layer, its first or its second, a row for every example."""

    def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
        chain = draw_chain(place + 1, *shape, np.random.default_rng(0))
        question = (fed_by_one(chain) if place else chain).in_single()
        logits, _ = ask_forward(function, question, one_place(place + 1, place, p), rng)
        return read(question, place, logits)[0]

    return draw


def changes_nothing(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """No argument is changed, and nothing but rng decides."""
    question = draw_network((5, 7, 4, 6), 12, rng)
    rates = [draw_rate(rng) for _ in range(3)]

    def logits(
        weights: list[Array], biases: list[Array], x: Array, generator: np.random.Generator, training: bool
    ) -> Array:
        return as_logits(ask(function, weights, biases, rates, x, generator, training), question)[0]

    return pure(logits, question, rng)


def words(values: Array) -> str:
    """A few numbers, as numpy prints them."""
    return str(values[:4].round(2))


COINS = {property.name: property for property in law(partial(as_draw, 1), partial(as_draw, 0))}

PROPERTIES: dict[str, tuple[Property, ...]] = {
    "mlp_forward": (
        Property("plain", "at test time the logits are the network's own", plain),
        Property("edges", "rates of 0 and 1 leave nothing to chance", edges),
        Property("places", "rates[i] acts on what layer i is given, scaled by 1 / (1 - p)", places),
        Property("own", "every place tosses its own coins", own_draws),
        COINS["rate"],
        COINS["independent"],
        COINS["fresh"],
        Property("pure", "no argument is changed, and rng alone decides", changes_nothing),
    )
}
