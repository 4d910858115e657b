"""The demo's numbers against the protocol, and the protocol against the networks that it tells of."""

import importlib.util
import zlib
from base64 import b64decode
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import numpy as np
import pytest
from demos.on_paper import still_picture
from hypothesis import given, settings
from hypothesis import strategies as st
from traitlets import TraitError

from dropout_course.data import CLASSES, load_subset
from dropout_course.demos import ByHeart, lessons, still

SCRIPT = Path(__file__).parents[2] / "scripts" / "make_by_heart.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that trained the networks."""
    spec = importlib.util.spec_from_file_location("make_by_heart", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def states():
    """Every state that the controls can reach."""
    return st.fixed_dictionaries(
        {
            "passes": st.integers(0, 50).map(lambda look: 4 * look),
            "p": st.sampled_from(lessons.RATES),
            "labels": st.sampled_from(lessons.LABELS),
        }
    )


@settings(max_examples=50)
@given(state=states())
def test_the_browser_code_tells_what_the_protocol_holds(state):
    demo = ByHeart(**state)
    assert still.show(demo)["numbers"] == pytest.approx(demo.numbers(), rel=1e-9, abs=1e-9)


@settings(max_examples=25)
@given(state=states())
def test_each_image_has_the_mark_that_it_deserves_and_the_label_that_it_is_taught(state):
    demo = ByHeart(**state)
    svg = ElementTree.fromstring(f"<svg>{still.show(demo)['pictures']['images']}</svg>")
    labels, rate = lessons.LABELS.index(demo.labels), lessons.RATES.index(demo.p)
    protocol = lessons.load()
    known = protocol.learned[labels, rate, demo.passes // 4, : lessons.SHOWN]
    marks = [path.get("class") for path in svg.iter("path")]
    assert marks == ["dc-yes" if k else "dc-no" for k in known]
    taught = [CLASSES[label] for label in protocol.taught[labels, : lessons.SHOWN]]
    assert [text.text for text in svg.iter("text")] == taught


@pytest.mark.parametrize(("labels", "p"), [("random", 0.5), ("true", 0.2)])
def test_the_protocol_is_what_the_references_networks_answer(script, labels, p):
    protocol, subset = lessons.load(), load_subset()
    at = lessons.LABELS.index(labels), lessons.RATES.index(p)
    images = subset.train.take(np.arange(lessons.IMAGES))
    taught = protocol.taught[at[0]].astype(np.int64)
    x = images.inputs().astype(float)
    networks = dict(enumerate(script.train(x, taught, p)))
    unseen = subset.test.take(np.arange(lessons.UNSEEN))
    for look in (0, 1, 5):  # later, another machine's rounding may have led elsewhere
        network = networks[look * lessons.EVERY]
        learned = script.answers(network, x) == taught
        assert (learned != protocol.learned[*at, look]).sum() <= 1
        right = (script.answers(network, unseen.inputs().astype(float)) == unseen.labels).sum()
        assert abs(right - protocol.unseen[*at, look]) <= 5
    assert len(networks) == lessons.PASSES + 1


def test_true_labels_are_the_images_own_and_random_ones_are_not():
    protocol = lessons.load()
    own = load_subset().train.labels[: lessons.IMAGES]
    random, true = protocol.taught
    np.testing.assert_array_equal(true, own)
    assert (random == own).mean() < 0.4  # one in ten by chance; 24 of 60 or more: 1e-9


def test_the_pictures_are_the_images_dark_on_light():
    for picture, pixels in zip(ByHeart()._pictures, lessons.load().pixels, strict=True):
        data = b64decode(picture.removeprefix("data:image/png;base64,"))
        start = data.index(b"IDAT") + 4
        length = int.from_bytes(data[start - 8 : start - 4], "big")
        rows = np.frombuffer(zlib.decompress(data[start : start + length]), np.uint8).reshape(28, 29)
        np.testing.assert_array_equal(255 - rows[:, 1:], pixels)


def test_what_the_predictions_are_told_is_what_the_demo_shows():
    def known(passes, p):
        return ByHeart(passes=passes, p=p).numbers()["taught.right"]

    assert known(200, 0.5) > 55
    assert known(200, 0.8) == pytest.approx(15, abs=2)
    assert known(28, 0.5) == pytest.approx(30, abs=3)
    assert known(28, 0.0) == 60


@pytest.mark.parametrize("wrong", [{"passes": 201}, {"passes": -4}, {"p": 0.3}, {"labels": "wrong"}])
def test_a_state_that_means_nothing_is_refused(wrong):
    with pytest.raises(TraitError):
        ByHeart(**wrong)


def test_the_still_picture_says_in_words_what_it_shows_and_its_controls_sleep():
    html = still_picture(ByHeart(p=0.5, labels="true", passes=100))
    assert '<option value="0.5" selected>' in html
    assert '<option value="true" selected>' in html
    assert html.count("<image ") == lessons.SHOWN


def test_the_summary_tells_the_state_in_words():
    words = " ".join(still.show(ByHeart(passes=12, p=0.2, labels="true"))["summary"].values())
    assert "After 12 passes at p = 0.2 with true labels" in words


def test_the_grey_curves_are_the_other_rates_and_their_caption_says_so():
    demo = ByHeart()
    assert still.show(demo)["pictures"]["curves"].count('class="dc-other"') == len(lessons.RATES) - 1
    assert "Grey: at the other rates" in demo.static_html()
