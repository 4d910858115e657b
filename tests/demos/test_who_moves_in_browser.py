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

from dropout_course.demos import WhoMoves

pytestmark = pytest.mark.browser

STATES: list[dict[str, Any]] = [
    {},
    {"optimiser": "momentum", "p": 0.8, "start": 3},
    {"optimiser": "adam", "mask_for": "example", "batch": 8},
    {"optimiser": "adamw", "p": 1.0},
    {"optimiser": "decay", "p": 0.0, "batch": 1},
    {"optimiser": "nesterov", "mask_for": "example", "batch": 2, "start": 9},
]


open_demo = partial(reader.open_demo, "who-moves")


def shows(demo: Locator, python: WhoMoves) -> bool:
    return numbers_of(demo) == pytest.approx(python.numbers(), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_page_shows_what_the_reference_computes(
    guarded_page: Page, publish: Publish, state: dict[str, Any]
) -> None:
    python = WhoMoves(**state)
    assert shows(open_demo(guarded_page, publish(python)), python)


def test_a_key_on_the_first_control_lets_the_frozen_weights_move(
    guarded_page: Page, publish: Publish
) -> None:
    demo = open_demo(guarded_page, publish(WhoMoves()))
    assert demo.locator("path.dc-still").count() == 10
    control = demo.locator("input, select, button").first
    expect(control).to_have_accessible_name(re.compile("Optimiser"))
    control.press("ArrowDown")
    assert shows(demo, WhoMoves(optimiser="momentum"))
    assert demo.locator("path.dc-still").count() == 0


def test_a_list_a_slider_and_a_button_move_it_and_reset_takes_all_back(
    guarded_page: Page, publish: Publish
) -> None:
    demo = open_demo(guarded_page, publish(WhoMoves(optimiser="adam")))
    demo.get_by_label("A mask is drawn").select_option("for every example")
    demo.get_by_label("Examples in the batch").press("End")
    demo.get_by_label("Dropout rate").press("ArrowRight")
    demo.get_by_role("button", name="Draw again").click()
    assert shows(demo, WhoMoves(optimiser="adam", mask_for="example", batch=8, p=0.55, start=1))
    demo.get_by_role("button", name="Reset").click()
    assert shows(demo, WhoMoves(optimiser="adam"))


def test_drawing_again_comes_round_in_the_end(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(WhoMoves(start=9)))
    demo.get_by_role("button", name="Draw again").click()
    assert shows(demo, WhoMoves(start=0))


def test_a_prediction_is_answered(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(WhoMoves()))
    demo.get_by_role("button", name="move like the others").click()
    expect(demo.get_by_text("Yes: what Adam remembers")).to_be_visible()


def test_a_permalink_brings_the_state_back(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(WhoMoves()))
    demo.get_by_label("Optimiser").select_option("AdamW")
    demo.get_by_label("A mask is drawn").select_option("for every example")
    demo.get_by_label("Dropout rate").press("End")
    demo.get_by_role("link", name="Link to this state").click()
    link = guarded_page.url
    guarded_page.goto("about:blank")
    again = open_demo(guarded_page, link)
    assert shows(again, WhoMoves(optimiser="adamw", mask_for="example", p=1.0))
    expect(again).to_be_in_viewport()


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("who-moves?optimiser=lion&batch=99&p=-1", {"batch": 8, "p": 0.0}),
        ("who-moves?mask_for=&start=77", {"start": 9}),
        ("who-moves", {}),
    ],
)
def test_a_link_to_a_state_that_cannot_be_gives_the_nearest_that_can(
    guarded_page: Page, publish: Publish, asked: str, given: dict[str, Any]
) -> None:
    demo = open_demo(guarded_page, f"{publish(WhoMoves())}#{asked}")
    assert shows(demo, WhoMoves(**given))


@pytest.mark.parametrize("width", [390, 760, 1280])
def test_nothing_moves_when_the_demo_comes_alive_and_nothing_sticks_out(
    browser: Browser, publish: Publish, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    demo = open_demo(page, publish(WhoMoves()))
    alive = page.locator("#after").bounding_box()
    answers = demo.locator("[data-reply]")
    for answer in answers.all():
        answer.click()
        assert page.locator("#after").bounding_box() == alive
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()

    without = browser.new_page(viewport={"width": width, "height": 900})
    without.route("**/demo-host.js", lambda route: route.abort())
    without.goto(publish(WhoMoves()))
    asleep = without.locator("#after").bounding_box()
    assert asleep["y"] == pytest.approx(alive["y"], abs=1)
    without.close()


def test_without_javascript_the_picture_and_the_numbers_stand_in_its_place(
    browser: Browser, publish: Publish
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(publish(WhoMoves()))
    demo = page.locator('[data-demo="who-moves"]')
    assert demo.locator("svg path.dc-still").count() == 10
    expect(demo.get_by_role("img").first).to_have_accessible_name(re.compile("SGD, one mask for the batch"))
    expect(demo.get_by_text("The demo stands still here")).to_be_visible()
    assert demo.get_by_role("slider").count() == 0
    page.close()


@pytest.mark.parametrize("alive", [True, False])
def test_axe_finds_nothing_wrong(page: Page, publish: Publish, alive: bool) -> None:
    if not alive:
        page.route("**/demo-host.js", lambda route: route.abort())
        page.goto(publish(WhoMoves()))
    else:
        open_demo(page, publish(WhoMoves()))
    assert not [v["id"] for v in Axe().run(page).response["violations"]]
