"""The report reads well as text and as HTML."""

import gc
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from dropout_course.checks import answers, check, law
from dropout_course.checks.property import NO_PAGE, Misconception
from dropout_course.checks.report import SAME_REASON

BOOK = Path(__file__).parents[2] / "book"


def keep_mask(shape, p, rng):
    """Right."""
    return rng.random(shape) >= p


def batch_mask(shape, p, rng):
    """The same for all examples."""
    return np.broadcast_to(rng.random(shape[1:]) >= p, shape)


def off(shape, p, rng):
    """Drops too many."""
    return rng.random(shape) >= 1.2 * p


def swapped(shape, p, rng):
    """Keeps where it should drop."""
    return rng.random(shape) < p


def hostile(shape, p, rng):
    """Puts markup into its message."""
    raise ValueError("<script>alert(1)</script>")


for function in (batch_mask, off, swapped, hostile):
    function.__name__ = "keep_mask"


def parse(report):
    html = report._repr_html_()
    return ET.fromstring(f"<root>{html}</root>")


def test_the_text_names_each_property_and_its_outcome():
    text = repr(check(batch_mask, seed=0))
    assert text.splitlines()[0] == "keep_mask: 5 of 6 properties hold"
    assert text.count("holds  ") == 5
    assert text.count("FAILS  ") == 1
    assert re.search(r"One mask for the whole batch: all 1\d\d rows are the same", text)
    assert "(Page: Inverted dropout.)" in text


def test_what_fails_for_one_reason_stands_together_and_hears_it_once():
    report = check(swapped, seed=0)
    told = [(finding.misconception, message) for finding, message in report.told() if not finding.passed]
    reasons = [reason for reason, _ in told]
    assert len(reasons) > len(set(reasons))
    for number, (reason, message) in enumerate(told):
        assert (message == SAME_REASON) == (number > 0 and reason == reasons[number - 1])
        assert message == SAME_REASON or reason not in reasons[:number]
    assert repr(report).count("Keep and drop are swapped:") == 1


def test_every_misconception_names_a_page_that_exists_and_a_plain_fault_names_none():
    known = {each for each in gc.get_objects() if type(each) is Misconception}
    assert known >= {law.SWAPPED, answers.RAISED}
    headings = [re.search("^# (.+)", path.read_text(), re.MULTILINE) for path in BOOK.rglob("*.md")]
    pages = {heading[1].rstrip("?") for heading in headings if heading}
    lost = {each for each in known if each.page not in pages}
    faults = {each for each in vars(answers).values() if type(each) is Misconception} - {answers.NOT_FINITE}
    assert faults <= lost
    assert {each.page for each in lost} == {NO_PAGE}
    told = check(hostile, seed=0).findings[0].message
    assert told.endswith("look.")


def test_passed_says_whether_all_properties_hold():
    assert check(keep_mask, seed=0).passed
    assert not check(batch_mask, seed=0).passed


@pytest.mark.parametrize("function", [keep_mask, batch_mask, off, hostile])
def test_the_html_is_well_formed_and_says_in_words_what_its_colours_say(function):
    root = parse(check(function, seed=0))
    entries = list(root.iter("li"))
    assert len(entries) == 6
    for entry in entries:
        words = "".join(entry.itertext())
        assert ("✓ holds" in words) == (entry.get("class") == "dc-holds")
        assert ("✗ fails" in words) == (entry.get("class") == "dc-fails")


def test_markup_in_a_message_stays_text():
    report = check(hostile, seed=0)
    assert "<script>" not in report._repr_html_()
    assert "<script>" in "".join(parse(report).itertext())


def test_names_in_a_message_are_set_as_code():
    root = parse(check(swapped, seed=0))
    assert "p" in [code.text for code in root.iter("code")]
    assert "`" not in "".join(root.itertext())


def test_every_picture_has_a_text_alternative_and_takes_its_colours_from_the_page():
    for function in (keep_mask, batch_mask, off):
        html = check(function, seed=0)._repr_html_()
        pictures = list(ET.fromstring(f"<root>{html}</root>").iter("svg"))
        assert pictures
        assert all(picture.get("role") == "img" and picture.get("aria-label") for picture in pictures)
        assert "var(--dc-kept," in html


def test_the_ruler_shows_a_share_inside_or_outside_of_its_bounds():
    def place(function):
        html = check(function, "rate", seed=0)._repr_html_()
        root = ET.fromstring(f"<root>{html}</root>")
        (band,) = root.iter("rect")
        (dot,) = root.iter("circle")
        start, width = float(band.get("x")), float(band.get("width"))
        return start <= float(dot.get("cx")) <= start + width, 0 <= float(dot.get("cx")) <= 300

    assert place(keep_mask) == (True, True)
    assert place(off) == (False, True)


def test_the_picture_of_a_mask_shows_what_is_kept():
    html = check(batch_mask, "independent", seed=0)._repr_html_()
    kept, dropped = (path.get("d") for path in ET.fromstring(f"<root>{html}</root>").iter("path"))
    assert kept.count("M") + dropped.count("M") == 10 * 24
    assert kept.count("M") % 10 == 0  # whole columns


def test_what_fails_stands_first():
    report = check(batch_mask, seed=0)
    assert [finding.passed for finding in report.findings] == [False] + 5 * [True]
