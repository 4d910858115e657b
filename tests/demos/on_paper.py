"""A demo without a browser: what its script computes in QuickJS, and the still picture that it leaves."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import numpy as np

from dropout_course.demos import still
from dropout_course.demos.demo import Demo

TOLERANCE = 1e-9
PLACES = ("x", "y", "cx", "cy", "width", "height")


def agrees_with_the_reference(demo: Demo, smallest: float = TOLERANCE) -> None:
    """The browser's code shows what the reference computes; numbers below ``smallest`` may be anything."""
    shown, expected = still.show(demo)["numbers"], demo.numbers()
    assert shown.keys() == expected.keys()
    for name, value in expected.items():
        np.testing.assert_allclose(shown[name], value, rtol=TOLERANCE, atol=smallest, err_msg=name)


def still_picture(demo: Demo) -> str:
    """Its markup, after what every still picture owes: each picture is named in words, all controls sleep."""
    html, summary = demo.static_html(), still.show(demo)["summary"]
    assert re.findall(r'<svg data-picture="(\w+)"', html) == list(summary)
    for picture, words in summary.items():
        assert f'data-picture="{picture}" aria-label="{words}"' in html
    assert f'aria-live="polite">{" ".join(summary.values())}</p>' in html
    assert html.count("<fieldset disabled") == html.count("<fieldset") > 0
    return html


def points_of(demo: Demo) -> list[tuple[float, float]]:
    """Where the pictures' lines begin and where they lead, where circles and words stand."""
    points = []
    for svg in _pictures(demo):
        paths = "".join(path.get("d", "") for path in svg.iter("path"))
        pairs = [pair.split(",") for pair in re.findall(r"[ML]([^ahlvzHVML]+)", paths)]
        pairs += [[circle.get("cx"), circle.get("cy")] for circle in svg.iter("circle")]
        pairs += [[text.get("x"), text.get("y")] for text in svg.iter("text")]
        points += [(float(x), float(y)) for x, y in pairs]
    return points


def coordinates_of(demo: Demo, *, but: str = "") -> list[float]:
    """The numbers that place something in the pictures, but for steps within a path that ``but`` names."""
    numbers = []
    for svg in _pictures(demo):
        texts = [re.sub(but, "", path.get("d", "")) for path in svg.iter("path")]
        texts += [shape.get(name, "") for shape in svg.iter() for name in PLACES]
        numbers += [float(number) for number in re.findall(r"-?[\d.]+|NaN|Infinity", " ".join(texts))]
    return numbers


def _pictures(demo: Demo) -> Iterator[ElementTree.Element]:
    """What the demo shows, each well-formed."""
    for picture in still.show(demo)["pictures"].values():
        yield ElementTree.fromstring(f"<svg>{picture}</svg>")
