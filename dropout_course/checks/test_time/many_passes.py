"""Homework 3, many passes: ``mc_predict(weights, biases, rates, x, rng, passes)`` -> (mean, std).

Nothing is estimated. One pass through a small network must be the answer of one of its members, all of which
are known. Where a single unit may drop there are two members, and k of T passes heard the second one:

    mean = A + k/T (B - A),    std = |B - A| sqrt(k/T (1 - k/T)),    k = 0, ..., T

And a layer that is the identity shows its own mask, so that the masks are judged by the law of ``law.py``.

======================  ===========================================  ========================================
check                   a right answer fails                         a wrong one is caught
======================  ===========================================  ========================================
one pass, mean, spread  never                                        always, if off by more than 1e-4 (a std
                                                                     by 1e-3)
fresh passes            below 1e-9: 24 examples whose 20 passes are  always, if a layer's mask is drawn once
                        all alike by chance, p at most 0.64
masks                   below 1e-9 each, see ``law``                 with the power stated there
masks of two layers     below 1e-10: 12,000 units                    power above 1 - 1e-6, if a unit copies
                                                                     its input's fate with probability 0.25
======================  ===========================================  ========================================
"""

from functools import cached_property

import numpy as np

from dropout_course.checks.answers import as_array
from dropout_course.checks.law import SWAPPED as KEEP_AND_DROP
from dropout_course.checks.law import Draw, Mask, draw_rate, law, new_generator
from dropout_course.checks.property import (
    Answer,
    Evidence,
    Failed,
    Judge,
    LearnerFunction,
    Misconception,
    Property,
    because_of,
)
from dropout_course.checks.stats import binomial_interval
from dropout_course.checks.test_time import scaled_network
from dropout_course.checks.test_time.calls import (
    Array,
    as_pair,
    ask_copies,
    leaves_alone,
    mean_of,
    std_of,
    words,
)
from dropout_course.reference import Network, forward_pass, member_outputs, softmax, subnetworks

PAGE = "Test time"
INPUTS, HIDDEN, CLASSES = 3, 5, 4
EXAMPLES = 24
TOLERANCE = 1e-4  # an answer may come in float32
TWO_LAYERS = (120, 100)  # examples and units: enough for a coupling of 0.25
MANY = 20  # passes; that all draw one mask for all examples has a chance below 1e-90

DROPOUT_OFF = Misconception("A pass is made with dropout off", "Draw a mask for each layer's input.", PAGE)
UNSCALED = Misconception(
    "The survivors are not scaled", "The network was trained in the inverted form: divide by 1 - p.", PAGE
)
NO_SOFTMAX = Misconception(
    "The answers are no probabilities", "Take the softmax of each pass, along the classes.", PAGE
)
VOTE = Misconception(
    "That is the vote of the passes", "The mean keeps each pass's probabilities: no argmax.", PAGE
)
SHIFTED = Misconception(
    "The rates act one layer too late", "`rates[i]` acts on what goes into layer i; `rates[0]` on x.", PAGE
)
NO_RELU = Misconception("The ReLU is missing", "Between the layers stands max(0, a).", PAGE)
SWAPPED = Misconception("Mean and std are swapped", "Return `mean, std`, in this order.", PAGE)
NO_MEMBER = Misconception(
    "One pass is not a member's answer", "One mask for each layer's input makes one pass.", PAGE
)
SAID_ONCE = Misconception(
    "Many passes say what one says", "Draw fresh masks, for every layer, in every pass.", PAGE
)
MEAN_LOGITS = Misconception(
    "The logits are averaged", "Their softmax is nearly dropout off: average the softmaxes.", PAGE
)
SUMMED = Misconception("The passes are added, not averaged", "Divide the sum by `passes`.", PAGE)
NOT_THE_MEAN = Misconception(
    "That is not the mean of the passes", "Add the softmaxes up and divide by `passes`.", PAGE
)
DDOF = Misconception(
    "The spread is divided by passes - 1", "Asked is the spread of these passes, `ddof=0`.", PAGE
)
VARIANCE = Misconception("That is the variance", "The standard deviation is its square root.", PAGE)
STANDARD_ERROR = Misconception(
    "That is the error of the mean", "The spread of the passes does not shrink with their number.", PAGE
)
OF_LOGITS = Misconception("That is the spread of the logits", "Take it of the probabilities.", PAGE)
NO_SPREAD = Misconception(
    "There is no spread", "Keep the passes apart, and take the spread over them at the end.", PAGE
)
NOT_THE_SPREAD = Misconception(
    "That is not the standard deviation over the passes",
    "For each example and class: the root of the mean squared distance from the mean.",
    PAGE,
)
EDGE = Misconception(
    "The edge cases are wrong", "At a rate of 0 all passes are alike, at 1 only the biases are left.", PAGE
)


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

    def divided_by_rates(self) -> Array:
        """Logits of the members when survivors are divided by p."""
        scaled = zip(self.network.weights, self.rates, strict=True)
        network = Network([weight * (1 - p) / p for weight, p in scaled], self.network.biases)
        return np.asarray(member_outputs(network, self.x, subnetworks(network, (*self.rates, 0))))

    def without_relu(self) -> Array:
        """Logits of the members when there is no ReLU."""
        network = self.network
        linear = Network(network.weights, network.biases, activation="identity")
        return np.asarray(member_outputs(linear, self.x, subnetworks(network, (*self.rates, 0))))


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


def is_close_std(std: Array, right: Array) -> Mask:
    """Where a std is ``right``, or its square is: the mean of squares less a square has float32's error."""
    return np.asarray((np.abs(std - right) < TOLERANCE) | (np.abs(std**2 - right**2) < 1e-6))


def on_the_way(question: Question, passes: int, logits: Array | None = None) -> Array:
    """Every mean that so many passes over two members can give, (passes + 1, examples, classes)."""
    dropped, kept = softmax(question.members if logits is None else logits)
    return np.asarray(dropped + shares(passes) * (kept - dropped))


def shares(passes: int) -> Array:
    """0, 1 / passes, ..., 1, along the first of three axes."""
    return np.linspace(0, 1, passes + 1)[:, None, None]


# ---- one pass


def member(mc_predict: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """One pass is some member's answer."""
    question = Question(rng, draw_rates(rng))
    first, second = as_pair(question.ask(mc_predict, 1))
    mean = as_array(first, question.shape)
    right = softmax(question.members)
    if is_among(mean, right):
        return Evidence(f"in one pass each example hears one of {len(right)} members")
    if not mean.any() and is_among(as_array(second, question.shape), right):
        raise Failed(SWAPPED, "the first of the pair is 0 for one pass", "probabilities first")
    fail_if_no_probabilities(mean)
    p, q = question.rates
    known = (
        (DROPOUT_OFF, question.off[None]),
        (UNSCALED, softmax(question.unscaled)),
        (KEEP_AND_DROP, softmax(question.divided_by_rates())),
        (NO_RELU, softmax(question.without_relu())),
        (SHIFTED, softmax(question.logits(0, p, q))),
        (SHIFTED, softmax(question.logits(q, p, 0))),
    )
    reason = next((reason for reason, wrong in known if is_among(mean, wrong)), NO_MEMBER)
    if reason is NO_MEMBER and np.isin(mean, (0, 1)).all():
        reason = VOTE
    raise Failed(
        reason, f"{words(mean[0])} at rates {p:.4g} and {q:.4g}", "the softmax of one member's logits"
    )


def fail_if_no_probabilities(mean: Array) -> None:
    """Raise when the classes of some example do not sum to 1."""
    sums = mean.sum(axis=1)
    worst = sums[np.abs(sums - 1).argmax()]
    if abs(worst - 1) > TOLERANCE or (mean < -TOLERANCE).any():
        raise Failed(
            NO_SOFTMAX, f"the classes of an example sum to {worst:.4g}", "probabilities that sum to 1"
        )


def not_swapped(mc_predict: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At rates of 0 not all units are dropped."""
    question = Question(rng, (0.0, 0.0))
    try:
        answer = mean_of(question.ask(mc_predict, 1), question.shape)
    except Failed:  # for others to judge
        return Evidence("at rates of 0 nothing is known")
    if is_among(answer, softmax(question.logits(1, 1, 0))):
        raise Failed(KEEP_AND_DROP, "at rates of 0 only the biases are left", "dropout off")
    return Evidence("at rates of 0 some units are left")


# ---- many passes


def fresh_passes(mc_predict: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Many passes are not one member's answer, whichever layer's input drops."""
    for place, name in enumerate(("the first", "the second")):
        question = one_unit(rng, place)
        if is_among(mean_of(question.ask(mc_predict, MANY), question.shape), softmax(question.members)):
            seen = f"with dropout on {name} layer's input, {MANY} passes give one member's answer"
            raise Failed(SAID_ONCE, seen, "a mean of several")
    return Evidence(f"{MANY} passes are no single member's answer")


def mean(mc_predict: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The mean is that of so many members' answers."""
    for place in (0, 1):
        passes = int(rng.integers(5, 9))
        question = one_unit(rng, place)
        answer = mean_of(question.ask(mc_predict, passes), question.shape)
        if not is_among(answer, on_the_way(question, passes)):
            fail_mean(question, answer, passes)
    return Evidence("the mean is that of the passes' probabilities")


def fail_mean(question: Question, answer: Array, passes: int) -> None:
    """Raise with the reason for a mean that no passes have."""
    if is_among(answer / passes, on_the_way(question, passes)):
        raise Failed(SUMMED, f"the probabilities of {passes} passes sum to {answer[0].sum():.4g}", "1")
    dropped, kept = question.members
    softmax_of_mean = softmax(dropped + shares(passes) * (kept - dropped))
    one_hot = np.eye(CLASSES)[question.members.argmax(axis=2)]
    known = (
        (MEAN_LOGITS, softmax_of_mean),
        (DROPOUT_OFF, question.off[None]),
        (UNSCALED, on_the_way(question, passes, question.unscaled)),
        (VOTE, one_hot[0] + shares(passes) * (one_hot[1] - one_hot[0])),
    )
    reason = next((reason for reason, wrong in known if is_among(answer, wrong)), None)
    if reason is None:
        fail_if_no_probabilities(answer)
    seen = f"{passes} passes give {words(answer[0])}"
    raise Failed(reason or NOT_THE_MEAN, seen, "the mean of their softmaxes")


def spread(mc_predict: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The std is that of the passes around their mean, and 0 for a single one."""
    for place in (0, 1):
        passes = int(rng.integers(5, 9))
        question = one_unit(rng, place)
        fail_if_wrong_spread(question, question.ask(mc_predict, passes), passes)
    std = std_of(question.ask(mc_predict, 1), question.shape)
    if not is_close_std(std, np.zeros_like(std)).all():
        raise Failed(NOT_THE_SPREAD, f"up to {std.max():.4g} for a single pass", "0")
    return Evidence("the std is that of the passes' probabilities, and 0 for a single pass")


def fail_if_wrong_spread(question: Question, answer: Answer, passes: int) -> None:
    """Raise unless the std belongs to the mean, or where that is wrong, to some number of passes."""
    std = std_of(answer, question.shape)
    dropped, kept = softmax(question.members)
    rooted = np.sqrt(shares(passes) * (1 - shares(passes)))
    means, stds = on_the_way(question, passes), rooted * np.abs(kept - dropped)
    answered = mean_of(answer, question.shape)
    if is_among(answered, means):
        close = (np.abs(means - answered) < TOLERANCE) & is_close_std(std, stds)
        if close.all(axis=2).any(axis=0).all():
            return
    elif is_among(std, stds) and np.abs(std).max() > TOLERANCE:
        return
    of_logits = rooted * np.abs(question.members[1] - question.members[0])
    known = (
        (NO_SPREAD, np.zeros_like(stds[:1])),
        (DDOF, stds * np.sqrt(passes / (passes - 1))),
        (VARIANCE, stds**2),
        (STANDARD_ERROR, stds / np.sqrt(passes)),
        (STANDARD_ERROR, stds / np.sqrt(passes - 1)),
        (OF_LOGITS, of_logits),
    )
    reason = next((reason for reason, wrong in known if is_among(std, wrong)), NOT_THE_SPREAD)
    seen = f"a std of {words(std[0])} in {passes} passes"
    raise Failed(reason, seen, "their standard deviation around the mean")


def edges(mc_predict: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """At rates of 0 and 1 all passes are alike."""
    for rates in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)):
        question = Question(rng, rates)
        answer = question.ask(mc_predict, 3)
        answered = mean_of(answer, question.shape)
        if not is_among(answered, softmax(question.members)):
            seen = f"{words(answered[0])} at rates {rates[0]:g} and {rates[1]:g}"
            raise Failed(EDGE, seen, words(softmax(question.members)[0, 0]))
        std = std_of(answer, question.shape)
        if not is_close_std(std, np.zeros_like(std)).all():
            raise Failed(EDGE, f"a std of {std.max():.4g} where all passes are alike", "0")
    for several in ((0.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.0, 1.0, 0.0)):
        fail_if_wrong_for_three_layers(mc_predict, several, rng)
    return Evidence("at rates of 0 and 1 all passes are alike")


def fail_if_wrong_for_three_layers(
    mc_predict: LearnerFunction, rates: tuple[float, ...], rng: np.random.Generator
) -> None:
    """Raise unless a deeper network, with inputs of both signs, says what is known at rates of 0 and 1."""
    network = scaled_network.draw_network(rng, 3)._replace(rates=[*rates])
    factors = [1 - p for p in rates]
    right = softmax(scaled_network.logits(network, factors))
    answered = mean_of(ask_copies(mc_predict, *network, new_generator(rng), 2), right.shape)
    if np.abs(answered - right).max() < TOLERANCE:
        return
    positive = network._replace(x=np.maximum(network.x, 0))
    known = (
        (scaled_network.RELU_ON_INPUT, scaled_network.logits(positive, factors)),
        (NO_RELU, scaled_network.without_relu(network, factors)),
    )
    reason = next(
        (reason for reason, wrong in known if np.abs(answered - softmax(wrong)).max() < TOLERANCE), EDGE
    )
    seen = f"{words(answered[0])} for three layers at rates {', '.join(f'{p:g}' for p in rates)}"
    raise Failed(reason, seen, words(right[0]))


def arguments(mc_predict: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The network that was handed over is as it was."""
    leaves_alone(mc_predict, *Question(rng, (1.0, 1.0)).arguments(2), may_raise=True)
    return leaves_alone(mc_predict, *Question(rng, draw_rates(rng)).arguments(2))


# ---- the masks


def inputs(mc_predict: LearnerFunction) -> Draw:
    """The mask of x as a table of coins: each class but the last hears one input alone."""

    def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
        return heard(mc_predict, shape, [last_layer(shape[1])], [p], rng)

    return draw


def hidden(mc_predict: LearnerFunction) -> Draw:
    """The mask of the hidden units as a table of coins, shown in the same way."""

    def draw(shape: tuple[int, int], p: float, rng: np.random.Generator) -> Mask:
        units = shape[1]
        return heard(mc_predict, shape, [np.eye(units), last_layer(units)], [0.0, p], rng)

    return draw


def last_layer(units: int) -> Array:
    """(units, units + 1): a class for every unit, and one that hears none."""
    return np.eye(units, units + 1)


def heard(
    mc_predict: LearnerFunction,
    shape: tuple[int, int],
    weights: list[Array],
    rates: list[float],
    rng: np.random.Generator,
) -> Mask:
    """Where a class is more probable than the one that hears no unit."""
    rows, units = shape
    biases = [np.zeros(weight.shape[1]) for weight in weights]
    answer = ask_copies(mc_predict, weights, biases, rates, np.ones(shape), rng, 1)
    answered = mean_of(answer, (rows, units + 1))
    if not (answered > 0).all():
        raise Failed(NO_SOFTMAX, f"{answered.min():.4g} for one of the classes", "a positive number")
    return np.asarray(answered[:, :-1] > 1.01 * answered[:, -1:])


LAYERS_TIED = Misconception(
    "The layers' masks depend on one another",
    "Each layer's mask is drawn anew: one seed for all repeats it.",
    PAGE,
)


def layers_apart(judge: Judge) -> Judge:
    """``judge``, and then: a unit is heard through two layers as often as two coins of their own allow."""

    def judged(mc_predict: LearnerFunction, rng: np.random.Generator) -> Evidence:
        evidence = judge(mc_predict, rng)
        p, units = draw_rate(rng), TWO_LAYERS[1]
        weights = [np.eye(units), last_layer(units)]
        kept = heard(mc_predict, TWO_LAYERS, weights, [p, p], new_generator(rng))
        low, high = binomial_interval(kept.size, (1 - p) ** 2)
        if not low <= kept.sum() <= high:
            seen = f"{kept.mean():.1%} of the units are heard through two layers at p = {p:.4g}"
            raise Failed(LAYERS_TIED, seen, f"about {(1 - p) ** 2:.1%}")
        return evidence

    return judged


def of_right_passes(judge: Judge) -> Judge:
    """``judge``, which has no reason of its own where a single pass is wrong already."""
    return because_of(judge, member, not_swapped)


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "mc_predict": (
        Property("member", "one pass is the answer of one member", because_of(member, not_swapped)),
        Property("passes", "many passes are not one member's answer", of_right_passes(fresh_passes)),
        Property("mean", "the mean is that of the passes' probabilities", of_right_passes(mean)),
        Property("spread", "the std is that of the passes' probabilities", of_right_passes(spread)),
        Property("edges", "at rates of 0 and 1 all passes are alike", of_right_passes(edges)),
        Property("input", "weights, biases and x are not changed", arguments),
        *(
            Property(
                coin.name,
                coin.statement,
                of_right_passes(layers_apart(coin.judge) if coin.name == "independent" else coin.judge),
            )
            for coin in law(hidden, inputs)
            if coin.name != "edges"
        ),
    )
}
