"""The demo as a reader meets it: in Chromium, on a page without a kernel."""

import re
from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from demos import reader
from demos.pages import Publish
from demos.reader import numbers_of
from playwright.sync_api import Browser, Locator, Page, expect

from dropout_course.demos import Uncertainty

pytestmark = pytest.mark.browser

STATES: list[dict[str, Any]] = [
    {},
    {"passes": 1, "start": 79},
    {"p": 0.5, "points": 320, "network": "sigmoid", "passes": 40},
    {"p": 0.3, "network": "relu", "points": 320},
]


open_demo = partial(reader.open_demo, "uncertainty")


def shows(demo: Locator, python: Uncertainty) -> bool:
    """Whether the table holds what Python computes."""
    return numbers_of(demo) == pytest.approx(python.numbers(), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_page_shows_what_the_reference_computes(
    guarded_page: Page, publish: Publish, state: dict[str, Any]
) -> None:
    python = Uncertainty(**state)
    assert shows(open_demo(guarded_page, publish(python)), python)


def test_a_key_on_the_first_control_adds_a_pass(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(Uncertainty()))
    assert demo.locator("path.dc-pass").count() == 8
    control = demo.locator("input, select, button").first
    expect(control).to_have_accessible_name(re.compile("Passes"))
    control.press("ArrowRight")
    assert shows(demo, Uncertainty(passes=9))
    assert demo.locator("path.dc-pass").count() == 9


def test_passes_are_added_one_by_one_until_there_are_no_more(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(Uncertainty(passes=39)))
    more = demo.get_by_role("button", name="One more pass")
    more.click()
    assert shows(demo, Uncertainty(passes=40))
    more.click()
    assert shows(demo, Uncertainty(passes=40))


def test_lists_and_buttons_move_it_and_reset_takes_all_back(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(Uncertainty(p=0.3)))
    demo.get_by_label("Trained on").select_option("320 points")
    demo.get_by_label("Hidden units").select_option("40 sigmoids")
    demo.get_by_label("Dropout rate").select_option("p = 0.5")
    demo.get_by_role("button", name="Draw again").click()
    assert shows(demo, Uncertainty(p=0.5, points=320, network="sigmoid", start=8))
    demo.get_by_role("button", name="Reset").click()
    assert shows(demo, Uncertainty(p=0.3))


def test_a_prediction_is_answered(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(Uncertainty()))
    demo.get_by_role("button", name="narrower").click()
    expect(demo.get_by_text("few ReLUs are active there")).to_be_visible()


def test_a_permalink_brings_the_state_back(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(Uncertainty()))
    demo.get_by_label("Dropout rate").select_option("p = 0.3")
    demo.get_by_label("Hidden units").select_option("40 sigmoids")
    demo.get_by_role("slider", name="Passes").press("End")
    demo.get_by_role("link", name="Link to this state").click()
    link = guarded_page.url
    guarded_page.goto("about:blank")
    again = open_demo(guarded_page, link)
    assert shows(again, Uncertainty(p=0.3, network="sigmoid", passes=40))
    expect(again).to_be_in_viewport()


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("?p=0.2&passes=1e9", {"passes": 40}),
        ("?points=7&network=tanh&start=900", {"start": 79}),
        ("", {}),
    ],
)
def test_a_link_to_a_state_that_cannot_be_gives_the_nearest_that_can(
    guarded_page: Page, publish: Publish, asked: str, given: dict[str, Any]
) -> None:
    demo = open_demo(guarded_page, f"{publish(Uncertainty())}#uncertainty{asked}")
    assert shows(demo, Uncertainty(**given))


@pytest.mark.parametrize("width", [390, 760, 1280])
def test_nothing_moves_when_the_demo_comes_alive_and_nothing_sticks_out(
    browser: Browser, publish: Publish, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    demo = open_demo(page, publish(Uncertainty()))
    alive = page.locator("#after").bounding_box()
    for answer in demo.locator("[data-reply]").all():
        answer.click()
        assert page.locator("#after").bounding_box() == alive
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    table, frame = (demo.locator(part).bounding_box() for part in (".dc-numbers", ".dc-controls >> nth=0"))
    assert table["width"] <= frame["width"] + 1
    page.close()

    without = browser.new_page(viewport={"width": width, "height": 900})
    without.route("**/demo-host.js", lambda route: route.abort())
    without.goto(publish(Uncertainty()))
    asleep = without.locator("#after").bounding_box()
    assert asleep["y"] == pytest.approx(alive["y"], abs=1)
    without.close()


def test_without_javascript_the_picture_and_the_numbers_stand_in_its_place(
    browser: Browser, publish: Publish
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(publish(Uncertainty()))
    demo = page.locator('[data-demo="uncertainty"]')
    assert demo.locator("svg path.dc-pass").count() == 8
    expect(demo.get_by_role("img").first).to_have_accessible_name(re.compile("40 ReLUs, 20 points"))
    expect(demo.get_by_text("The demo stands still here")).to_be_visible()
    assert demo.get_by_role("slider").count() == 0
    page.close()


@pytest.mark.parametrize("alive", [True, False])
def test_axe_finds_nothing_wrong(page: Page, publish: Publish, alive: bool) -> None:
    if not alive:
        page.route("**/demo-host.js", lambda route: route.abort())
        page.goto(publish(Uncertainty()))
    else:
        open_demo(page, publish(Uncertainty()))
    assert not [v["id"] for v in Axe().run(page).response["violations"]]
