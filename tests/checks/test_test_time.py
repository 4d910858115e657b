"""The checks of homework 3: garbage is refused with words, and one mistake has one name."""

import numpy as np
import pytest
from scipy.stats import binom

from dropout_course.checks import PROPERTIES, check
from dropout_course.checks.law import LOWER_RATES
from dropout_course.checks.property import Evidence, Failed, Misconception, because_of
from dropout_course.checks.report import SAME_REASON
from dropout_course.checks.stats import binomial_interval
from dropout_course.checks.test_time import (
    collected,
    heard,
    layer,
    many_passes,
    mean_mask,
    members,
    noise,
    scaled_network,
)
from dropout_course.reference import softmax

ARRAYS = [*layer.PROPERTIES, *scaled_network.PROPERTIES, *mean_mask.PROPERTIES, *noise.PROPERTIES]
PAIRS = [*many_passes.PROPERTIES, *collected.PROPERTIES]
FUNCTIONS = ARRAYS + PAIRS
MAY_HOLD = {"input", "reproducible"}  # garbage can be the same at every call


def judged_as(name):
    """``check`` for functions of whatever name, as if each were called ``name``."""

    def judged(function):
        def answer(*arguments, **options):
            return function(*arguments, **options)

        answer.__name__ = name
        return check(answer, seed=0)

    return judged


def answering(make):
    """A function that hands back what ``make`` makes of its first array."""

    def function(*arguments, **options):
        arrays = [value for value in arguments if isinstance(value, np.ndarray)]
        return make(arrays[0])

    return function


class Lying(np.ndarray):
    """An array that claims to be equal to everything."""

    def __eq__(self, other):
        return np.ones(self.shape, dtype=bool)

    __hash__ = None


GARBAGE = {
    "none": lambda x: None,
    "text": lambda x: "0.5",
    "number": lambda x: 0.5,
    "nan": lambda x: np.full(x.shape, np.nan),
    "texts": lambda x: x.astype(str),
    "objects": lambda x: x.astype(object),
    "complex": lambda x: x + 1j,
    "subclass": lambda x: x.view(Lying),
    "empty": lambda x: np.zeros((0, 3)),
    "scalar": lambda x: np.array(1.0),
    "three": lambda x: (x, x, x),
    "nones": lambda x: (None, None),
    "huge": lambda x: (x * 1e300, x * 1e300),
    "dict": lambda x: {"mean": x, "std": x},
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_garbage_is_refused_with_words_and_without_a_traceback(name, garbage):
    report = judged_as(name)(answering(garbage))
    failed = {finding.property.name for finding in report.findings if not finding.passed}
    assert failed >= {prop.name for prop in PROPERTIES[name]} - MAY_HOLD, report
    assert all(finding.message for finding in report.findings)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_error_is_told_with_its_call(name):
    message = judged_as(name)(lambda *arguments, **options: arguments[0] + "x").findings[0].message
    assert message.startswith("Your function raised an error: ")
    assert f"{name}(" in message


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_stub_is_told_that_it_is_one(name):
    def stub(*arguments, **options):
        raise NotImplementedError

    told = [message for _, message in judged_as(name)(stub).told()]
    assert told[0].startswith("Not written yet")
    assert all(message == SAME_REASON for message in told[1:])


def test_one_mistake_has_one_name():
    plain, spoiled = (Misconception(name, "Mend it.") for name in ("Plain", "Spoiled"))

    def holds(function, rng):
        return Evidence("fine")

    def fails(reason):
        def judge(function, rng):
            raise Failed(reason, "this", "that")

        return judge

    def told(judge):
        with pytest.raises(Failed) as failure:
            judge(None, np.random.default_rng(0))
        return failure.value.misconception

    assert told(because_of(fails(spoiled), holds, fails(plain))) == plain
    assert told(because_of(fails(spoiled), holds)) == spoiled
    assert because_of(holds, fails(plain))(None, np.random.default_rng(0)).text == "fine"


@pytest.mark.parametrize("seed", range(20))
def test_every_member_of_a_question_is_told_apart_from_dropout_off(seed):
    rng = np.random.default_rng(seed)
    question = members.Question(rng, members.draw_rates(rng))
    answers = softmax(question.members)
    assert not members.is_among(question.off, answers)
    assert not members.is_among(softmax(question.without_relu())[-1], answers)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("place", [0, 1])
def test_the_way_between_two_members_is_coarser_than_the_tolerance(place, seed):
    question = members.one_unit(np.random.default_rng(seed), place)
    dropped, kept = softmax(question.members)
    assert np.abs(kept - dropped).max(axis=1).min() / 8 > 10 * members.TOLERANCE


def test_twenty_passes_draw_the_mask_of_one_with_a_chance_below_one_in_a_billion():
    p = 0.64  # the largest rate that is drawn: all passes of an example are alike with this chance at most
    alike = p**many_passes.MANY + (1 - p) ** many_passes.MANY
    assert alike**members.EXAMPLES < 1e-9


@pytest.mark.parametrize("p", [*LOWER_RATES, *(1 - p for p in LOWER_RATES)])
def test_layers_whose_masks_depend_on_one_another_are_caught_and_others_are_not(p):
    trials, kept = int(np.prod(heard.TWO_LAYERS)), (1 - p) ** 2
    low, high = binomial_interval(trials, kept)

    def refused(actual):
        return binom.cdf(low - 1, trials, actual) + binom.sf(high, trials, actual)

    assert refused(kept) < 1e-10
    assert refused(kept + 0.25 * p * (1 - p)) > 1 - 1e-6
