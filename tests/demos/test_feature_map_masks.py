"""The demo's numbers, drawn and computed by its own browser code, against the reference on the same draws."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from demos.on_paper import agrees_with_the_reference, points_of, still_picture
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import rates, seeds
from traitlets import TraitError

from dropout_course.demos import FeatureMapMasks, still
from dropout_course.demos.feature_map_masks import MAPS, SIDE, to_nearest_kept
from dropout_course.reference import block_keep_probability


def states():
    """Every state that the controls can reach, and rates between them."""
    return st.fixed_dictionaries(
        {
            "p": rates(),
            "masks": st.sampled_from(["element", "channel", "block"]),
            "image": st.sampled_from(["ankle boot", "dress", "bag"]),
            "draw": st.integers(0, 3),
        }
    )


@settings(max_examples=40)
@given(state=states(), seed=seeds())
def test_the_browser_code_computes_what_the_reference_computes(state, seed):
    agrees_with_the_reference(FeatureMapMasks(seed=seed, **state))


@settings(max_examples=25)
@given(state=states())
def test_each_dropped_place_has_a_stroke_where_it_lies_and_nothing_else_is_left_out(state):
    demo = FeatureMapMasks(**state)
    svg = ElementTree.fromstring(f"<svg>{still.show(demo)['pictures']['maps']}</svg>")
    strokes = [path.get("d") for path in svg.iter("path") if path.get("class") == "dc-dropped"]
    drawn = set()
    for slot, d in enumerate(strokes, start=1):  # slot 0 is the image
        left, top = 116 * (slot % 3), 16 + 114 * (slot // 3)
        for x, y in re.findall(r"M(\d+),(\d+)l7,7", d):
            drawn.add((slot - 1, (int(y) - top) // 7, (int(x) - left) // 7))
    assert drawn == {tuple(place) for place in np.argwhere(~demo.keep())}


@settings(max_examples=25)
@given(state=states())
def test_what_is_kept_is_shaded_by_its_brightness(state):
    demo = FeatureMapMasks(**state)
    svg = ElementTree.fromstring(f"<svg>{still.show(demo)['pictures']['maps']}</svg>")
    area = dict.fromkeys(range(1, 6), 0.0)
    for path in svg.iter("path"):
        if found := re.match(r"dc-shade dc-shade(\d)", path.get("class")):
            sizes = re.findall(r"h([\d.]+)v([\d.]+)", path.get("d"))
            area[int(found[1])] += sum(float(w) / float(h) for w, h in sizes if h == "7")  # the maps' places
    which = ["ankle boot", "dress", "bag"].index(demo.image)
    maps = np.frombuffer(demo._maps, dtype=np.uint8).reshape(3, MAPS, SIDE, SIDE)[which]
    shades = np.ceil(maps[demo.keep()] / 255 * 5)
    assert area == {shade: (shades == shade).sum() for shade in area}


def test_a_king_walks_to_the_nearest_kept_place_of_his_own_map():
    keep = np.zeros((2, 5, 5), dtype=bool)
    keep[0, 2, 1] = True
    steps = to_nearest_kept(keep)
    assert steps[0].tolist() == [
        [2, 2, 2, 2, 3],
        [1, 1, 1, 2, 3],
        [1, 0, 1, 2, 3],
        [1, 1, 1, 2, 3],
        [2, 2, 2, 2, 3],
    ]
    assert not steps[1].any()  # nowhere to go


def test_an_element_leaks_to_its_neighbours_a_block_less_a_channel_nothing():
    told = {
        masks: FeatureMapMasks(masks=masks, p=0.5).numbers()["told"]
        for masks in ("element", "block", "channel")
    }
    assert told["element"] > told["block"] + 0.05
    assert told["block"] > 0.2
    assert told["channel"] == 0


def test_the_measured_correlation_falls_with_the_distance():
    alike = np.frombuffer(FeatureMapMasks()._alike, dtype=np.float32)
    assert (np.diff(alike) < 0).all()
    assert alike[0] > 0.3


def test_blocks_drop_the_expected_share_over_the_draws():
    """Over 400 seeds, which are independent; the bound is six standard errors: a false alarm in 5e8."""
    shares = np.array(
        [100 - 100 * FeatureMapMasks(seed=s, masks="block", p=0.4).keep().mean() for s in range(400)]
    )
    assert abs(shares.mean() - 40) < 6 * shares.std() / 20
    assert 6 * shares.std() / 20 < 3
    assert block_keep_probability(0.4, (SIDE, SIDE), 3).mean() == pytest.approx(0.6)


@settings(max_examples=25)
@given(state=states())
def test_every_coordinate_of_the_pictures_lies_inside_them(state):
    assert all(0 <= x <= 330 and 0 <= y <= 228 for x, y in points_of(FeatureMapMasks(**state)))


def test_the_still_picture_says_in_words_what_it_shows_and_its_controls_sleep():
    html = still_picture(FeatureMapMasks(masks="channel", image="bag"))
    assert '<option value="channel" selected>' in html
    assert '<option value="bag" selected>' in html


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"p": 0.0}, "0% of all places are dropped (expected: 0%). Nothing is dropped"),
        ({"p": 1.0}, "100% of all places are dropped (expected: 100%). 0% of them touch a kept place"),
        ({"masks": "channel"}, "A whole map has one draw: of five maps of the ankle boot"),
        ({"masks": "block", "image": "dress"}, "Squares are dropped: of five maps of the dress"),
    ],
)
def test_the_summary_tells_the_state_in_words(state, words):
    assert words in " ".join(still.show(FeatureMapMasks(**state))["summary"].values())


@pytest.mark.parametrize("wrong", [{"p": 1.1}, {"masks": "row"}, {"image": "hat"}, {"draw": 4}])
def test_a_state_that_means_nothing_is_refused(wrong):
    with pytest.raises(TraitError):
        FeatureMapMasks(**wrong)
