"""The demo as a reader meets it: in Chromium, on a page without a kernel."""

import re
from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from demos import reader
from demos.pages import Publish
from demos.reader import numbers_of
from playwright.sync_api import Browser, Page, expect

from dropout_course.demos import EnsembleExplorer

pytestmark = pytest.mark.browser

STATES: list[dict[str, Any]] = [
    {},
    {"p": 0.0},
    {"p": 0.8, "drops": "both", "sharpness": 3.0},
    {"drops": "inputs", "activation": "identity", "network": 7},
    {"sharpness": 0.0, "drops": "inputs", "network": 3},
]


open_demo = partial(reader.open_demo, "ensemble-explorer")


def same(python: EnsembleExplorer) -> Any:
    return pytest.approx(python.numbers(), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_page_shows_what_the_reference_computes(
    guarded_page: Page, publish: Publish, state: dict[str, Any]
) -> None:
    python = EnsembleExplorer(**state)
    assert numbers_of(open_demo(guarded_page, publish(python))) == same(python)


def test_every_control_moves_the_demo_by_keyboard_and_reset_takes_all_back(
    guarded_page: Page, publish: Publish
) -> None:
    demo = open_demo(guarded_page, publish(EnsembleExplorer()))
    first = demo.locator("input, select, button").first
    expect(first).to_have_accessible_name(re.compile("Dropout rate"))
    first.press("ArrowRight")
    assert numbers_of(demo) == same(EnsembleExplorer(p=0.51))
    demo.get_by_label("Dropped are").press("ArrowDown")
    demo.get_by_label("Hidden units are").press("ArrowDown")
    demo.get_by_label("Output weights").press("ArrowRight")
    demo.get_by_role("button", name="Other weights").press("Enter")
    moved = EnsembleExplorer(p=0.51, drops="inputs", activation="identity", sharpness=1.1, network=1)
    assert numbers_of(demo) == same(moved)
    demo.get_by_role("button", name="Reset").press("Enter")
    assert numbers_of(demo) == same(EnsembleExplorer())
    expect(demo.get_by_label("Dropped are")).to_have_value("hidden")


def test_other_weights_come_round_in_the_end(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(EnsembleExplorer(network=7)))
    demo.get_by_role("button", name="Other weights").click()
    assert numbers_of(demo) == same(EnsembleExplorer(network=0))


def test_a_prediction_is_answered(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(EnsembleExplorer()))
    demo.get_by_role("button", name="the arithmetic mean").click()
    expect(demo.get_by_text("see where the square stands")).to_be_visible()
    demo.get_by_role("button", name="the geometric mean").click()
    expect(demo.get_by_text("Yes, circle and triangle agree")).to_be_visible()


def test_a_permalink_brings_the_state_back(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(EnsembleExplorer()))
    demo.get_by_label("Dropped are").select_option("both")
    demo.get_by_label("Dropout rate").press("End")
    demo.get_by_role("button", name="Other weights").click()
    demo.get_by_role("link", name="Link to this state").click()
    link = guarded_page.url
    guarded_page.goto("about:blank")
    again = open_demo(guarded_page, link)
    assert numbers_of(again) == same(EnsembleExplorer(p=0.8, drops="both", network=1))
    expect(again).to_be_in_viewport()


def test_the_words_beside_the_pictures_follow(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(EnsembleExplorer()))
    words = demo.locator("[data-summary]")
    expect(words).to_contain_text("one pass is the geometric mean exactly")
    demo.get_by_label("Dropped are").select_option("inputs")
    expect(words).to_contain_text("one pass misses the geometric mean")
    names = [
        demo.locator(f'[data-picture="{name}"]').get_attribute("aria-label") for name in ("answers", "rates")
    ]
    assert " ".join(map(str, names)) == words.inner_text()


@pytest.mark.parametrize("width", [390, 760, 1280])
def test_nothing_sticks_out_and_nothing_moves_when_it_comes_alive(
    browser: Browser, publish: Publish, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    address = publish(EnsembleExplorer())
    open_demo(page, address)
    alive = page.locator("#after").bounding_box()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()

    without = browser.new_page(viewport={"width": width, "height": 900})
    without.route("**/demo-host.js", lambda route: route.abort())
    without.goto(address)
    asleep = without.locator("#after").bounding_box()
    assert alive is not None
    assert asleep is not None
    assert asleep["y"] == pytest.approx(alive["y"], abs=1)
    without.close()


def test_without_javascript_pictures_and_numbers_stand_in_its_place(
    browser: Browser, publish: Publish
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(publish(EnsembleExplorer()))
    demo = page.locator('[data-demo="ensemble-explorer"]')
    assert demo.locator("svg .dc-bricks").count() == 1
    expect(demo.get_by_role("img").first).to_have_accessible_name(re.compile("makes 16 subnetworks"))
    expect(demo.get_by_text("The demo stands still here")).to_be_visible()
    assert demo.get_by_role("slider").count() == 0
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(browser: Browser, publish: Publish, scheme: Any) -> None:
    page = browser.new_page(color_scheme=scheme)
    open_demo(page, publish(EnsembleExplorer()))
    assert not [v["id"] for v in Axe().run(page).response["violations"]]
    page.close()
