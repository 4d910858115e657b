"""The demo's numbers against the committed map, and its pictures against its numbers."""

from xml.etree import ElementTree

import pytest
from demos.on_paper import still_picture
from hypothesis import given, settings
from hypothesis import strategies as st
from traitlets import TraitError

from dropout_course import results
from dropout_course.demos import RateAndLearningRate, still
from dropout_course.demos.rates_measured import learning_rates, rates


def states():
    """Every state that the controls can reach."""
    return st.fixed_dictionaries(
        {
            "p": st.sampled_from(rates()),
            "learning_rate": st.sampled_from(learning_rates()),
            "metric": st.sampled_from(("accuracy", "nll")),
        }
    )


@settings(max_examples=50)
@given(state=states())
def test_the_browser_code_tells_what_the_result_holds(state):
    demo = RateAndLearningRate(**state)
    assert still.show(demo)["numbers"] == pytest.approx(demo.numbers(), rel=1e-9, abs=1e-9)


def test_its_own_learning_rate_is_the_one_that_validation_chose():
    arms = results.load("rate-map")["arms"]["plain"]
    for key, p in (("p0", 0.0), ("p50", 0.5), ("p80", 0.8)):
        demo = RateAndLearningRate(p=p, learning_rate=arms[key]["learning_rate"])
        found = demo.numbers()
        assert found["here.mean"] == found["own.mean"]
        assert found["own.mean"] == pytest.approx(100 * _cell(key, demo.learning_rate), abs=1e-3)


def _cell(key, learning_rate):
    row = results.load("rate-map")["map"][key]
    return next(c["test"]["accuracy"]["mean"] for c in row if c["learning_rate"] == learning_rate)


@settings(max_examples=20)
@given(state=states())
def test_every_cell_measured_is_drawn_with_its_number_and_nothing_else(state):
    demo = RateAndLearningRate(**state)
    svg = ElementTree.fromstring(f"<svg>{still.show(demo)['pictures']['map']}</svg>")
    written = [float(text.text) for text in svg.iter("text") if text.get("class") == "dc-value"]
    scale, digits = (100, 1) if demo.metric == "accuracy" else (1, 2)
    rows = results.load("rate-map")["map"].values()
    means = [scale * cell["test"][demo.metric]["mean"] for row in rows for cell in row]
    assert written == pytest.approx(means, abs=0.51 * 10**-digits)
    assert sum(rect.get("class") == "dc-here" for rect in svg.iter("rect")) == 1


def test_what_the_predictions_are_told_is_what_the_demo_shows():
    found = RateAndLearningRate(p=0.5, learning_rate=0.1).numbers()
    assert found["loses.one"] == pytest.approx(13, abs=0.5)
    assert found["loses.own"] == pytest.approx(4, abs=0.5)
    none = RateAndLearningRate(p=0.0, learning_rate=0.1).numbers()
    assert none["own.mean"] - none["here.mean"] < 1


@pytest.mark.parametrize("wrong", [{"p": 0.15}, {"learning_rate": 0.02}, {"metric": "ece"}])
def test_a_state_that_was_not_measured_is_refused(wrong):
    with pytest.raises(TraitError):
        RateAndLearningRate(**wrong)


def test_the_still_picture_says_in_words_what_it_shows_and_its_controls_sleep():
    demo = RateAndLearningRate(p=0.2, learning_rate=0.04)
    html, summary = still_picture(demo), still.show(demo)["summary"]
    for chosen in ("0.2", "0.04", "accuracy"):
        assert f'<option value="{chosen}" selected>' in html
    assert "Test accuracy at p = 0.2 with learning rate 0.04" in summary["map"]
    seeds = len(results.load("rate-map")["map"]["p20"][0]["test"]["accuracy"]["by_seed"])
    assert f"Means of {seeds} seeds" in summary["column"]


def test_the_lists_offer_what_was_measured():
    html = RateAndLearningRate().static_html()
    for value in (*rates(), *learning_rates()):
        assert f'<option value="{value:g}"' in html
