import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont
from slim_theme.fonts import math_font_face, text_font_face


def font_of(face: str) -> TTFont:
    data = re.search(r"base64,([^)]*)\)", face)
    assert data
    return TTFont(io.BytesIO(base64.b64decode(data[1])))


@pytest.fixture(scope="module")
def formula_face():
    return math_font_face("E[h]=λ∑(")


def test_the_math_font_holds_the_characters_and_their_italics(formula_face):
    characters = set(map(chr, font_of(formula_face).getBestCmap()))
    assert set("E[h]=λ∑(") <= characters
    assert {"𝐸", "ℎ", "𝜆"} <= characters


def test_the_math_font_holds_the_radical_that_no_text_names(formula_face):
    assert ord("√") in font_of(formula_face).getBestCmap()


def test_the_math_font_can_stretch_and_knows_the_layout_of_formulas(formula_face):
    font = font_of(formula_face)
    table = font["MATH"].table
    assert table.MathConstants is not None
    assert "parenleft" in table.MathVariants.VertGlyphCoverage.glyphs


def test_the_math_font_leaves_out_what_is_not_used(formula_face):
    assert ord("∫") not in font_of(formula_face).getBestCmap()
    assert len(formula_face) < 40_000


def test_the_text_font_holds_ascii_and_what_is_asked_for_in_all_weights():
    font = font_of(text_font_face("é"))
    characters = set(map(chr, font.getBestCmap()))
    assert set("AZaz09~é") <= characters
    assert "ö" not in characters
    (weight,) = font["fvar"].axes
    assert (weight.axisTag, weight.minValue, weight.maxValue) == ("wght", 400, 700)


def test_the_same_characters_give_the_same_bytes():
    assert text_font_face("abc") == text_font_face("cba")
    assert math_font_face("x+y") == math_font_face("y+x")
