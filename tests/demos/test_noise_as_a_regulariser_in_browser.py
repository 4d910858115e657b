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

from dropout_course.demos import NoiseAsARegulariser

pytestmark = pytest.mark.browser

STATES: list[dict[str, Any]] = [
    {},
    {"p": 0.0, "rho": 0.0},
    {"p": 0.9, "rho": 0.95, "scale": 4.0, "n": 1, "start": 127},
    {"p": 0.25, "scale": 0.25, "n": 64},
]


open_demo = partial(reader.open_demo, "noise-as-a-regulariser")


def shows(demo: Locator, python: NoiseAsARegulariser) -> bool:
    """Whether the table holds what Python computes."""
    return numbers_of(demo) == pytest.approx(python.numbers(), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_page_shows_what_the_reference_computes(
    guarded_page: Page, publish: Publish, state: dict[str, Any]
) -> None:
    python = NoiseAsARegulariser(**state)
    assert shows(open_demo(guarded_page, publish(python)), python)


def test_a_key_on_the_first_control_moves_picture_and_numbers(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(NoiseAsARegulariser()))
    before = demo.locator('[data-picture="plane"]').inner_html()
    control = demo.locator("input, select, button").first
    expect(control).to_have_accessible_name(re.compile("Dropout rate"))
    control.press("ArrowRight")
    assert shows(demo, NoiseAsARegulariser(p=0.51))
    assert demo.locator('[data-picture="plane"]').inner_html() != before


@pytest.mark.parametrize(("key", "p"), [("Home", 0.0), ("End", 0.9)])
def test_the_ends_of_the_slider_are_answered_too(
    guarded_page: Page, publish: Publish, key: str, p: float
) -> None:
    demo = open_demo(guarded_page, publish(NoiseAsARegulariser()))
    demo.get_by_label("Dropout rate").press(key)
    assert shows(demo, NoiseAsARegulariser(p=p))
    assert "NaN" not in demo.inner_html()


def test_a_list_a_slider_and_a_button_move_it_and_reset_takes_all_back(
    guarded_page: Page, publish: Publish
) -> None:
    demo = open_demo(guarded_page, publish(NoiseAsARegulariser(p=0.3)))
    demo.get_by_label("Feature 2 is measured in").select_option("units twice as large")
    demo.get_by_role("slider", name="Correlation").press("ArrowLeft")
    demo.get_by_label("Masks drawn").press("ArrowRight")
    demo.get_by_role("button", name="Draw again").click()
    assert shows(demo, NoiseAsARegulariser(p=0.3, scale=0.5, rho=0.75, n=17, start=17))
    demo.get_by_role("button", name="Reset").click()
    assert shows(demo, NoiseAsARegulariser(p=0.3))


def test_a_prediction_is_answered(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(NoiseAsARegulariser()))
    demo.get_by_role("button", name="they share").click()
    expect(demo.get_by_text("half the variance of noise on one whole")).to_be_visible()


def test_a_permalink_brings_the_state_back(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(NoiseAsARegulariser()))
    demo.get_by_label("Feature 2 is measured in").select_option("units a quarter as large")
    demo.get_by_label("Dropout rate").press("End")
    demo.get_by_role("link", name="Link to this state").click()
    link = guarded_page.url
    guarded_page.goto("about:blank")
    again = open_demo(guarded_page, link)
    assert shows(again, NoiseAsARegulariser(scale=4.0, p=0.9))
    expect(again).to_be_in_viewport()


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("?p=7&rho=-1&n=1e9", {"p": 0.9, "rho": 0.0, "n": 64}),
        ("?scale=3&start=900", {"start": 127}),
        ("", {}),
    ],
)
def test_a_link_to_a_state_that_cannot_be_gives_the_nearest_that_can(
    guarded_page: Page, publish: Publish, asked: str, given: dict[str, Any]
) -> None:
    demo = open_demo(guarded_page, f"{publish(NoiseAsARegulariser())}#noise-as-a-regulariser{asked}")
    assert shows(demo, NoiseAsARegulariser(**given))


@pytest.mark.parametrize("width", [390, 760, 1280])
def test_nothing_moves_when_the_demo_comes_alive_and_nothing_sticks_out(
    browser: Browser, publish: Publish, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    demo = open_demo(page, publish(NoiseAsARegulariser()))
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
    without.goto(publish(NoiseAsARegulariser()))
    asleep = without.locator("#after").bounding_box()
    assert asleep["y"] == pytest.approx(alive["y"], abs=1)
    without.close()


def test_without_javascript_the_picture_and_the_numbers_stand_in_its_place(
    browser: Browser, publish: Publish
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(publish(NoiseAsARegulariser()))
    demo = page.locator('[data-demo="noise-as-a-regulariser"]')
    assert demo.locator("svg path.dc-contour").count() == 4
    expect(demo.get_by_role("img").first).to_have_accessible_name(
        re.compile("At p = 0.50 and correlation 0.80")
    )
    expect(demo.get_by_text("The demo stands still here")).to_be_visible()
    assert demo.get_by_role("slider").count() == 0
    page.close()


@pytest.mark.parametrize("alive", [True, False])
def test_axe_finds_nothing_wrong(page: Page, publish: Publish, alive: bool) -> None:
    if not alive:
        page.route("**/demo-host.js", lambda route: route.abort())
        page.goto(publish(NoiseAsARegulariser()))
    else:
        open_demo(page, publish(NoiseAsARegulariser()))
    assert not [v["id"] for v in Axe().run(page).response["violations"]]
