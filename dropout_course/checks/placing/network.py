"""Networks to ask ``mlp_forward`` and ``mlp_backward`` about, and what can be read from their logits."""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from dropout_course.checks.answers import as_array, ask
from dropout_course.checks.law import SINGLE
from dropout_course.checks.placing.answers import Array, as_pair
from dropout_course.checks.property import Answer, Failed, LearnerFunction, Misconception
from dropout_course.reference import Network, forward_pass

NOT_PLAIN = Misconception(
    "The cache is not plain",
    "It is handed over to mlp_backward: use lists, tuples, dicts, numbers and arrays of numbers.",
    "The backward pass",
)
PLAIN = (type(None), bool, int, float, str, np.random.Generator)


class Question(NamedTuple):
    """A network and examples."""

    weights: list[Array]
    biases: list[Array]
    x: Array

    @property
    def layers(self) -> int:
        """How many layers the network has."""
        return len(self.weights)

    def arguments(self, rates: list[float]) -> tuple[Any, ...]:
        """What the learner's function is given, before rng: copies."""
        return [w.copy() for w in self.weights], [b.copy() for b in self.biases], list(rates), self.x.copy()

    def in_single(self) -> "Question":
        """The same in single precision."""
        return Question(
            [w.astype(SINGLE) for w in self.weights],
            [b.astype(SINGLE) for b in self.biases],
            self.x.astype(SINGLE),
        )

    def logits(self, multipliers: list[float] | None = None, activation: Any = "relu") -> Array:
        """The right logits, with one number for each place: layer after layer, and the output."""
        places = [np.full(1, float(m)) for m in multipliers] if multipliers else None
        return np.asarray(forward_pass(Network(self.weights, self.biases, activation), self.x, places).output)


def draw_network(sizes: tuple[int, ...], examples: int, rng: np.random.Generator) -> Question:
    """A network whose units speak for some examples and are silent for others.

    No layer has negative biases alone: else one that is told nothing would tell nothing, wherever it stands.
    """
    weights = [rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out)) for n_in, n_out in pairwise(sizes)]
    biases = [rng.uniform(0.2, 1, size) * np.where(np.arange(size) % 2, -1, 1) for size in sizes[1:]]
    return Question(weights, biases, rng.normal(0, 1, (examples, sizes[0])))


def draw_chain(layers: int, examples: int, units: int, rng: np.random.Generator) -> Question:
    """Every layer adds its bias, nothing else, and all numbers are positive: a logit is a unit's history."""
    biases: list[Array] = [rng.uniform(0.5, 1.5, units) for _ in range(layers)]
    return Question([np.eye(units)] * layers, biases, rng.uniform(0.5, 2, (examples, units)))


def fed_by_one(chain: Question) -> Question:
    """The chain with a single input, which every unit is given: less travels."""
    ones = np.ones((1, len(chain.biases[0])))
    return Question([ones, *chain.weights[1:]], chain.biases, chain.x[:, :1])


def draw_linear(sizes: tuple[int, ...], examples: int, rng: np.random.Generator) -> Question:
    """A network that no mask and no nudge can bend: each unit's incoming numbers have one sign.

    A unit whose weights and bias are positive speaks always, for its inputs are positive or 0; one whose are
    negative never does. So the loss is exactly linear in each array of weights, and a nudge may be large.
    """
    weights, biases = [], []
    for n_in, n_out in pairwise(sizes):
        sign = np.where(np.arange(n_out) % 3 == rng.integers(3), -1, 1)
        weights.append(rng.uniform(0.2, 1, (n_in, n_out)) * sign / n_in)
        biases.append(rng.uniform(0.2, 1, n_out) * sign)
    return Question(weights, biases, rng.uniform(0.5, 1.5, (examples, sizes[0])))


def draw_bent(sizes: tuple[int, ...], examples: int, rng: np.random.Generator) -> Question:
    """A network whose units speak for some of the examples, and are not about to change their mind."""
    question = draw_network(sizes, 40 * examples, rng)
    sums = np.concatenate(hidden_sums(question), axis=1)
    surest = np.abs(sums).min(axis=1).argsort()[-examples:]
    return question._replace(x=question.x[surest])


def hidden_sums(question: Question) -> list[Array]:
    """What the units of each hidden layer sum up to, without dropout: (examples, units)."""
    return list(forward_pass(Network(question.weights, question.biases), question.x).sums[:-1])


def without_biases(question: Question) -> Question:
    """The same network with biases of 0."""
    return question._replace(biases=[0 * b for b in question.biases])


def ask_forward(
    function: LearnerFunction,
    question: Question,
    rates: list[float],
    rng: np.random.Generator,
    training: bool = True,
) -> tuple[Array, Answer]:
    """The learner's logits, checked, and the cache as it is."""
    return as_logits(ask(function, *question.arguments(rates), rng, training), question)


def as_logits(answer: Answer, question: Question) -> tuple[Array, Answer]:
    """Logits and cache of an answer, both checked."""
    logits, cache = as_pair(answer, "logits, cache")
    fail_unless_plain(cache)
    return as_array(logits, (len(question.x), len(question.biases[-1]))), cache


def fail_unless_plain(cache: Answer) -> None:
    """Raise when a part of the cache cannot be handed over: a named tuple, say, or an array of arrays."""
    parts, known = [cache], set()
    while parts:
        part = parts.pop()
        if type(part) in (list, tuple, dict):
            if id(part) not in known:  # a list may hold itself
                parts += part.values() if type(part) is dict else part
            known.add(id(part))
        elif type(part) is np.ndarray and part.dtype.kind not in "biufc":
            raise Failed(NOT_PLAIN, f"an array of dtype {part.dtype} in it", "arrays of numbers")
        elif not (type(part) in (*PLAIN, np.ndarray) or isinstance(part, np.generic) or callable(part)):
            raise Failed(NOT_PLAIN, f"a value of type {type(part).__name__} in it", "lists, tuples and dicts")


def one_place(layers: int, place: int, p: float) -> list[float]:
    """Rates of 0 but for one place."""
    return [p if layer == place else 0.0 for layer in range(layers)]
