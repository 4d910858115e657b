"""The exercise on the Monte-Carlo band: right answers pass, each wrong one hears its reason first."""

import numpy as np
import pytest
from exercises import hears_its_reason_first, judged_as, right_answers_pass

from dropout_course.checks import band


def closed_form(hidden, w, p):
    return np.sqrt(p / (1 - p) * hidden**2 @ w**2)


def as_a_norm(hidden, w, p):
    return np.linalg.norm(hidden * w, axis=1) * (p / (1 - p)) ** 0.5


def in_single_precision(hidden, w, p):
    return closed_form(hidden, w, p).astype(np.float32)


def in_place(hidden, w, p):
    hidden *= w
    hidden **= 2
    return np.sqrt(hidden.sum(axis=1) * p / (1 - p))


def odds(p):
    return p / (1 - p)


RIGHT = [closed_form, as_a_norm, in_single_precision, in_place]
WRONG = {
    "as the page has it": (lambda h, w, p: np.abs(odds(p) * h @ w), band.LINEAR),
    "no absolute value": (lambda h, w, p: odds(p) * h @ w, band.LINEAR),
    "root of a sum": (lambda h, w, p: np.sqrt(odds(p) * h @ w), band.LINEAR),
    "sum squared": (lambda h, w, p: np.sqrt(odds(p) * (h @ w) ** 2), band.LINEAR),
    "weights not squared": (lambda h, w, p: np.sqrt(np.abs(odds(p) * h**2 @ w)), band.LINEAR),
    "variance": (lambda h, w, p: odds(p) * h**2 @ w**2, band.VARIANCE),
    "classic variance": (lambda h, w, p: p * (1 - p) * h**2 @ w**2, band.VARIANCE),
    "classic": (lambda h, w, p: np.sqrt(p * (1 - p) * h**2 @ w**2), band.CLASSIC_VARIANCE),
    "swapped": (lambda h, w, p: np.sqrt(h**2 @ w**2 / odds(p)), band.SWAPPED),
    "averaged": (lambda h, w, p: np.sqrt(odds(p) * (h**2 * w**2).mean(axis=1)), band.AVERAGED),
    "absolute terms": (lambda h, w, p: odds(p) * h @ np.abs(w), band.WRONG_BAND),
    "activations not squared": (lambda h, w, p: np.sqrt(odds(p) * h @ w**2), band.WRONG_BAND),
    "nothing": (lambda h, w, p: np.zeros(len(h)), band.WRONG_BAND),
}
GARBAGE = {
    "nothing": (lambda h, w, p: None, "do not forget `return`"),
    "a list": (lambda h, w, p: closed_form(h, w, p).tolist(), "not a numpy array"),
    "one number": (lambda h, w, p: float(closed_form(h, w, p)[0]), "not a numpy array"),
    "a column": (lambda h, w, p: closed_form(h, w, p)[:, np.newaxis], "wrong shape"),
    "a unit each": (lambda h, w, p: np.abs(h * w).sum(axis=0), "wrong shape"),
    "objects": (lambda h, w, p: closed_form(h, w, p).astype(object), "holds no numbers"),
    "booleans": (lambda h, w, p: closed_form(h, w, p) > 0, "not the spread over the masks"),
    "infinity": (lambda h, w, p: closed_form(h, w, p) + np.inf, "NaN or infinity"),
    "an error": (lambda h, w, p: 1 / 0, "raised ZeroDivisionError"),
    "no argument": (lambda: None, "raised TypeError"),
}


judged = judged_as("band")
test_a_right_answer_passes = right_answers_pass(judged, RIGHT)
test_a_wrong_answer_hears_its_reason_first = hears_its_reason_first(judged, WRONG.values(), names=WRONG)


@pytest.mark.parametrize("name", GARBAGE)
def test_what_is_no_band_is_refused_with_words(name):
    function, told = GARBAGE[name]
    report = judged(function, 0)
    assert not report.passed
    assert told in repr(report)


@pytest.mark.parametrize("name", ["as the page has it", "sum squared"])
def test_a_linear_answer_is_known_among_the_masks_too(name):
    report = judged(WRONG[name][0], 1)
    assert {f.property.name: f.misconception for f in report.findings}["masks"] == band.LINEAR


def test_the_spread_over_masks_is_that_of_draws():
    """The oracle by brute force: of 200,000 draws the variance is good to 5% (over ten standard errors)."""
    rng = np.random.default_rng(0)
    (hidden, w), p = band.draw_layer(rng), 0.4
    m = (rng.random((200_000, len(w))) >= p) / (1 - p)
    np.testing.assert_allclose(((m * w) @ hidden.T).var(axis=0), band.spread(hidden, w, p) ** 2, rtol=0.05)


def test_every_property_can_fail():
    failed = {
        finding.property.name
        for function, _ in WRONG.values()
        for finding in judged(function, 0).findings
        if not finding.passed
    }
    assert failed == {property.name for property in band.PROPERTIES["band"]}
