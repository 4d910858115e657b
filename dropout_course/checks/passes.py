"""The exercise of the page Test time: ``predict(network, x, p, passes, rng)``, the mean of many passes.

The network is so small that all its members are known. So nothing is estimated: one pass must be a member's
answer, two passes the mean of two members' answers.
"""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import as_array, ask
from dropout_course.checks.law import draw_rate, new_generator
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property
from dropout_course.reference import Network, forward_pass, member_outputs, softmax, subnetworks

PAGE = "Test time"
SIZES = INPUTS, HIDDEN, CLASSES = 4, 6, 5
EXAMPLES = 12
MANY = 20  # passes; that all draw one mask has a chance below 1e-20, be it one for the whole batch

DROPOUT_OFF = Misconception(
    "A pass is made with dropout off", "Give `forward_pass` a multiplier for the hidden layer.", PAGE
)
UNSCALED = Misconception(
    "The survivors are not scaled",
    "The network was trained in the inverted form: m is 0 or 1 / (1 - p).",
    PAGE,
)
VOTE = Misconception(
    "That is the vote of the passes", "The mean keeps each member's probabilities: no argmax.", PAGE
)
NO_SOFTMAX = Misconception(
    "The answers are no probabilities", "Take the softmax of each pass, along the classes.", PAGE
)
NO_MEMBER = Misconception(
    "One pass is not a member's answer", "One mask, of the hidden layer alone, makes one pass.", PAGE
)
SAID_ONCE = Misconception(
    "Many passes say what one says",
    "Draw a fresh mask in every pass, and return the mean of all passes.",
    PAGE,
)
MEAN_LOGITS = Misconception(
    "The logits are averaged", "Their softmax is nearly dropout off: average the softmaxes.", PAGE
)
SUMMED = Misconception("The passes are added, not averaged", "Divide the sum by `passes`.", PAGE)
NOT_THE_MEAN = Misconception(
    "That is not the mean of the passes", "Add the softmaxes up and divide by `passes`.", PAGE
)

Array = NDArray[np.floating[Any]]

TOLERANCE = 1e-5  # an answer may come in float32


class Question:
    """A network, examples and a rate, with all that its members have to say."""

    def __init__(self, rng: np.random.Generator) -> None:
        """Draw positive inputs and first weights: each hidden unit speaks, so no two members are alike.

        The last weights are small, lest all members be equally sure of one class.
        """
        self.p = draw_rate(rng)
        self.x = rng.uniform(0.5, 1.5, (EXAMPLES, INPUTS))
        weights = [rng.uniform(0.2, 0.8, (INPUTS, HIDDEN)), rng.normal(0, 0.25, (HIDDEN, CLASSES))]
        self.network = Network(weights, [np.zeros(HIDDEN), np.zeros(CLASSES)])
        self.rng = new_generator(rng)

    def ask(self, function: LearnerFunction, passes: int) -> Array:
        """The learner's answer."""
        answer = ask(function, self.network, self.x.copy(), self.p, passes, self.rng)
        return as_array(answer, (EXAMPLES, CLASSES))

    @cached_property
    def logits(self) -> Array:
        """Those of each member, (members, examples, classes)."""
        return member_outputs(self.network, self.x, subnetworks(self.network, (0, self.p, 0)))

    @cached_property
    def unscaled(self) -> Array:
        """What the members would say if survivors were not scaled."""
        return softmax(
            member_outputs(self.network, self.x, subnetworks(self.network, (0, self.p, 0), form="classic"))
        )

    @cached_property
    def off(self) -> Array:
        """What the network says with dropout off."""
        return softmax(forward_pass(self.network, self.x).output)


def member(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """One pass is some member's answer."""
    question = Question(rng)
    answer = question.ask(function, 1)
    if matches(answer, softmax(question.logits)).all():
        return Evidence(f"in one pass at p = {question.p:.4g} each example hears one of {2**HIDDEN} members")
    fail_if_no_probabilities(answer)
    known = ((DROPOUT_OFF, question.off[None]), (UNSCALED, question.unscaled))
    reason = next((reason for reason, wrong in known if matches(answer, wrong).all()), NO_MEMBER)
    if reason is NO_MEMBER and np.isin(answer, (0, 1)).all():
        reason = VOTE
    raise Failed(reason, f"{words(answer[0])} at p = {question.p:.4g}", "the softmax of one member's logits")


def fresh(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Many passes are not one member's answer."""
    question = Question(rng)
    if matches(question.ask(function, MANY), softmax(question.logits)).all():
        raise Failed(SAID_ONCE, f"{MANY} passes give one member's answer", "a mean of several")
    return Evidence(f"{MANY} passes are no single member's answer")


def mean(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Two passes are the mean of two members' answers."""
    question = Question(rng)
    answer = question.ask(function, 2)
    if matches(answer, over_pairs(softmax(question.logits))).all():
        return Evidence("two passes are the mean of two members' answers")
    if matches(answer / 2, over_pairs(softmax(question.logits))).all():
        raise Failed(SUMMED, f"the probabilities of two passes sum to {answer[0].sum():.4g}", "1")
    fail_if_no_probabilities(answer)
    known = (
        (DROPOUT_OFF, question.off[None]),
        (UNSCALED, over_pairs(question.unscaled)),
        (MEAN_LOGITS, softmax(over_pairs(question.logits))),
        (VOTE, over_pairs(np.eye(CLASSES)[question.logits.argmax(axis=2)])),
    )
    reason = next((reason for reason, wrong in known if matches(answer, wrong).all()), NOT_THE_MEAN)
    raise Failed(reason, f"two passes give {words(answer[0])}", "the mean of two members' softmaxes")


def fail_if_no_probabilities(answer: Array) -> None:
    """Raise when the classes of some example do not sum to 1."""
    sums = answer.sum(axis=1)
    worst = sums[np.abs(sums - 1).argmax()]
    if abs(worst - 1) > TOLERANCE or (answer < 0).any():
        raise Failed(
            NO_SOFTMAX, f"the classes of an example sum to {worst:.4g}", "probabilities that sum to 1"
        )


def matches(answer: Array, candidates: Array) -> NDArray[np.bool_]:
    """For each example whether the answer is among the candidates, (candidates, examples, classes)."""
    return np.asarray((np.abs(candidates - answer).max(axis=2) < TOLERANCE).any(axis=0))


def over_pairs(answers: Array) -> Array:
    """The mean of every two members' answers, and of each with itself."""
    one, other = np.triu_indices(len(answers))
    return np.asarray((answers[one] + answers[other]) / 2)


def words(values: Array) -> str:
    """A few numbers, as numpy prints them."""
    return str(values.round(2))


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "predict": (
        Property("member", "one pass is the answer of one member", member),
        Property("fresh", "many passes are not the answer of one member", fresh),
        Property("mean", "two passes are the mean of two members' answers", mean),
    )
}
