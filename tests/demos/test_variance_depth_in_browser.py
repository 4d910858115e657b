"""The demo as a reader meets it: in Chromium, on a page without a kernel."""

import re
from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from demos import reader
from demos.pages import Publish
from demos.reader import numbers_of, pictures_of
from playwright.sync_api import Browser, Locator, Page, expect

from dropout_course.demos import VarianceDepth

pytestmark = pytest.mark.browser

STATES: list[dict[str, Any]] = [
    {},
    {"p": 0.0},
    {"p": 0.8, "gain": 0.4, "start": 5118},
    {"p": 0.3, "depth": 1, "gain": 3.0},
    {"p": 0.65, "depth": 7, "gain": 1.15, "start": 1000},
]


open_demo = partial(reader.open_demo, "variance-depth")


def shows(demo: Locator, **state: Any) -> None:
    """The demo holds the numbers that the reference computes in ``state``."""
    assert numbers_of(demo) == pytest.approx(VarianceDepth(**state).numbers(), rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_page_shows_what_the_reference_computes(
    guarded_page: Page, publish: Publish, state: dict[str, Any]
) -> None:
    shows(open_demo(guarded_page, publish(VarianceDepth(**state))), **state)


def test_a_key_on_the_first_control_moves_pictures_and_numbers(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(VarianceDepth()))
    before = pictures_of(demo)
    control = demo.locator("input, select, button").first
    expect(control).to_have_attribute("type", "range")
    expect(control).to_have_accessible_name(re.compile("Dropout rate"))
    control.press("ArrowRight")
    shows(demo, p=0.55)
    assert all(old != new for old, new in zip(before, pictures_of(demo), strict=True))


@pytest.mark.parametrize(("key", "p"), [("Home", 0.0), ("End", 0.8)])
def test_the_ends_of_the_slider_are_answered_too(
    guarded_page: Page, publish: Publish, key: str, p: float
) -> None:
    demo = open_demo(guarded_page, publish(VarianceDepth()))
    demo.get_by_label("Dropout rate").press(key)
    shows(demo, p=p)
    assert not re.search("NaN|Infinity", demo.inner_html())


def test_the_buttons_correct_the_gain_draw_masks_and_take_all_back(
    guarded_page: Page, publish: Publish
) -> None:
    demo = open_demo(guarded_page, publish(VarianceDepth(p=0.4)))
    demo.get_by_role("button", name="Set g = 2(1 − p)").click()
    shows(demo, p=0.4, gain=1.2)
    demo.get_by_role("slider", name="Hidden layers").press("ArrowLeft")
    demo.get_by_role("button", name="Draw masks again").click()
    shows(demo, p=0.4, gain=1.2, depth=9, start=9 * 512)
    demo.get_by_role("button", name="Reset").click()
    shows(demo, p=0.4)
    assert demo.get_by_role("slider", name="Gain").input_value() == "2"


def test_a_prediction_is_answered(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(VarianceDepth()))
    wrong, right = (demo.get_by_role("button", name=name) for name in ("both stay at 1", "as far apart"))
    wrong.click()
    expect(demo.get_by_text("With g = 1 training is flat")).to_be_visible()
    right.click()
    expect(demo.get_by_text("Yes: g moves both alike")).to_be_visible()
    expect(wrong).to_have_attribute("aria-pressed", "false")
    expect(right).to_have_attribute("aria-pressed", "true")


def test_a_permalink_brings_the_state_back(guarded_page: Page, publish: Publish) -> None:
    address = publish(VarianceDepth())
    demo = open_demo(guarded_page, address)
    demo.get_by_label("Dropout rate").press("ArrowLeft")
    demo.get_by_role("slider", name="Gain").press("Home")
    demo.get_by_role("slider", name="Hidden layers").press("Home")
    demo.get_by_role("button", name="Draw masks again").click()
    demo.get_by_role("link", name="Link to this state").click()
    link = guarded_page.url
    guarded_page.goto("about:blank")
    again = open_demo(guarded_page, link)
    shows(again, p=0.45, gain=0.4, depth=1, start=512)
    expect(again).to_be_in_viewport()


def test_the_words_beside_the_pictures_follow(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(VarianceDepth()))
    words = demo.locator("[data-summary]")
    demo.get_by_label("Dropout rate").press("Home")
    expect(words).to_contain_text("Without dropout training and test are one.")
    names = [
        demo.locator(f'[data-picture="{name}"]').get_attribute("aria-label") for name in ("moments", "ratio")
    ]
    assert " ".join(map(str, names)) == words.inner_text()


@pytest.mark.parametrize("width", [390, 760, 1280])
def test_nothing_moves_when_the_demo_comes_alive_and_nothing_sticks_out(
    browser: Browser, publish: Publish, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.add_init_script("""
        globalThis.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) globalThis.shift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
    """)
    demo = open_demo(page, publish(VarianceDepth()))
    after = page.locator("#after").bounding_box()
    page.wait_for_timeout(200)
    assert page.evaluate("shift") < 0.02
    for key in ("End", "Home"):  # nor do the longest numbers
        demo.get_by_label("Dropout rate").press("End")
        demo.get_by_role("slider", name="Gain").press(key)
        page.wait_for_timeout(700)  # until the words follow
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("#after").bounding_box() == after
    page.close()

    without = browser.new_page(viewport={"width": width, "height": 900})
    without.route("**/demo-host.js", lambda route: route.abort())
    without.goto(publish(VarianceDepth()))
    asleep = without.locator("#after").bounding_box()
    assert asleep is not None
    assert after is not None
    assert asleep["y"] == pytest.approx(after["y"], abs=1)
    without.close()


def test_without_javascript_the_pictures_and_the_numbers_stand_in_its_place(
    browser: Browser, publish: Publish
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(publish(VarianceDepth()))
    demo = page.locator('[data-demo="variance-depth"]')
    assert demo.locator("svg path.dc-running").count() == 3
    expect(demo.get_by_role("img").first).to_have_accessible_name(re.compile("the second moment is"))
    expect(demo.get_by_role("cell", name="1,024").first).to_be_visible()
    expect(demo.get_by_text("The demo stands still here")).to_be_visible()
    assert demo.get_by_role("slider").count() == 0
    page.close()


@pytest.mark.parametrize("alive", [True, False])
def test_axe_finds_nothing_wrong(page: Page, publish: Publish, alive: bool) -> None:
    if not alive:
        page.route("**/demo-host.js", lambda route: route.abort())
        page.goto(publish(VarianceDepth()))
    else:
        open_demo(page, publish(VarianceDepth()))
    assert not [v["id"] for v in Axe().run(page).response["violations"]]
