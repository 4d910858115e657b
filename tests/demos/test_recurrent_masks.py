"""The demo's numbers, drawn and computed by its own browser code, against the reference on the same draws."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from chance import look_uniform
from demos.on_paper import agrees_with_the_reference, points_of, still_picture
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import seeds
from traitlets import TraitError

from dropout_course.demos import RecurrentMasks, still


def states():
    """Every state that the controls can reach, and rates between them."""
    return st.fixed_dictionaries(
        {
            "p": st.sampled_from([0.0, 0.1, 0.5]) | st.floats(0, 0.5),
            "masks": st.sampled_from(["fresh", "locked", "ends"]),
            "steps": st.integers(1, 28),
            "draw": st.integers(0, 9),
        }
    )


@settings(max_examples=50)
@given(state=states(), seed=seeds())
def test_the_browser_code_computes_what_the_reference_computes(state, seed):
    agrees_with_the_reference(RecurrentMasks(seed=seed, **state))


def drawn(demo):
    """How many cells of each kind the picture shows."""
    svg = ElementTree.fromstring(f"<svg>{still.show(demo)['pictures']['masks']}</svg>")
    found = {path.get("class"): len(re.findall("M", path.get("d"))) for path in svg.iter("path")}
    return {kind: found[f"dc-{kind}"] for kind in ("alive", "forgotten", "dropped")}


@settings(max_examples=30)
@given(state=states())
def test_a_unit_is_remembered_until_it_is_dropped_for_the_first_time(state):
    demo = RecurrentMasks(**state | {"masks": "fresh"})
    keep = demo.draws() >= demo.p
    alive = np.logical_and.accumulate(keep, axis=0)
    assert drawn(demo) == {
        "alive": alive.sum(),
        "forgotten": (keep & ~alive).sum(),
        "dropped": (~keep).sum(),
    }


def test_a_locked_mask_repeats_its_first_step_and_without_one_nothing_is_lost():
    locked = drawn(RecurrentMasks(p=0.3, masks="locked"))
    first = (RecurrentMasks(p=0.3).draws()[0] >= 0.3).sum()
    assert locked == {"alive": 28 * first, "forgotten": 0, "dropped": 28 * (24 - first)}
    assert drawn(RecurrentMasks(p=0.5, masks="ends")) == {"alive": 28 * 24, "forgotten": 0, "dropped": 0}


def test_ten_draws_differ_and_fewer_steps_begin_alike():
    draws = [RecurrentMasks(draw=draw).draws() for draw in range(10)]
    assert len({draw.tobytes() for draw in draws}) == 10
    np.testing.assert_array_equal(RecurrentMasks(steps=5).draws(), draws[0][:5])


def test_the_shared_draws_keep_and_drop_as_often_as_the_rate_says():
    assert look_uniform(np.frombuffer(RecurrentMasks()._uniforms, dtype=np.float32))


def test_the_answers_to_the_prediction_are_true():
    def expected(p):
        return RecurrentMasks(p=p).numbers()["alive.expected"]

    assert expected(0.5) < 1e-7 < 10 * expected(0.5)
    assert expected(0.3) == pytest.approx(0.001, abs=2e-4)
    assert expected(0.10) > 1 > expected(0.11) == pytest.approx(0.9, abs=0.05)


@pytest.mark.parametrize("wrong", [{"p": 0.6}, {"masks": "none"}, {"steps": 0}, {"steps": 29}, {"draw": 10}])
def test_a_state_that_means_nothing_is_refused(wrong):
    with pytest.raises(TraitError):
        RecurrentMasks(**wrong)


@settings(max_examples=30)
@given(state=states())
def test_every_coordinate_of_the_pictures_lies_inside_them(state):
    assert all(0 <= x <= 330 and 0 <= y <= 228 for x, y in points_of(RecurrentMasks(**state)))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (
            {"p": 0.0},
            "a fresh mask at every step on the memory at p = 0.00, 24 of 24 memories last 28 steps.",
        ),
        ({"masks": "ends", "p": 0.5}, "no mask on the memory at p = 0.50, 24 of 24"),
        ({"masks": "locked"}, "one mask for all steps"),
        ({"steps": 1}, "memories last 1 step."),
    ],
)
def test_the_summary_tells_the_state_in_words(state, words):
    assert words in " ".join(still.show(RecurrentMasks(**state))["summary"].values())


def test_the_still_picture_says_in_words_what_it_shows_and_its_controls_sleep():
    html = still_picture(RecurrentMasks(masks="locked"))
    assert '<option value="locked" selected>' in html
