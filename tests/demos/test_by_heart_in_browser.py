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

from dropout_course.demos import ByHeart

pytestmark = pytest.mark.browser


open_demo = partial(reader.open_demo, "by-heart")


def shows(demo: Locator, **state: Any) -> None:
    """The demo holds the numbers that Python counts in ``state``."""
    assert numbers_of(demo) == pytest.approx(ByHeart(**state).numbers(), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    "state",
    [{}, {"passes": 0}, {"passes": 200, "p": 0.8}, {"labels": "true", "p": 0.2, "passes": 100}],
    ids=str,
)
def test_the_page_shows_what_python_counts(
    guarded_page: Page, publish: Publish, state: dict[str, Any]
) -> None:
    shows(open_demo(guarded_page, publish(ByHeart(**state))), **state)


def test_controls_answer_keys_and_reset_takes_all_back(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(ByHeart(passes=8)))
    before = pictures_of(demo)
    control = demo.locator("input, select, button").first
    expect(control).to_have_accessible_name(re.compile("Passes"))
    control.press("ArrowRight")
    shows(demo, passes=12)
    demo.get_by_label("Dropout rate in training").press("ArrowDown")
    shows(demo, passes=12, p=0.2)
    demo.get_by_label("Labels that are taught").select_option("true")
    shows(demo, passes=12, p=0.2, labels="true")
    assert all(old != new for old, new in zip(before, pictures_of(demo), strict=True))
    expect(demo.locator("[data-summary]")).to_contain_text("After 12 passes at p = 0.2 with true labels")
    demo.get_by_role("button", name="Reset").click()
    assert pictures_of(demo) == before


def test_a_prediction_is_answered(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(ByHeart()))
    demo.get_by_role("button", name="about a quarter").click()
    expect(demo.get_by_text("That is p = 0.8")).to_be_visible()
    demo.get_by_role("button", name="nearly all").click()
    expect(demo.get_by_text("Yes: dropout makes memorising slow")).to_be_visible()


def test_a_permalink_brings_the_state_back(guarded_page: Page, publish: Publish) -> None:
    address = publish(ByHeart())
    demo = open_demo(guarded_page, address)
    demo.get_by_role("slider").press("End")
    demo.get_by_label("Dropout rate in training").select_option("0.8")
    demo.get_by_label("Labels that are taught").select_option("true")
    demo.get_by_role("link", name="Link to this state").click()
    link = guarded_page.url
    guarded_page.goto("about:blank")
    again = open_demo(guarded_page, link)
    shows(again, passes=200, p=0.8, labels="true")
    expect(again).to_be_in_viewport()


def test_a_link_to_a_state_that_cannot_be_gives_the_nearest_that_can(
    guarded_page: Page, publish: Publish
) -> None:
    demo = open_demo(guarded_page, f"{publish(ByHeart())}#by-heart?passes=7000&p=0.3&labels=none")
    shows(demo, passes=200)


@pytest.mark.parametrize("width", [390, 760, 1280])
def test_nothing_moves_when_the_demo_comes_alive_or_answers_and_nothing_sticks_out(
    browser: Browser, publish: Publish, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    demo = open_demo(page, publish(ByHeart()))
    after = page.locator("#after")
    alive = after.bounding_box()
    for answer in demo.locator("[data-reply]").all():
        answer.click()
        assert after.bounding_box() == alive
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()

    without = browser.new_page(viewport={"width": width, "height": 900})
    without.route("**/demo-host.js", lambda route: route.abort())
    without.goto(publish(ByHeart()))
    asleep = without.locator("#after").bounding_box()
    assert asleep["y"] == pytest.approx(alive["y"], abs=1)
    without.close()


def test_without_javascript_images_and_numbers_stand_in_its_place(browser: Browser, publish: Publish) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(publish(ByHeart(p=0.8, passes=200)))
    demo = page.locator('[data-demo="by-heart"]')
    assert demo.locator("svg image").count() == 12
    expect(demo.get_by_role("img").first).to_have_accessible_name(re.compile("are answered as taught"))
    expect(demo.get_by_text("The demo stands still here")).to_be_visible()
    assert demo.get_by_role("slider").count() == 0
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("alive", [True, False])
def test_axe_finds_nothing_wrong(browser: Browser, publish: Publish, alive: bool, scheme: Any) -> None:
    page = browser.new_page(color_scheme=scheme)
    if not alive:
        page.route("**/demo-host.js", lambda route: route.abort())
        page.goto(publish(ByHeart()))
    else:
        open_demo(page, publish(ByHeart()))
    assert not [v["id"] for v in Axe().run(page).response["violations"]]
    page.close()
