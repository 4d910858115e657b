"""The demo's numbers against the committed result, and its pictures against its numbers."""

from xml.etree import ElementTree

import pytest
from demos.on_paper import still_picture
from hypothesis import given, settings
from hypothesis import strategies as st
from traitlets import TraitError

from dropout_course import results
from dropout_course.demos import LearningCurves, still
from dropout_course.demos.learning_curves import EPOCHS, RATES


def states():
    """Every state that the controls can reach."""
    return st.fixed_dictionaries(
        {
            "p": st.sampled_from(RATES),
            "epochs": st.integers(1, 15).map(lambda half: 2 * half),
            "metric": st.sampled_from(("accuracy", "nll")),
        }
    )


@settings(max_examples=50)
@given(state=states())
def test_the_browser_code_tells_what_the_result_holds(state):
    demo = LearningCurves(**state)
    assert still.show(demo)["numbers"] == pytest.approx(demo.numbers(), rel=1e-9, abs=1e-9)


def test_the_numbers_are_those_of_the_last_epoch_kept():
    arm = results.load("rate-map")["arms"]["plain"]["p50"]
    found = LearningCurves(p=0.5).numbers()
    assert found["train.mean"] == pytest.approx(100 * arm["train"]["accuracy"]["mean"], abs=1e-3)
    assert found["validation.mean"] == pytest.approx(100 * arm["validation"]["accuracy"]["mean"], abs=1e-3)
    assert found["gap"] == pytest.approx(found["train.mean"] - found["validation.mean"])


@settings(max_examples=20)
@given(state=states())
def test_only_what_was_measured_is_drawn(state):
    demo = LearningCurves(**state)
    for picture, points in (("curves", len(EPOCHS)), ("rates", len(RATES))):
        svg = ElementTree.fromstring(f"<svg>{still.show(demo)['pictures'][picture]}</svg>")
        lines = [
            path.get("d") for path in svg.iter("path") if path.get("class") in ("dc-train", "dc-validation")
        ]
        assert [line.count(",") for line in lines] == [points, points]


def test_what_the_predictions_are_told_is_what_the_demo_shows():
    zero, small, high = (LearningCurves(p=p).numbers() for p in (0.0, 0.2, 0.7))
    assert high["gap"] < 2 < zero["gap"]
    assert high["train.mean"] < zero["validation.mean"] - 5
    assert abs(small["validation.mean"] - zero["validation.mean"]) < 1
    later = [LearningCurves(p=p).numbers()["validation.mean"] for p in RATES[3:]]
    assert later == sorted(later, reverse=True)


@pytest.mark.parametrize("wrong", [{"p": 1.0}, {"p": -0.1}, {"epochs": 31}, {"metric": "ece"}])
def test_a_state_that_means_nothing_is_refused(wrong):
    with pytest.raises(TraitError):
        LearningCurves(**wrong)


def test_the_still_picture_says_in_words_what_it_shows_and_its_controls_sleep():
    demo = LearningCurves(p=0.5, metric="nll", epochs=10)
    html, summary = still_picture(demo), still.show(demo)["summary"]
    assert '<option value="nll" selected>' in html
    assert "Loss after epoch 10 at p = 0.5" in summary["curves"]
    assert f"Means of {len(results.load('rate-map')['settings']['seeds'])} seeds" in summary["rates"]
