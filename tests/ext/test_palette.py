import pytest
from slim_theme.palette import palette_css

from dropout_course.palette import DARK, LIGHT

TEXT = ("ink", "muted", "accent", "dropped", "series1", "series2", "series3", "series4")
GROUNDS = ("paper", "surface")


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_wcag_defines_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXT)
def test_every_colour_of_text_can_be_read_on_every_ground(text, ground, scheme):
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_button_of_the_accent_colour_carries_readable_text(scheme):
    assert contrast(scheme["paper"], scheme["accent"]) >= 4.5


def test_light_and_dark_name_the_same_colours_and_all_become_variables():
    assert LIGHT.keys() == DARK.keys()
    css = palette_css()
    for name in LIGHT:
        assert f"--dc-{name}:{LIGHT[name]};" in css
        assert css.count(f"--dc-{name}:{DARK[name]};") >= 2  # chosen, or taken from the system


def test_paper_is_always_light():
    before_screen = palette_css().partition("@media screen")[0]
    assert "color-scheme:light" in before_screen
    assert "color-scheme:dark" not in before_screen
