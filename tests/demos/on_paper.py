"""A demo without a browser: what its script computes in QuickJS, and the still picture that it leaves."""

import re

import numpy as np

from dropout_course.demos import still
from dropout_course.demos.demo import Demo

TOLERANCE = 1e-9


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
