"""The demo's numbers, drawn and computed by its own browser code, against the reference on the same draws."""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from chance import Coin
from demos.on_paper import agrees_with_the_reference, still_picture
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import seeds
from traitlets import TraitError

from dropout_course.data import CLASSES, load_subset
from dropout_course.demos import small_network, still
from dropout_course.demos.small_network import halved, inputs
from dropout_course.demos.train_or_eval import TrainOrEval
from dropout_course.reference import forward_pass

MODES = ("off", "on", "forgotten")
SMALL = small_network.load()


@settings(max_examples=40)
@given(
    mode=st.sampled_from(MODES),
    image=st.integers(0, 5),
    passes=st.integers(1, 100),
    start=st.integers(0, 199),
    seed=seeds(),
)
def test_the_browser_code_computes_what_the_reference_computes(mode, image, passes, start, seed):
    agrees_with_the_reference(TrainOrEval(mode=mode, image=image, passes=passes, start=start, seed=seed))


@settings(max_examples=30)
@given(mode=st.sampled_from(MODES), image=st.integers(0, 5), passes=st.integers(1, 100))
def test_every_coordinate_of_the_pictures_lies_inside_them(mode, image, passes):
    demo = TrainOrEval(mode=mode, image=image, passes=passes)
    for picture in still.show(demo)["pictures"].values():
        svg = ElementTree.fromstring(f"<svg>{picture}</svg>")  # well-formed
        drawn = [shape.get(name) for shape in svg.iter() for name in ("x", "y", "cx", "cy")]
        moves = re.findall(r"M(-?[\d.]+|NaN),(-?[\d.]+|NaN)", picture)
        numbers = [float(text) for text in drawn if text] + [float(n) for move in moves for n in move]
        assert all(0 <= number <= 330 for number in numbers)


def test_the_shared_draws_drop_each_unit_half_of_the_time():
    uniforms = np.frombuffer(TrainOrEval()._uniforms, dtype=np.uint8)
    assert Coin(n=uniforms.size, chance=0.5).accepts(uniforms >= 128)


def test_passes_come_round_in_the_end():
    demo = TrainOrEval(passes=100, start=150)
    late = demo.multipliers()
    demo.start = 0
    np.testing.assert_array_equal(late[50:], demo.multipliers()[:50])
    assert set(np.unique(late)) == {0.0, 2.0}


@pytest.mark.parametrize("image", range(6))
def test_a_forgotten_factor_never_changes_the_class_and_always_sharpens(image):
    demo = TrainOrEval(image=image)
    off, forgotten = (demo.probabilities(np.full((1, 24), m))[0] for m in (1.0, 2.0))
    assert off.argmax() == forgotten.argmax()
    assert forgotten.max() > off.max()


def test_the_small_network_has_no_biases_and_knows_most_test_images():
    images = load_subset().test
    answers = forward_pass(SMALL.network, inputs(halved(images.pixels))).output.argmax(axis=1)
    assert np.mean(answers == images.labels) > 0.8
    assert not any(b.any() for b in SMALL.network.biases)


def test_the_small_network_is_what_its_script_makes(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "scripts"))
    import make_small_network as script

    images = load_subset()
    short = halved(images.train.pixels[:300])
    monkeypatch.setattr(script, "EPOCHS", 3)
    network = script.train(inputs(short), images.train.labels[:300], np.random.default_rng(0))
    again = script.stored(network, images.test.take(np.array(script.SHOWN)))
    np.testing.assert_array_equal(again.pixels, SMALL.pixels)
    np.testing.assert_array_equal(again.labels, SMALL.labels)
    for levels, w, scale in zip(again.levels, network.weights, again.scales, strict=True):
        assert np.abs(levels * scale - w).max() <= scale / 2 + 1e-12
    assert [levels.shape for levels in again.levels] == [levels.shape for levels in SMALL.levels]
    del sys.modules["make_small_network"]


def test_the_list_of_images_says_what_they_show():
    options = re.findall(r'<option value="(\d)">an? ([\w-]+(?: boot)?)(, mistaken)?', TrainOrEval()._markup)
    answers = forward_pass(SMALL.network, inputs(SMALL.pixels)).output.argmax(axis=1)
    assert len(options) == len(SMALL.labels)
    for value, name, mistaken in options:
        label = SMALL.labels[int(value)]
        assert name in CLASSES[label]
        assert bool(mistaken) == (answers[int(value)] != label)


def test_the_still_picture_says_in_words_what_it_shows():
    demo = TrainOrEval(mode="off", image=3)
    html, summary = still_picture(demo), still.show(demo)["summary"]
    assert '<option value="off" selected>' in html
    assert "class bag" in summary["probabilities"]


@pytest.mark.parametrize(
    "wrong", [{"mode": "train"}, {"image": 6}, {"passes": 0}, {"passes": 101}, {"start": 200}, {"start": -1}]
)
def test_a_state_that_means_nothing_is_refused(wrong):
    with pytest.raises(TraitError):
        TrainOrEval(**wrong)


@pytest.mark.parametrize("mode", MODES)
def test_asking_again_changes_the_answer_only_while_dropout_is_on(mode):
    one, other = (still.show(TrainOrEval(mode=mode, passes=1, start=start)) for start in (0, 1))
    answers = [shown["pictures"]["probabilities"] for shown in (one, other)]
    assert (answers[0] != answers[1]) == (mode == "on")
    assert ("however often it is asked" in " ".join(one["summary"].values())) == (mode == "off")


def test_what_the_predictions_are_told_is_what_the_demo_shows():
    assert TrainOrEval().numbers()["passes.others"] > 5
    assert TrainOrEval(image=1).numbers()["passes.others"] <= 1
