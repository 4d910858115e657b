"""The demo's numbers against the committed result, and its marks against the verdicts."""

from xml.etree import ElementTree

import pytest
from demos.on_paper import still_picture
from traitlets import TraitError

from dropout_course import results
from dropout_course.demos import WhereDoesItHelp, still
from dropout_course.demos.where_does_it_help import METRICS, NOISES, SIZES

STATES = [
    {"images": n, "noise": share, "metric": metric} for n in SIZES for share in NOISES for metric in METRICS
]


@pytest.fixture(scope="module")
def result():
    return results.load("data-size")


@pytest.mark.parametrize("state", STATES)
def test_the_browser_code_tells_what_was_measured(state):
    demo = WhereDoesItHelp(**state)
    assert still.show(demo)["numbers"] == pytest.approx(demo.numbers(), rel=1e-9)


def test_a_gain_stands_in_points_and_is_the_difference_of_both_arms(result):
    numbers = WhereDoesItHelp(images=300, noise=0.4).numbers()
    gain = result["contrasts"]["gain"]["n300_noise40"]
    assert numbers["gain"] == pytest.approx(100 * gain["estimate"])
    assert numbers["gain"] == pytest.approx(numbers["dropout"] - numbers["none"], abs=1e-3)
    assert numbers["low"] < numbers["gain"] < numbers["high"]


def test_a_lower_nll_is_a_gain():
    numbers = WhereDoesItHelp(images=300, noise=0.4, metric="nll").numbers()
    assert numbers["gain"] == pytest.approx(numbers["none"] - numbers["dropout"], abs=1e-4)


@pytest.mark.parametrize("metric", METRICS)
def test_each_cell_has_the_mark_of_what_was_found(result, metric):
    drawn = still.show(WhereDoesItHelp(metric=metric))["pictures"]["grid"]
    svg = ElementTree.fromstring(f"<svg>{drawn}</svg>")
    marks = [shape.get("class").split()[-1] for shape in svg if shape.tag in ("circle", "path")]
    contrast = result["contrasts"][METRICS[metric][0]]
    cells = [contrast[f"n{images}_noise{100 * share:g}"] for share in NOISES for images in SIZES]
    assert marks == [expected_mark(cell, contrast["margin"]) for cell in cells]


def expected_mark(cell, margin):
    """Harm is a whole interval below zero that reaches beyond the margin."""
    if cell["verdict"] == "does not hold":
        return "dc-little" if -margin <= cell["low"] or cell["high"] >= 0 else "dc-costs"
    return {"holds": "dc-helps", "not settled": "dc-open"}[cell["verdict"]]


def test_harm_is_called_harm_and_not_a_lack_of_help():
    def said(images, noise, metric="accuracy"):
        return still.show(WhereDoesItHelp(images=images, noise=noise, metric=metric))["summary"]["grid"]

    assert said(10_000, 0.4).endswith(": it costs.")
    assert said(10_000, 0.4, "nll").endswith(": it costs.")
    assert said(1000, 0.4).endswith(": what it changes is too little to matter.")
    assert said(1000, 0.4, "nll").endswith(": what it changes is too little to matter.")
    assert said(300, 0.2).endswith(": it helps.")


@pytest.mark.parametrize(
    ("images", "noise", "said"), [(100, 0.4, "It widens the gap"), (100, 0.2, "It closes the gap")]
)
def test_a_gap_that_grows_is_not_said_to_close(images, noise, said):
    demo = WhereDoesItHelp(images=images, noise=noise)
    points = abs(demo.numbers()["narrower"])
    assert still.show(demo)["summary"]["row"] == (
        f"{said} between train and test accuracy by {points:.1f} points."
    )


@pytest.mark.parametrize("state", STATES[::5])
def test_one_cell_is_chosen_and_its_row_is_drawn_in_full(state):
    pictures = still.show(WhereDoesItHelp(**state))["pictures"]
    assert pictures["grid"].count('class="dc-cell dc-chosen"') == 1
    assert pictures["row"].count("<circle") == len(SIZES)
    assert pictures["row"].count('class="dc-chosen"') == 1


def test_the_row_is_drawn_to_scale():
    demo = WhereDoesItHelp(images=1000, noise=0.4)
    svg = ElementTree.fromstring(f"<svg>{still.show(demo)['pictures']['row']}</svg>")
    heights = [float(circle.get("cy")) for circle in svg.iter("circle")]
    gains = [WhereDoesItHelp(images=n, noise=0.4).numbers()["gain"] for n in SIZES]
    scale = (heights[0] - heights[1]) / (gains[1] - gains[0])
    for height, gain in zip(heights, gains, strict=True):
        assert height == pytest.approx(heights[0] - scale * (gain - gains[0]), abs=0.2)


@pytest.mark.parametrize("wrong", [{"images": 200}, {"noise": 0.3}, {"metric": "ece"}, {"p": 0.5}])
def test_a_state_that_was_not_measured_is_refused(wrong):
    with pytest.raises((TraitError, TypeError)):
        WhereDoesItHelp(**wrong)


def test_the_still_picture_says_in_words_what_it_shows():
    demo = WhereDoesItHelp(images=300, noise=0.2)
    html, summary = still_picture(demo), still.show(demo)["summary"]
    assert "300 images and 20% random labels" in summary["grid"]
    assert '<option value="300" selected>' in html


def test_what_the_predictions_are_told_is_what_the_demo_shows(result):
    def gain(images, noise):
        return WhereDoesItHelp(images=images, noise=noise).numbers()

    assert gain(100, 0.0)["low"] < 0 < gain(100, 0.0)["high"] < 1
    assert gain(100, 0.0)["gap"] > 30  # all by heart
    assert gain(100, 0.4)["gain"] == pytest.approx(3, abs=0.5)
    assert all(gain(images, 0.4)["high"] < 1 for images in SIZES[1:])
