"""A network so small that all its members are known, and what passes over them can say.

Where a single unit may drop there are two members, A and B, and k of T passes heard the second one:

    mean = A + k/T (B - A),    std = |B - A| sqrt(k/T (1 - k/T)),    k = 0, ..., T
"""

from functools import cached_property

import numpy as np

from dropout_course.checks.inverted import Factor
from dropout_course.checks.law import draw_rate, new_generator
from dropout_course.checks.property import Answer, LearnerFunction
from dropout_course.checks.test_time.calls import Array, ask_copies
from dropout_course.reference import Network, forward_pass, member_outputs, softmax, subnetworks

INPUTS, HIDDEN, CLASSES = 3, 5, 4
EXAMPLES = 24
TOLERANCE = 1e-4  # an answer may come in float32


class Question:
    """A network, examples and rates, and what its members have to say."""

    def __init__(
        self,
        rng: np.random.Generator,
        rates: tuple[float, float],
        sizes: tuple[int, int] = (INPUTS, HIDDEN),
        strength: float = 1,
    ) -> None:
        """Draw positive inputs, and for every hidden unit classes that it speaks for and against.

        The weights are small, lest all members be sure of one class. The last of several hidden units speaks
        seldom: what leaves out the ReLU is seen.
        """
        inputs, hidden = sizes
        self.rates = rates
        self.x = rng.uniform(0.5, 1.5, (EXAMPLES, inputs))
        first = strength * rng.uniform(0.2, 0.8, (inputs, hidden))
        first[:, -1] *= -1 if hidden > 1 else 1
        votes = np.linspace(-0.2, 0.2, CLASSES)
        last = np.stack([strength * rng.permutation(votes) for _ in range(hidden)])
        biases = [rng.uniform(0.1, 0.3, hidden), rng.normal(0, 0.3, CLASSES)]
        self.network = Network([first, last], biases)
        self.rng = new_generator(rng)

    @property
    def shape(self) -> tuple[int, int]:
        """That of mean and std."""
        return EXAMPLES, CLASSES

    def arguments(self, passes: int) -> tuple[object, ...]:
        """What the function is called with."""
        network = self.network
        return [*network.weights], [*network.biases], [*self.rates], self.x, self.rng, passes

    def ask(self, mc_predict: LearnerFunction, passes: int) -> Answer:
        """The learner's answer."""
        return ask_copies(mc_predict, *self.arguments(passes))

    def logits(self, *rates: float, form: str = "inverted") -> Array:
        """Those of each member, (members, examples, classes), with these rates at the three places."""
        members = subnetworks(self.network, rates, form=form)  # type: ignore[arg-type]
        return np.asarray(member_outputs(self.network, self.x, members))

    @cached_property
    def members(self) -> Array:
        """Logits of the members that the function shall draw from."""
        return self.logits(*self.rates, 0)

    @cached_property
    def unscaled(self) -> Array:
        """Logits of the members when survivors are not scaled."""
        return self.logits(*self.rates, 0, form="classic")

    @cached_property
    def off(self) -> Array:
        """What the network says with dropout off."""
        return np.asarray(softmax(forward_pass(self.network, self.x).output))

    def scaled(self, factor: Factor) -> Array:
        """Logits of the members when survivors are multiplied by ``factor(p)``."""
        scaled = zip(self.network.weights, self.rates, strict=True)
        return self.logits_of(
            Network([weight * (1 - p) * factor(p) for weight, p in scaled], self.network.biases)
        )

    def without_relu(self) -> Array:
        """Logits of the members when there is no ReLU."""
        return self.logits_of(Network(self.network.weights, self.network.biases, activation="identity"))

    def without_biases(self) -> Array:
        """Logits of the members when no bias is added."""
        return self.logits_of(Network(self.network.weights, [0 * bias for bias in self.network.biases]))

    def logits_of(self, network: Network) -> Array:
        """Those of the members of another network, at these rates."""
        return np.asarray(member_outputs(network, self.x, subnetworks(network, (*self.rates, 0))))


def draw_rates(rng: np.random.Generator) -> tuple[float, float]:
    """Two rates on either side of one half."""
    p, q = draw_rate(rng), draw_rate(rng)
    return p, q if (p < 0.5) != (q < 0.5) else 1 - q


def one_unit(rng: np.random.Generator, place: int) -> Question:
    """A question in which one unit may drop: the only input (place 0) or the only hidden unit (place 1)."""
    p = draw_rate(rng)
    return Question(rng, (p, 0.0) if place == 0 else (0.0, p), (1, 1), strength=3)


def is_among(answer: Array, candidates: Array) -> bool:
    """Whether each example's answer is among the candidates, (candidates, examples, numbers)."""
    distance = np.abs(candidates - answer).max(axis=2)
    return bool((distance < TOLERANCE).any(axis=0).all())


def on_the_way(question: Question, passes: int, logits: Array | None = None) -> Array:
    """Every mean that so many passes over two members can give, (passes + 1, examples, classes)."""
    dropped, kept = softmax(question.members if logits is None else logits)
    return np.asarray(dropped + shares(passes) * (kept - dropped))


def shares(passes: int) -> Array:
    """0, 1 / passes, ..., 1, along the first of three axes."""
    return np.linspace(0, 1, passes + 1)[:, None, None]


def is_between(answer: Array, dropped: Array, kept: Array) -> bool:
    """Whether all examples say what some mean of the two members says, and not all one of them."""
    step = kept - dropped
    share = ((answer - dropped) * step).sum(axis=1, keepdims=True) / (step**2).sum(axis=1, keepdims=True)
    on_line = np.abs(dropped + share * step - answer).max() < TOLERANCE
    return bool(on_line and (abs(share - 0.5) < 0.51).all() and (abs(share - 0.5) < 0.49).any())
