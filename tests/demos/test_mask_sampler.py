"""The demo's numbers, drawn and computed by its own browser code, against the reference on the same draws."""

from xml.etree import ElementTree

import numpy as np
import pytest
from chance import look_uniform
from demos.on_paper import agrees_with_the_reference, points_of, still_picture
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import rates, seeds
from traitlets import TraitError

from dropout_course.demos import MaskSampler, still
from dropout_course.reference import Network, backward_pass, forward_pass


def states():
    """Every state that the controls can reach, and rates between them."""
    return st.fixed_dictionaries(
        {
            "p": rates(),
            "batch": st.integers(1, 16),
            "example": st.integers(1, 16),
            "mask_for": st.sampled_from(["example", "batch"]),
            "step": st.integers(0, 9),
        }
    )


@settings(max_examples=50)
@given(state=states(), seed=seeds())
def test_the_browser_code_computes_what_the_reference_computes(state, seed):
    agrees_with_the_reference(MaskSampler(seed=seed, **state))


@settings(max_examples=50)
@given(state=states())
def test_the_pictures_show_the_masks_and_only_the_connections_between_kept_units(state):
    demo = MaskSampler(**state)
    pictures = still.show(demo)["pictures"]
    keep, numbers = demo.keep(), demo.numbers()
    network = ElementTree.fromstring(f"<svg>{pictures['network']}</svg>")
    circles = [circle.get("class") for circle in network.iter("circle")]
    assert circles.count("dc-dropped") == numbers["example.dropped"]
    assert circles.count("dc-kept") == 12 - numbers["example.dropped"]
    lines = next(path for path in network.iter("path") if path.get("class") == "dc-connections")
    assert lines.get("d").count("L") == numbers["example.connections"]
    batch = ElementTree.fromstring(f"<svg>{pictures['batch']}</svg>")
    drawn = {path.get("class"): path.get("d").count("M") for path in batch.iter("path")}
    assert drawn["dc-kept"] == keep.sum()
    assert drawn["dc-dropped"] == (~keep).sum()
    assert drawn["dc-throughout"] == numbers["batch.throughout"]


@settings(max_examples=25)
@given(state=states())
def test_as_many_weights_get_a_gradient_as_connections_join_kept_units(state):
    demo = MaskSampler(**state)
    numbers = demo.numbers()
    shown = demo.keep()[int(numbers["example"]) - 1].astype(float)
    assume(shown[6:].any() or not shown.any())  # a layer that is wholly dropped sends nothing back
    rng = np.random.default_rng(0)
    sizes = [(4, 6), (6, 6), (6, 3)]
    network = Network([rng.uniform(0.1, 1, size) for size in sizes], [np.ones(n) for _, n in sizes])
    passed = forward_pass(network, np.ones(4), [None, *np.split(shown, [6]), None])
    gradients = backward_pass(network, passed, np.ones(3))  # all weights positive: nothing is 0 by chance
    assert sum(np.count_nonzero(g) for g in gradients.weights) == numbers["example.connections"]


def test_one_mask_for_the_batch_is_the_same_for_every_example():
    shared = MaskSampler(mask_for="batch")
    assert (shared.keep() == shared.keep()[0]).all()
    assert shared.numbers()["batch.networks"] == 1
    assert MaskSampler().numbers()["batch.networks"] > 1


def test_each_step_draws_afresh_and_a_smaller_batch_keeps_the_masks_of_the_first_examples():
    steps = [MaskSampler(step=step).keep() for step in range(10)]
    assert len({step.tobytes() for step in steps}) == 10
    np.testing.assert_array_equal(MaskSampler(batch=5).keep(), steps[0][:5])


def test_the_shared_draws_keep_and_drop_as_often_as_the_rate_says():
    assert look_uniform(np.frombuffer(MaskSampler()._uniforms, dtype=np.float32))


@pytest.mark.parametrize(
    "wrong",
    [{"p": 1.1}, {"batch": 0}, {"batch": 17}, {"example": 0}, {"mask_for": "layer"}, {"step": 10}],
)
def test_a_state_that_means_nothing_is_refused(wrong):
    with pytest.raises(TraitError):
        MaskSampler(**wrong)


@settings(max_examples=50)
@given(state=states())
def test_every_coordinate_of_the_pictures_lies_inside_them(state):
    assert all(0 <= x <= 330 and 0 <= y <= 228 for x, y in points_of(MaskSampler(**state)))


def test_the_still_picture_says_in_words_what_it_shows_and_its_controls_sleep():
    html = still_picture(MaskSampler(p=0.8, mask_for="batch"))
    assert '<option value="batch" selected>' in html
    assert '<td data-number="batch.networks" data-decimals="0">1</td>' in html


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"p": 0.0}, "0 of 12 hidden units are dropped; 78 of 78 connections"),
        ({"p": 1.0}, "12 of 12 hidden units are dropped; 0 of 78 connections"),
        ({"p": 0.0, "batch": 9}, "The 9 examples of the batch train one network;"),
        ({"batch": 1}, "The batch is one example;"),
        ({"mask_for": "batch"}, "The 16 examples of the batch share one mask;"),
    ],
)
def test_the_summary_tells_the_state_in_words(state, words):
    assert words in " ".join(still.show(MaskSampler(**state))["summary"].values())


def test_a_smaller_batch_names_the_example_that_it_shows():
    shown = still.show(MaskSampler(batch=5, example=16))
    assert shown["numbers"]["example"] == 5
    assert "Example 5 at p = 0.50" in shown["summary"]["network"]
