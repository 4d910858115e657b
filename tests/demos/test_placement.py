"""The demo's numbers against the committed result, and that it says so where nothing was measured."""

import re

import pytest
from demos.on_paper import coordinates_of, still_picture
from demos.reader import open_demo
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect
from traitlets import TraitError

from dropout_course import results
from dropout_course.demos import Placement, still

LAYERS = ("p_input", "p_first", "p_middle", "p_last")


def states():
    """Every state that the controls can reach."""
    tenths = st.integers(0, 8).map(lambda tenth: tenth / 10)
    rates = dict.fromkeys(LAYERS, tenths)
    return st.fixed_dictionaries({"network": st.sampled_from(["deep", "two"]), **rates})


def at(network, rates):
    """The demo with the sliders at these rates."""
    layers = LAYERS if network == "deep" else ("p_input", "p_first", "p_last")
    return Placement(network=network, **dict(zip(layers, rates, strict=True)))


def arms():
    found = results.load("placement")["arms"]
    return [(network, arm) for network in ("deep", "two") for arm in found[network].values()]


@settings(max_examples=50)
@given(state=states())
def test_the_browser_code_tells_what_the_result_holds(state):
    demo = Placement(**state)
    assert still.show(demo)["numbers"] == pytest.approx(demo.numbers(), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("network", "arm"), arms())
def test_where_it_was_measured_it_shows_what_was_measured(network, arm):
    demo = at(network, arm["run"]["rates"])
    numbers = demo.numbers()
    assert numbers["apart"] == 0
    for end in ("mean", "low", "high"):
        assert numbers[f"accuracy.{end}"] == 100 * arm["test"]["accuracy"][end]
        assert numbers[f"nll.{end}"] == arm["test"]["nll"][end]
    assert still.show(demo)["summary"]["rates"].startswith("Measured:")


def test_elsewhere_it_says_so_and_names_the_nearest_instead_of_guessing():
    between = at("deep", (0, 0.3, 0.3, 0.4))
    summary = still.show(between)["summary"]["rates"]
    assert summary.startswith("Nobody has measured input 0.0, hidden 0.3, 0.3, 0.4.")
    assert summary.endswith("input 0.0, hidden 0.3, 0.3, 0.3.")
    assert between.numbers()["apart"] == pytest.approx(0.1)
    assert between.numbers()["accuracy.mean"] == at("deep", (0, 0.3, 0.3, 0.3)).numbers()["accuracy.mean"]


def test_the_middle_layer_does_not_matter_where_there_is_none():
    one, other = (Placement(network="two", p_middle=p) for p in (0.0, 0.8))
    assert one.numbers() == other.numbers()
    assert still.show(one)["pictures"] == still.show(other)["pictures"]


@pytest.mark.browser
def test_the_slider_of_a_layer_that_is_not_there_rests(guarded_page, publish):
    demo = open_demo("placement", guarded_page, publish(Placement(network="two")))
    middle, network = (demo.locator(f'[data-trait="{trait}"]') for trait in ("p_middle", "network"))
    expect(middle).to_be_disabled()
    network.select_option("deep")
    expect(middle).to_be_enabled()
    network.select_option("two")
    expect(middle).to_be_disabled()


def test_it_says_on_what_and_how_often_it_was_measured():
    html = re.sub("<[^>]*>", "", Placement().static_html())
    assert "Fashion-MNIST, 1,000 training, 2,000 test images; 10 seeds; 95% intervals" in html


@settings(max_examples=25)
@given(state=states())
def test_every_coordinate_of_the_pictures_lies_inside_them(state):
    assert all(0 <= number <= 330 for number in coordinates_of(Placement(**state)))


def test_the_picture_has_a_row_for_each_arm_and_stands_out_where_it_is():
    picture = still.show(Placement())["pictures"]["arms"]
    assert picture.count("dc-marker") == len(results.load("placement")["arms"]["deep"])
    assert picture.count("<rect") == 1


@pytest.mark.parametrize("wrong", [{"p_input": 0.9}, {"p_last": -0.1}, {"network": "wide"}])
def test_a_state_that_cannot_be_is_refused(wrong):
    with pytest.raises(TraitError):
        Placement(**wrong)


def test_the_still_picture_says_in_words_what_it_shows():
    assert still_picture(Placement())
