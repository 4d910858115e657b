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

from dropout_course.demos import MaskSampler

pytestmark = pytest.mark.browser

STATES: list[dict[str, Any]] = [
    {},
    {"p": 0.0},
    {"p": 1.0},
    {"p": 0.8, "batch": 3, "example": 2, "step": 9},
    {"batch": 4, "example": 16},
    {"p": 0.2, "batch": 1, "step": 4},
    {"mask_for": "batch", "step": 1},
]


open_demo = partial(reader.open_demo, "mask-sampler")


def shows(demo: Locator, **state: Any) -> None:
    """The demo holds the numbers that the reference computes in ``state``."""
    assert numbers_of(demo) == pytest.approx(MaskSampler(**state).numbers(), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_page_shows_what_the_reference_computes(
    guarded_page: Page, publish: Publish, state: dict[str, Any]
) -> None:
    shows(open_demo(guarded_page, publish(MaskSampler(**state))), **state)


def test_a_key_on_the_first_control_moves_pictures_and_numbers(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(MaskSampler()))
    before = pictures_of(demo)
    control = demo.locator("input, select, button").first
    expect(control).to_have_attribute("type", "range")
    expect(control).to_have_accessible_name(re.compile("Dropout rate"))
    for _ in range(10):
        control.press("ArrowRight")
    shows(demo, p=0.6)
    assert all(old != new for old, new in zip(before, pictures_of(demo), strict=True))


@pytest.mark.parametrize(("key", "p"), [("Home", 0.0), ("End", 1.0)])
def test_the_ends_of_the_slider_are_answered_too(
    guarded_page: Page, publish: Publish, key: str, p: float
) -> None:
    demo = open_demo(guarded_page, publish(MaskSampler()))
    demo.get_by_label("Dropout rate").press(key)
    shows(demo, p=p)
    assert "NaN" not in demo.inner_html()


def test_steps_draw_afresh_and_reset_takes_all_back(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(MaskSampler(p=0.4)))
    first = pictures_of(demo)
    demo.get_by_role("button", name="Next training step").click()
    demo.get_by_label("A mask is drawn").press("ArrowDown")
    demo.get_by_label("Examples in the batch").press("ArrowLeft")
    demo.get_by_label("Example drawn as a network").press("ArrowRight")
    shows(demo, p=0.4, step=1, mask_for="batch", batch=15, example=2)
    assert all(old != new for old, new in zip(first, pictures_of(demo), strict=True))
    demo.get_by_role("button", name="Reset").click()
    shows(demo, p=0.4)
    assert demo.get_by_label("A mask is drawn").input_value() == "example"
    for _ in range(10):  # there are ten steps
        demo.get_by_role("button", name="Next training step").click()
    assert pictures_of(demo) == first


def test_a_smaller_batch_names_the_example_that_it_shows(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(MaskSampler(example=16)))
    demo.get_by_label("Examples in the batch").fill("5")
    expect(demo.locator('[data-number="example"]')).to_have_text("5")
    expect(demo.locator("[data-summary]")).to_contain_text("Example 5 at p = 0.50")


def test_a_prediction_is_answered(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(MaskSampler()))
    wrong, right = (demo.get_by_role("button", name=name) for name in ("about six", "none, nearly always"))
    wrong.click()
    expect(demo.get_by_text("So it is with one mask for the batch")).to_be_visible()
    right.click()
    expect(demo.get_by_text("Yes: 12 × 0.5¹⁶ is 0.0002")).to_be_visible()
    expect(wrong).to_have_attribute("aria-pressed", "false")
    expect(right).to_have_attribute("aria-pressed", "true")


def test_a_permalink_brings_the_state_back(guarded_page: Page, publish: Publish) -> None:
    address = publish(MaskSampler())
    demo = open_demo(guarded_page, address)
    demo.get_by_label("Dropout rate").press("Home")
    demo.get_by_label("Dropout rate").press("ArrowRight")
    demo.get_by_label("A mask is drawn").select_option("batch")
    demo.get_by_label("Examples in the batch").fill("7")
    demo.get_by_label("Example drawn as a network").fill("3")
    demo.get_by_role("button", name="Next training step").click()
    demo.get_by_role("link", name="Link to this state").click()
    link = guarded_page.url
    guarded_page.goto("about:blank")
    again = open_demo(guarded_page, link)
    shows(again, p=0.01, batch=7, example=3, mask_for="batch", step=1)
    expect(again).to_be_in_viewport()


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("mask-sampler?p=7&batch=99&example=0&step=-1", {"p": 1.0, "batch": 16, "example": 1, "step": 0}),
        ("mask-sampler?mask_for=layer&step=3", {"step": 3}),
        ("another?p=0.1", {}),
    ],
)
def test_a_link_to_a_state_that_cannot_be_gives_the_nearest_that_can(
    guarded_page: Page, publish: Publish, asked: str, given: dict[str, Any]
) -> None:
    shows(open_demo(guarded_page, f"{publish(MaskSampler())}#{asked}"), **given)


def test_the_words_beside_the_picture_follow(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(MaskSampler()))
    demo.get_by_label("A mask is drawn").select_option("batch")
    expect(demo.locator("[data-summary]")).to_contain_text("share one mask")
    names = [
        demo.locator(f'[data-picture="{name}"]').get_attribute("aria-label") for name in ("network", "batch")
    ]
    expect(demo.locator("[data-summary]")).to_have_text(" ".join(map(str, names)))


@pytest.mark.parametrize("width", [390, 760, 1280])
def test_nothing_moves_when_the_demo_comes_alive_or_answers_and_nothing_sticks_out(
    browser: Browser, publish: Publish, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    demo = open_demo(page, publish(MaskSampler()))
    after = page.locator("#after")
    alive = after.bounding_box()
    for answer in demo.locator("[data-reply]").all():
        answer.click()
        assert after.bounding_box() == alive
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()

    without = browser.new_page(viewport={"width": width, "height": 900})
    without.route("**/demo-host.js", lambda route: route.abort())
    without.goto(publish(MaskSampler()))
    asleep = without.locator("#after").bounding_box()
    assert asleep["y"] == pytest.approx(alive["y"], abs=1)
    without.close()


def test_without_javascript_the_pictures_and_the_numbers_stand_in_its_place(
    browser: Browser, publish: Publish
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(publish(MaskSampler(p=0.8)))
    demo = page.locator('[data-demo="mask-sampler"]')
    assert demo.locator("circle").count() == 4 + 12 + 3
    expect(demo.get_by_role("img").first).to_have_accessible_name(re.compile(r"hidden units are dropped"))
    expect(demo.get_by_role("cell", name="9.60")).to_be_visible()
    expect(demo.get_by_text("The demo stands still here")).to_be_visible()
    assert demo.get_by_role("slider").count() == 0
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("alive", [True, False])
def test_axe_finds_nothing_wrong(browser: Browser, publish: Publish, alive: bool, scheme: Any) -> None:
    page = browser.new_page(color_scheme=scheme)
    if not alive:
        page.route("**/demo-host.js", lambda route: route.abort())
        page.goto(publish(MaskSampler()))
    else:
        open_demo(page, publish(MaskSampler()))
    assert not [v["id"] for v in Axe().run(page).response["violations"]]
    page.close()
