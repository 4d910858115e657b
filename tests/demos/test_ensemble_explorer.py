"""The demo's numbers, drawn and computed by its own browser code, against the reference on one network."""

import re

import pytest
from demos.on_paper import agrees_with_the_reference, coordinates_of, still_picture
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import seeds
from traitlets import TraitError

from dropout_course.demos import EnsembleExplorer, still

STATES = st.fixed_dictionaries(
    {
        "p": st.sampled_from([0.0, 0.2, 0.5, 0.8]) | st.floats(0, 0.8),
        "drops": st.sampled_from(["hidden", "inputs", "both"]),
        "activation": st.sampled_from(["relu", "identity"]),
        "sharpness": st.floats(0, 3),
        "network": st.integers(0, 7),
    }
)


@settings(max_examples=50)
@given(state=STATES, seed=seeds())
def test_the_browser_code_computes_what_the_reference_computes(state, seed):
    agrees_with_the_reference(EnsembleExplorer(seed=seed, **state))


@settings(max_examples=20)
@given(state=STATES)
def test_one_pass_is_the_geometric_mean_unless_a_relu_follows_dropped_units(state):
    bent = state["drops"] != "hidden" and state["activation"] == "relu"
    shown = still.show(EnsembleExplorer(**state))
    if not bent:
        assert shown["numbers"]["geometric.off"] == 0
        if state["p"] > 0 and state["sharpness"] > 0:
            assert "one pass is the geometric mean exactly" in shown["summary"]["rates"]
    parts = bent and state["p"] > 0 and state["sharpness"] > 0
    assert ("misses the geometric mean" in shown["summary"]["rates"]) == parts


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"p": 0.0, "drops": "inputs"}, "the three ways are one"),
        ({"sharpness": 0.0, "drops": "inputs"}, "every network says the same"),
    ],
)
def test_where_nothing_can_part_the_summary_says_so(state, words):
    shown = still.show(EnsembleExplorer(**state))
    assert shown["numbers"]["arithmetic.off"] == shown["numbers"]["geometric.off"] == 0
    assert words in shown["summary"]["rates"]


@settings(max_examples=20)
@given(state=STATES)
def test_both_means_are_at_least_as_likely_as_a_member_on_average(state):
    shown = still.show(EnsembleExplorer(**state))["numbers"]
    for mean in ("geometric", "arithmetic"):
        assert shown[f"{mean}.nll"] <= shown["member.nll"] + 1e-12


def test_it_opens_on_a_network_that_shows_all_three_apart_once_inputs_drop():
    hidden, inputs = (EnsembleExplorer(drops=drops).numbers() for drops in ("hidden", "inputs"))
    assert hidden["geometric.off"] == pytest.approx(0, abs=1e-12)
    assert abs(hidden["arithmetic.off"]) > 0.08
    assert abs(inputs["geometric.off"]) > 0.08


@pytest.mark.parametrize(("drops", "members"), [("hidden", 16), ("inputs", 16), ("both", 256)])
def test_there_are_as_many_bricks_as_subnetworks_and_together_they_weigh_the_same(drops, members):
    demo = EnsembleExplorer(drops=drops, p=0.3)
    shown = still.show(demo)
    (bricks,) = re.findall(r'class="dc-bricks[^"]*" d="([^"]*)"', shown["pictures"]["answers"])
    heights = [float(height) for height in re.findall(r"v([\d.]+)", bricks)]
    assert len(heights) == shown["numbers"]["members"] == members
    tallest_column = 200 - min(float(top) for top in re.findall(r"M[\d.]+,([\d.]+)", bricks))
    assert tallest_column == pytest.approx(200 - 92, abs=0.1)
    whole = 0.7 ** (8 if drops == "both" else 4)  # the most probable member of all keeps every unit
    assert max(heights) / sum(heights) == pytest.approx(whole, rel=0.02)


@settings(max_examples=30)
@given(state=STATES)
def test_every_coordinate_of_the_pictures_lies_inside_them(state):
    numbers = coordinates_of(EnsembleExplorer(**state), but=r"l5,9h-10z|[hv]-?[\d.]+|z")
    assert all(0 <= number <= 330 for number in numbers)


def test_each_picture_has_words_in_every_kind_of_state():
    for state in ({}, {"p": 0.0}, {"drops": "both"}, {"activation": "identity"}, {"sharpness": 0.0}):
        summary = still.show(EnsembleExplorer(**state))["summary"]
        assert all(len(words) > 20 for words in summary.values())


def test_the_still_picture_says_in_words_what_it_shows_and_its_controls_sleep():
    html = still_picture(EnsembleExplorer(drops="inputs", p=0.3))
    assert '<option value="inputs" selected>' in html
    assert '<b data-shows="p" data-decimals="2">0.30</b>' in html


@pytest.mark.parametrize(
    "wrong", [{"p": 0.81}, {"p": -0.1}, {"drops": "outputs"}, {"activation": "sigmoid"}, {"network": 8}]
)
def test_a_state_that_means_nothing_is_refused(wrong):
    with pytest.raises(TraitError):
        EnsembleExplorer(**wrong)
