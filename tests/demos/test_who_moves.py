"""The demo's step, computed by its own browser code, against the reference on the same draws."""

from xml.etree import ElementTree

import numpy as np
import pytest
from chance import look_uniform
from demos.on_paper import agrees_with_the_reference, points_of, still_picture
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import rates, seeds
from traitlets import TraitError

from dropout_course.demos import WhoMoves, still
from dropout_course.demos.who_moves import RULES

TOLERANCE = 1e-9
KINDS = ("throughout", "some", "never")


def states(**fixed):
    """Every state that the controls can reach, and rates between them."""
    free = {
        "optimiser": st.sampled_from(list(RULES)),
        "mask_for": st.sampled_from(["batch", "example"]),
        "batch": st.integers(1, 8),
        "p": rates(),
        "start": st.integers(0, 9),
    }
    return st.fixed_dictionaries(free | {name: st.just(value) for name, value in fixed.items()})


@settings(max_examples=100)
@given(state=states(), seed=seeds())
def test_the_browser_code_computes_what_the_reference_computes(state, seed):
    agrees_with_the_reference(WhoMoves(seed=seed, **state))


@pytest.mark.parametrize("mask_for", ["batch", "example"])
@pytest.mark.parametrize("optimiser", RULES)
def test_every_optimiser_and_kind_of_mask_is_the_references(optimiser, mask_for):
    for start in range(10):
        demo = WhoMoves(optimiser=optimiser, mask_for=mask_for, start=start)
        assert still.show(demo)["numbers"] == pytest.approx(demo.numbers(), rel=TOLERANCE, abs=TOLERANCE)


@given(state=states(optimiser="sgd"))
def test_under_sgd_a_unit_that_no_example_kept_stands_still(state):
    numbers = WhoMoves(**state).numbers()
    assert numbers["throughout.moved"] == numbers["throughout.step"] == 0


@given(state=states(optimiser="sgd"), p=st.floats(0, 0.7))
def test_under_sgd_a_unit_that_some_example_kept_moves(state, p):
    """Beyond p = 0.75 steps can grow until the sigmoid saturates: a kept unit has no gradient then."""
    numbers = WhoMoves(**{**state, "p": p}).numbers()
    for kind in ("some", "never"):
        assert numbers[f"{kind}.moved"] == numbers[f"{kind}.weights"]


@given(state=states(), optimiser=st.sampled_from(["decay", "adamw"]))
def test_weight_decay_moves_every_weight(state, optimiser):
    numbers = WhoMoves(**{**state, "optimiser": optimiser}).numbers()
    assert sum(numbers[f"{kind}.moved"] for kind in KINDS) == 20


@pytest.mark.parametrize("optimiser", ["momentum", "nesterov", "adam"])
def test_what_an_optimiser_remembers_moves_units_that_were_kept_before(optimiser):
    numbers = WhoMoves(optimiser=optimiser).numbers()
    assert numbers["throughout.moved"] == numbers["throughout.weights"] > 0


def test_one_mask_for_the_batch_drops_for_all_or_for_none():
    for start in range(10):
        assert WhoMoves(mask_for="batch", start=start).numbers()["some.units"] == 0
    assert WhoMoves(mask_for="example").numbers()["some.units"] > 0


@given(state=states())
def test_every_unit_and_every_weight_is_counted_once(state):
    numbers = WhoMoves(**state).numbers()
    assert sum(numbers[f"{kind}.units"] for kind in KINDS) == 4
    assert sum(numbers[f"{kind}.weights"] for kind in KINDS) == 20


def test_the_shared_draws_keep_and_drop_as_often_as_the_rate_says():
    assert look_uniform(np.frombuffer(WhoMoves()._uniforms, dtype=np.float32))


@pytest.mark.parametrize(
    "wrong",
    [
        {"p": 1.1},
        {"batch": 0},
        {"batch": 9},
        {"mask_for": "layer"},
        {"optimiser": "lion"},
        {"start": 10},
    ],
)
def test_a_state_that_means_nothing_is_refused(wrong):
    with pytest.raises(TraitError):
        WhoMoves(**wrong)


@settings(max_examples=50)
@given(state=states())
def test_the_pictures_show_each_weight_as_moved_or_not(state):
    demo = WhoMoves(**state)
    pictures, numbers = still.show(demo)["pictures"], demo.numbers()
    network = ElementTree.fromstring(f"<svg>{pictures['network']}</svg>")
    lines = [line.get("class") for line in network.iter("path")]
    moved = sum(numbers[f"{kind}.moved"] for kind in KINDS)
    assert lines.count("dc-moved") == moved
    assert lines.count("dc-still") == 20 - moved
    circles = [circle.get("class") for circle in network.iter("circle")]
    for kind, look in zip(KINDS, ("dc-dropped", "dc-partly", "dc-kept"), strict=True):
        assert circles.count(look) == numbers[f"{kind}.units"]


@settings(max_examples=50)
@given(state=states())
def test_every_coordinate_of_the_pictures_lies_inside_them(state):
    assert all(0 <= x <= 330 and 0 <= y <= 228 for x, y in points_of(WhoMoves(**state)))


def test_the_still_picture_says_in_words_what_it_shows_and_its_controls_sleep():
    html = still_picture(WhoMoves(optimiser="adam"))
    assert '<option value="adam" selected>' in html
    assert '<td data-number="throughout.moved" data-decimals="0">10</td>' in html


def test_the_summary_names_optimiser_masks_and_what_moved():
    words = still.show(WhoMoves())["summary"]["network"]
    assert words.startswith(
        "SGD, one mask for the batch, p = 0.50: of the 2 units dropped for all examples, "
    )
    assert "0 of 10 weights moved" in words
