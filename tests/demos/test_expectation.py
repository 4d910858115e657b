"""The demo's numbers, drawn and computed by its own browser code, against the reference on the same draws."""

import re
import subprocess
import sys

import numpy as np
import pytest
from chance import look_uniform
from demos.on_paper import agrees_with_the_reference, coordinates_of, still_picture
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import rates, seeds
from traitlets import TraitError

from dropout_course.demos import Expectation, still
from dropout_course.demos.draws import SharedDraws
from dropout_course.reference import keep_mask

TOLERANCE = 1e-9


@settings(max_examples=50)
@given(
    p=rates(),
    h=st.floats(0, 2),
    n=st.integers(1, 1000),
    start=st.integers(0, 1999),
    seed=seeds(),
)
def test_the_browser_code_computes_what_the_reference_computes(p, h, n, start, seed):
    agrees_with_the_reference(Expectation(p=p, h=h, n=n, start=start, seed=seed))


@pytest.mark.parametrize("draw", [0, 1, 999])
def test_a_draw_just_at_the_rate_is_kept_by_both(draw):
    demo = Expectation(n=1000)
    demo.p = float(demo.draws()[draw])
    shown = still.show(demo)["numbers"]["classic.mean"]
    assert keep_mask(1000, demo.p, SharedDraws(demo.draws()))[draw]
    assert shown == pytest.approx(demo.numbers()["classic.mean"], abs=TOLERANCE)


def test_dropping_all_leaves_zeros_and_dropping_none_leaves_all():
    all_dropped = still.show(Expectation(p=1.0))["numbers"]
    none_dropped = still.show(Expectation(p=0.0, h=1.5))["numbers"]
    for way in ("inverted", "classic", "unscaled"):
        assert all_dropped[f"{way}.mean"] == all_dropped[f"{way}.theory-mean"] == 0
        assert none_dropped[f"{way}.mean"] == none_dropped[f"{way}.test"] == 1.5
        assert none_dropped[f"{way}.variance"] == none_dropped[f"{way}.gap"] == 0


def test_the_shared_draws_keep_and_drop_as_often_as_the_rate_says():
    assert look_uniform(np.frombuffer(Expectation()._uniforms, dtype=np.float32))


def test_drawing_again_shows_other_draws_and_comes_round_in_the_end():
    demo = Expectation(n=500)
    first = demo.draws()
    demo.start = 500
    assert not np.array_equal(demo.draws(), first)
    demo.start = 1999
    np.testing.assert_array_equal(demo.draws()[1:], first[:-1])


def test_shared_draws_are_not_handed_out_twice():
    draws = SharedDraws(np.float32([0.25, 0.75, 0.5]))
    np.testing.assert_array_equal(draws.random((2, 1)), [[0.25], [0.75]])
    np.testing.assert_array_equal(draws.random(1), [0.5])
    with pytest.raises(ValueError, match="only 3 draws"):
        draws.random(1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"p": 1.1},
        {"p": -0.1},
        {"n": 0},
        {"n": 1001},
        {"start": -1},
        {"start": 2000},
        {"p": "half"},
        {"h": -1.0},
    ],
)
def test_a_state_that_means_nothing_is_refused(wrong):
    with pytest.raises(TraitError):
        Expectation(**wrong)


@settings(max_examples=50)
@given(p=rates(), h=st.floats(0, 2), n=st.integers(1, 1000))
def test_every_coordinate_of_the_pictures_lies_inside_them(p, h, n):
    assert all(0 <= number <= 330 for number in coordinates_of(Expectation(p=p, h=h, n=n), but="l5,9h-10z"))


def test_the_still_picture_says_in_words_what_it_shows_and_its_controls_sleep():
    html = still_picture(Expectation(p=0.8))
    assert 'data-trait="p" value="0.8"' in html
    assert '<td data-number="unscaled.gap">0.800</td>' in html
    assert '<b data-shows="p" data-decimals="2">0.80</b>' in html


def test_a_notebook_carries_the_still_picture_beside_the_widget():
    data, _ = Expectation()._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"} <= data.keys()
    assert "<svg" in data["text/html"]


def test_where_nothing_can_draw_a_still_picture_the_widget_comes_alone(monkeypatch):
    monkeypatch.setattr("dropout_course.demos.demo.find_spec", lambda name: None)
    data, _ = Expectation()._repr_mimebundle_()
    assert "text/html" not in data
    assert "application/vnd.jupyter.widget-view+json" in data


def test_the_module_is_one_text_without_imports_and_the_palette_comes_with_the_look():
    demo = Expectation()
    assert not re.search(r"^\s*import ", demo._esm, re.MULTILINE)
    assert demo._esm.count("export ") == 1
    assert "--series1: var(--dc-series1, #0b6fb8);" in demo._css


def test_the_demos_import_without_torch_matplotlib_or_a_drawing_engine():
    code = "import sys, dropout_course.demos; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"torch", "matplotlib", "scipy", "quickjs"} & set(loaded.split())


def test_an_unknown_trait_is_refused_with_those_there_are():
    with pytest.raises(TypeError, match="has no q; it takes h, n, p, start"):
        Expectation(q=2)
