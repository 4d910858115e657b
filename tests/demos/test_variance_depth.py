"""The demo's numbers, drawn and computed by its own browser code, against the reference on the same draws."""

import pytest
from demos.on_paper import agrees_with_the_reference, coordinates_of, still_picture
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import seeds
from traitlets import TraitError

from dropout_course.demos import VarianceDepth, still


def states():
    """Every state that the controls can reach, and what lies between."""
    return st.fixed_dictionaries(
        {
            "p": st.floats(0, 0.8) | st.integers(0, 16).map(lambda i: i / 20),
            "depth": st.integers(1, 10),
            "gain": st.floats(0.4, 3),
            "start": st.integers(0, 5118),
        }
    )


@settings(max_examples=50)
@given(state=states(), seed=seeds())
def test_the_browser_code_computes_what_the_reference_computes(state, seed):
    agrees_with_the_reference(VarianceDepth(seed=seed, **state), smallest=1e-15)


@settings(max_examples=50)
@given(state=states())
def test_every_coordinate_of_the_pictures_lies_inside_them(state):
    assert all(0 <= number <= 330 for number in coordinates_of(VarianceDepth(**state), but="l5,9h-10z"))


@settings(max_examples=20)
@given(seed=seeds(), depth=st.integers(1, 10), gain=st.floats(0.4, 3))
def test_at_test_time_the_layers_follow_theory_exactly(seed, depth, gain):
    """The weights are scaled to it, so that what is seen in training is dropout's doing."""
    numbers = VarianceDepth(seed=seed, depth=depth, gain=gain).numbers()
    assert numbers["test.seen"] == pytest.approx((gain / 2) ** depth, rel=1e-5)


def test_the_correction_keeps_training_and_leaves_the_ratio():
    corrected = VarianceDepth(p=0.5, gain=1.0).numbers()
    assert corrected["training.theory"] == 1
    assert corrected["ratio.theory"] == VarianceDepth(p=0.5).numbers()["ratio.theory"] == 1024
    assert corrected["ratio.seen"] == pytest.approx(VarianceDepth(p=0.5).numbers()["ratio.seen"])


@pytest.mark.parametrize("wrong", [{"p": 0.9}, {"p": -0.1}, {"depth": 0}, {"depth": 11}, {"gain": 0.0}])
def test_a_state_that_cannot_be_is_refused(wrong):
    with pytest.raises(TraitError):
        VarianceDepth(**wrong)


def test_the_still_picture_says_in_words_what_it_shows():
    demo = VarianceDepth()
    html, summary = still_picture(demo), still.show(demo)["summary"]
    assert '<td data-number="training.theory">1,024</td>' in html
    assert "in training and 1.00 at test time" in summary["moments"]
    assert "times as large (theory 1,024)" in summary["ratio"]


def test_without_dropout_training_and_test_are_one():
    assert (
        still.show(VarianceDepth(p=0.0))["summary"]["ratio"] == "Without dropout training and test are one."
    )
    assert VarianceDepth(p=0.0).numbers()["ratio.seen"] == 1


def test_it_carries_a_few_kilobytes():
    state = VarianceDepth().get_state()
    assert sum(len(value) for value in state.values() if isinstance(value, bytes)) < 20_000
