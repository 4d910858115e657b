"""Homework 3, many passes: ``mc_predict(weights, biases, rates, x, rng, passes)`` -> (mean, std).

Nothing is estimated: the answers are compared with those of all members (``members``), and the masks are
judged by the law of coins (``heard``).

======================  ===========================================  ========================================
check                   a right answer fails                         a wrong one is caught
======================  ===========================================  ========================================
one pass, mean, spread  never                                        always, if off by more than 1e-4 (a std
                                                                     by 1e-3)
fresh passes            below 1e-9: 24 examples whose 20 passes are  always, if a layer's mask is drawn once
                        all alike by chance, p at most 0.64
edges                   never                                        see ``law``
masks                   below 1e-9 each, see ``law``                 with the power stated there
masks of two layers     below 1e-10: 12,000 units                    power above 1 - 1e-6, if a unit copies
                                                                     its input's fate with probability 0.25
======================  ===========================================  ========================================
"""

import numpy as np

from dropout_course.checks.answers import as_array
from dropout_course.checks.inverted import MULTIPLIED, SCALED_TWICE
from dropout_course.checks.law import SWAPPED as KEEP_AND_DROP
from dropout_course.checks.law import Mask, law, new_generator
from dropout_course.checks.law import edges as edges_of_coins
from dropout_course.checks.passes import (
    MEAN_LOGITS,
    NOT_THE_MEAN,
    PAGE,
    SUMMED,
    VOTE,
    fail_if_no_probabilities,
)
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
from dropout_course.checks.test_time.heard import hidden, inputs, layers_apart
from dropout_course.checks.test_time.members import (
    CLASSES,
    TOLERANCE,
    Question,
    draw_rates,
    is_among,
    is_between,
    on_the_way,
    one_unit,
    shares,
)
from dropout_course.checks.test_time.scaled_network import (
    NO_BIAS,
    NO_RELU,
    ONE_RATE,
    RELU_ON_INPUT,
    RELU_ON_LOGITS,
    SHIFTED,
    relu,
)
from dropout_course.reference import softmax

MANY = 20  # passes; that all draw one mask for all examples has a chance below 1e-90

DROPOUT_OFF = Misconception("A pass is made with dropout off", "Draw a mask for each layer's input.", PAGE)
UNSCALED = Misconception(
    "The survivors are not scaled", "The network was trained in the inverted form: divide by 1 - p.", PAGE
)
SWAPPED = Misconception("Mean and std are swapped", "Return `mean, std`, in this order.", PAGE)
INPUT_LEFT_OUT = Misconception(
    "The network's own input is not dropped", "`rates[0]` acts on x: draw a mask for it as well.", PAGE
)
INPUT_ONLY = Misconception(
    "Only the network's own input is dropped", "`rates[i]` acts on what goes into layer i, for every i.", PAGE
)
MORE_PASSES = Misconception(
    "More passes are made than asked for", "Make `passes` passes: for a single one, a single answer.", PAGE
)
MEDIAN = Misconception(
    "That is the median of the passes", "Add the softmaxes up and divide by `passes`.", PAGE
)
NO_MEMBER = Misconception(
    "One pass is not a member's answer", "One mask for each layer's input makes one pass.", PAGE
)
SAID_ONCE = Misconception(
    "Many passes say what one says", "Draw fresh masks, for every layer, in every pass.", PAGE
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


def is_close_std(std: Array, right: Array) -> Mask:
    """Where a std is ``right``, or its square is: the mean of squares less a square has float32's error."""
    return np.asarray((np.abs(std - right) < TOLERANCE) | (np.abs(std**2 - right**2) < 1e-6))


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
        (KEEP_AND_DROP, softmax(question.scaled(lambda p: 1 / p))),
        (MULTIPLIED, softmax(question.scaled(lambda p: 1 - p))),
        (SCALED_TWICE, softmax(question.scaled(lambda p: 1 / (1 - p) ** 2))),
        (NO_RELU, softmax(question.without_relu())),
        (RELU_ON_LOGITS, softmax(relu(question.members))),
        (NO_BIAS, softmax(question.without_biases())),
        (INPUT_LEFT_OUT, softmax(question.logits(0, q, 0))),
        (INPUT_ONLY, softmax(question.logits(p, 0, 0))),
        (ONE_RATE, softmax(question.logits(p, p, 0))),
        (ONE_RATE, softmax(question.logits(q, q, 0))),
        (SHIFTED, softmax(question.logits(0, p, q))),
        (SHIFTED, softmax(question.logits(q, p, 0))),
    )
    reason = next((reason for reason, wrong in known if is_among(mean, wrong)), NO_MEMBER)
    if reason is NO_MEMBER and np.isin(mean, (0, 1)).all():
        reason = VOTE
    elif reason is NO_MEMBER and makes_more(mc_predict, rng):
        reason = MORE_PASSES
    raise Failed(
        reason, f"{words(mean[0])} at rates {p:.4g} and {q:.4g}", "the softmax of one member's logits"
    )


def makes_more(mc_predict: LearnerFunction, rng: np.random.Generator) -> bool:
    """Whether a single pass over two members says what a mean of several does."""
    question = one_unit(rng, 1)
    answer = mean_of(question.ask(mc_predict, 1), question.shape)
    return is_between(answer, *softmax(question.members))


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
    if is_among(std, stds) and is_among(answered, np.stack([dropped, (dropped + kept) / 2, kept])):
        reason = MEDIAN
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
    edges_of_coins(hidden(mc_predict), rng)  # many: a rate that is taken for 0.999 leaves some
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
        (RELU_ON_INPUT, scaled_network.logits(positive, factors)),
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
