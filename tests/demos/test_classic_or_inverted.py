"""The demo's two trainings, in its own browser code, against the reference on the same draws."""

import pytest
from demos.on_paper import agrees_with_the_reference, coordinates_of, still_picture
from demos.pages import Publish
from demos.reader import numbers_of, open_demo
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from traitlets import TraitError

from dropout_course.demos import ClassicOrInverted, still
from dropout_course.demos.classic_or_inverted import OPTIMISERS, RESCALINGS

TOLERANCE = 1e-9
ROUNDING = 1e-12

RATES = st.sampled_from([0.0, 0.2, 0.5, 0.8]) | st.floats(0, 0.8)
STATES = st.fixed_dictionaries(
    {
        "p": RATES,
        "steps": st.integers(0, 120),
        "optimiser": st.sampled_from(list(OPTIMISERS)),
        "rescaled": st.sampled_from(list(RESCALINGS)),
        "start": st.integers(0, 2002),
    }
)


@settings(max_examples=25, deadline=None)
@given(state=STATES, seed=st.integers(0, 50))
def test_the_browser_code_computes_what_the_reference_computes(state, seed):
    agrees_with_the_reference(ClassicOrInverted(seed=seed, **state))


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_the_longest_training_agrees_too(optimiser):
    demo = ClassicOrInverted(p=0.8, steps=300, optimiser=optimiser)
    expected = demo.numbers()
    assert still.show(demo)["numbers"] == pytest.approx(expected, rel=TOLERANCE, abs=TOLERANCE)


@pytest.mark.parametrize("optimiser", ["sgd", "momentum"])
@pytest.mark.parametrize("p", [0.3, 0.5, 0.8])
def test_for_sgd_weights_by_1_minus_p_and_rate_by_its_square_make_one_network(p, optimiser):
    numbers = {
        rescaled: still.show(ClassicOrInverted(p=p, optimiser=optimiser, rescaled=rescaled))["numbers"]
        for rescaled in RESCALINGS
    }
    assert numbers["rate-squared"]["difference"] < ROUNDING
    assert all(numbers[rescaled]["difference"] > 0.01 for rescaled in ("nothing", "weights", "rate"))


@pytest.mark.parametrize("optimiser", ["sgd", "momentum"])
def test_at_one_half_the_two_are_the_same_to_the_last_bit(optimiser):
    demo = ClassicOrInverted(p=0.5, steps=300, optimiser=optimiser, rescaled="rate-squared")
    shown = still.show(demo)
    assert shown["numbers"]["difference"] == demo.numbers()["difference"] == 0
    assert "to the last bit" in shown["summary"]["outputs"]


def test_for_adam_the_rate_goes_by_1_minus_p_itself():
    numbers = {
        rescaled: still.show(ClassicOrInverted(optimiser="adam", rescaled=rescaled))["numbers"]
        for rescaled in RESCALINGS
    }
    assert 0 < numbers["rate"]["difference"] < 1e-6  # what is left is Adam's eps, which is not rescaled
    assert all(numbers[rescaled]["difference"] > 0.01 for rescaled in ("nothing", "weights", "rate-squared"))


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_rescaled_output_weights_stay_1_minus_p_times_the_classic_ones(optimiser):
    rescaled = "rate" if optimiser == "adam" else "rate-squared"
    numbers = still.show(ClassicOrInverted(p=0.3, optimiser=optimiser, rescaled=rescaled))["numbers"]
    assert numbers["inverted.weights"] == pytest.approx(0.7 * numbers["classic.weights"], rel=1e-6)


def test_without_dropout_nothing_is_to_be_rescaled():
    for rescaled in RESCALINGS:
        shown = still.show(ClassicOrInverted(p=0.0, rescaled=rescaled))["numbers"]
        assert shown["difference"] == 0


def test_as_they_are_inverted_learns_faster_as_the_reply_to_the_prediction_says():
    numbers = still.show(ClassicOrInverted())["numbers"]
    assert numbers["inverted.start-loss"] > 1.5 * numbers["classic.start-loss"]
    assert numbers["inverted.loss"] < 0.7 * numbers["classic.loss"]


def test_before_training_only_the_initial_weights_tell_the_two_apart():
    as_they_are = still.show(ClassicOrInverted(steps=0))["numbers"]
    rescaled = still.show(ClassicOrInverted(steps=0, rescaled="weights"))["numbers"]
    assert as_they_are["difference"] > 0.1
    assert rescaled["difference"] < ROUNDING


def test_drawing_again_trains_on_other_masks():
    one, other = (still.show(ClassicOrInverted(start=start))["numbers"] for start in (0, 1))
    assert one["classic.start-loss"] == other["classic.start-loss"]
    assert abs(one["classic.loss"] - other["classic.loss"]) > 1e-6


@settings(max_examples=25, deadline=None)
@given(state=STATES)
def test_every_coordinate_of_the_pictures_lies_inside_them(state):
    assert all(0 <= number <= 330 for number in coordinates_of(ClassicOrInverted(**state)))


def test_the_still_picture_says_in_words_what_it_shows():
    html = still_picture(ClassicOrInverted(p=0.5, rescaled="rate-squared"))
    assert '<option value="rate-squared" selected' in html
    assert '<td data-number="difference">0.00</td>' in html


@pytest.mark.parametrize(
    "wrong",
    [
        {"p": 0.81},
        {"p": -0.1},
        {"steps": 301},
        {"optimiser": "rmsprop"},
        {"rescaled": "all"},
        {"start": 2003},
    ],
)
def test_a_state_that_means_nothing_is_refused(wrong):
    with pytest.raises(TraitError):
        ClassicOrInverted(**wrong)


def test_what_the_page_carries_is_small():
    demo = ClassicOrInverted()
    assert len(demo._uniforms) + len(demo._points) + len(demo._parameters) < 9_000


@pytest.mark.browser
def test_in_chromium_too_the_rescaled_two_are_the_same_to_the_last_bit(
    guarded_page: Page, publish: Publish
) -> None:
    demo = open_demo("classic-or-inverted", guarded_page, publish(ClassicOrInverted(rescaled="rate-squared")))
    assert numbers_of(demo)["difference"] == 0
    assert "the same to the last bit" in demo.locator("[data-summary]").inner_text()
