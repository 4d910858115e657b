"""The demo's numbers, drawn and computed by its own browser code, against the reference on the same draws."""

from xml.etree import ElementTree

import numpy as np
import pytest
from demos.on_paper import agrees_with_the_reference, coordinates_of, still_picture
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import seeds
from traitlets import TraitError

from dropout_course.demos import NoiseAsARegulariser, still
from dropout_course.demos.noise_as_a_regulariser import LEAST_SQUARES
from dropout_course.reference import two_feature_regression

TOLERANCE = 1e-9

STATES = {
    "p": st.integers(0, 90).map(lambda i: i / 100),
    "rho": st.integers(0, 19).map(lambda i: i / 20),
    "scale": st.sampled_from([0.25, 0.5, 1.0, 2.0, 4.0]),
    "n": st.integers(1, 64),
    "start": st.integers(0, 127),
}


@settings(max_examples=50)
@given(**STATES, seed=seeds())
def test_the_browser_code_computes_what_the_reference_computes(seed, **state):
    agrees_with_the_reference(NoiseAsARegulariser(seed=seed, **state))


@pytest.mark.parametrize("start", range(0, 128, 8))
def test_one_mask_at_the_highest_rate_leaves_little_and_both_make_the_same_of_it(start):
    """Eight examples at p = 0.9: at times a feature is nowhere left, or both are."""
    demo = NoiseAsARegulariser(p=0.9, n=1, start=start)
    assert still.show(demo)["numbers"] == pytest.approx(demo.numbers(), rel=TOLERANCE, abs=TOLERANCE)


@settings(max_examples=20)
@given(p=STATES["p"], rho=STATES["rho"])
def test_the_shown_effects_are_the_closed_form_of_two_features(p, rho):
    shown = still.show(NoiseAsARegulariser(p=p, rho=rho))["numbers"]
    told = two_feature_regression(rho, 1.2 - 0.2 * rho, 1.2 * rho - 0.2, p)
    # the examples travel as float32
    np.testing.assert_allclose([shown["dropout.effect1"], shown["dropout.effect2"]], told, atol=1e-5)


@settings(max_examples=20)
@given(p=STATES["p"], rho=STATES["rho"], scale=STATES["scale"])
def test_dropout_charges_both_effects_alike_whatever_the_unit_and_ridge_charges_by_the_unit(p, rho, scale):
    """The effects e solve (R + p / (1 - p) C) e = R e0: R correlations, C what an effect's square costs."""
    shown = still.show(NoiseAsARegulariser(p=p, rho=rho, scale=scale))["numbers"]
    correlations = np.array([[1, rho], [rho, 1]])
    for way, costs in {"dropout": [1, 1], "ridge": [1, scale**-2]}.items():
        told = np.linalg.solve(correlations + p / (1 - p) * np.diag(costs), correlations @ LEAST_SQUARES)
        # the examples travel as float32; in every state that the controls reach 2e-8 are not exceeded
        np.testing.assert_allclose([shown[f"{way}.effect{i}"] for i in (1, 2)], told, atol=1e-6)


def test_many_masks_come_closer_to_the_theory_than_few():
    def distance(n, seed):
        shown = still.show(NoiseAsARegulariser(n=n, seed=seed))["numbers"]
        return np.hypot(*(shown[f"masks.effect{i}"] - shown[f"dropout.effect{i}"] for i in (1, 2)))

    few, many = (np.mean([distance(n, seed) for seed in range(20)]) for n in (1, 64))
    assert many < few / 3


def test_the_examples_have_the_correlation_and_the_scale_that_are_asked_for():
    x, y = NoiseAsARegulariser(rho=0.6, scale=2).examples()
    np.testing.assert_allclose(x.T @ x / len(x), [[1, 1.2], [1.2, 4]], atol=1e-6)
    assert y.shape == (8,)


def test_drawing_again_shows_other_masks_and_comes_round_in_the_end():
    demo = NoiseAsARegulariser(n=16)
    first = demo.draws()
    demo.start = 16
    assert not np.array_equal(demo.draws(), first)
    demo.start = 127
    np.testing.assert_array_equal(demo.draws()[1:], first[:-1])


@pytest.mark.parametrize(
    "wrong", [{"p": 0.95}, {"rho": 1.0}, {"scale": 0}, {"n": 0}, {"n": 65}, {"start": 128}]
)
def test_a_state_that_means_nothing_is_refused(wrong):
    with pytest.raises(TraitError):
        NoiseAsARegulariser(**wrong)


@settings(max_examples=50)
@given(**STATES)
def test_every_coordinate_of_the_pictures_lies_inside_them(**state):
    numbers = coordinates_of(NoiseAsARegulariser(**state), but="l5,9h-10z|l8,8m0,-8l-8,8|v6|h6")
    assert all(0 <= number <= 330 for number in numbers)


@settings(max_examples=100)
@given(**STATES)
def test_no_words_in_the_plane_cover_one_another(**state):
    plane = still.show(NoiseAsARegulariser(**state))["pictures"]["plane"]
    texts = list(ElementTree.fromstring(f"<svg>{plane}</svg>").iter("text"))
    boxes = [box_of(text) for text in texts]
    for i, (left, right, top, bottom) in enumerate(boxes):
        for other in boxes[:i]:
            apart = right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top
            assert apart, (texts[i].text, state)


def box_of(text: ElementTree.Element) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of a label, at 6 px a letter."""
    x, y, width = float(text.get("x")), float(text.get("y")), 6 * len(text.text)
    left = x - {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor")]
    return left, left + width, y - 10, y + 2


def test_the_still_picture_says_in_words_what_it_shows():
    demo = NoiseAsARegulariser(scale=2.0)
    html, summary = still_picture(demo), still.show(demo)["summary"]
    assert "Dropout does not notice" in summary["paths"]
    assert '<option value="2" selected' in html
    assert '<td data-number="ridge.penalty2">1.00</td>' in html
    assert '<td data-number="dropout.penalty2">4.00</td>' in html
