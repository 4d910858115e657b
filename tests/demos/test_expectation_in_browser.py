"""The demo as a reader meets it: in Chromium, on a page without a kernel."""

import re
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from demos import reader
from demos.pages import Publish
from demos.reader import numbers_of, pictures_of
from playwright.sync_api import Browser, Page, expect

from dropout_course.demos import Expectation

pytestmark = pytest.mark.browser

STATES = [
    {},
    {"p": 0.0},
    {"p": 1.0},
    {"p": 0.99, "h": 2.0, "n": 1000},
    {"p": 0.3, "h": 0.1, "n": 1, "start": 1999},
    {"p": 0.8, "h": 1.7, "n": 777, "start": 1500},
    {"h": 0.0},
]


open_demo = partial(reader.open_demo, "expectation")


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_page_shows_what_the_reference_computes(
    guarded_page: Page, publish: Publish, state: dict[str, float]
) -> None:
    python = Expectation(**state)
    demo = open_demo(guarded_page, publish(python))
    assert numbers_of(demo) == pytest.approx(python.numbers(), rel=1e-9, abs=1e-9)


def test_a_key_on_the_first_control_moves_picture_and_numbers(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(Expectation()))
    before = pictures_of(demo)
    control = demo.locator("input, select, button").first
    expect(control).to_have_attribute("type", "range")
    expect(control).to_have_accessible_name(re.compile("Dropout rate"))
    control.press("ArrowRight")
    assert numbers_of(demo) == pytest.approx(Expectation(p=0.51).numbers(), rel=1e-9, abs=1e-9)
    assert all(old != new for old, new in zip(before, pictures_of(demo), strict=True))
    expect(demo.locator('[data-shows="p"]')).to_have_text("0.51")


@pytest.mark.parametrize(("key", "p"), [("Home", 0.0), ("End", 1.0)])
def test_the_ends_of_the_slider_are_answered_too(
    guarded_page: Page, publish: Publish, key: str, p: float
) -> None:
    demo = open_demo(guarded_page, publish(Expectation()))
    demo.get_by_label("Dropout rate").press(key)
    assert numbers_of(demo) == pytest.approx(Expectation(p=p).numbers(), rel=1e-9, abs=1e-9)
    assert "NaN" not in demo.inner_html()


def test_drawing_again_takes_other_draws_and_reset_takes_all_back(
    guarded_page: Page, publish: Publish
) -> None:
    python = Expectation(p=0.4)
    demo = open_demo(guarded_page, publish(python))
    demo.get_by_label("Activation").press("ArrowRight")
    demo.get_by_label("Draws").press("ArrowLeft")
    demo.get_by_role("button", name="Draw again").click()
    moved = Expectation(p=0.4, h=1.1, n=299, start=299)
    assert numbers_of(demo) == pytest.approx(moved.numbers(), rel=1e-9, abs=1e-9)
    demo.get_by_role("button", name="Reset").click()
    assert numbers_of(demo) == pytest.approx(python.numbers(), rel=1e-9, abs=1e-9)
    assert demo.get_by_label("Draws").input_value() == "300"


def test_a_prediction_is_answered(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(Expectation()))
    wrong, right = (demo.get_by_role("button", name=name) for name in ("falls by a third", "grows 4 times"))
    wrong.click()
    expect(demo.get_by_text("So does classic dropout’s")).to_be_visible()
    right.click()
    expect(demo.get_by_text("Yes: p / (1 − p) goes from 1 to 4")).to_be_visible()
    expect(wrong).to_have_attribute("aria-pressed", "false")
    expect(right).to_have_attribute("aria-pressed", "true")


def test_a_permalink_brings_the_state_back(guarded_page: Page, publish: Publish) -> None:
    address = publish(Expectation())
    demo = open_demo(guarded_page, address)
    demo.get_by_label("Dropout rate").press("End")
    demo.get_by_role("button", name="Draw again").click()
    demo.get_by_role("link", name="Link to this state").click()
    link = guarded_page.url
    guarded_page.goto("about:blank")
    again = open_demo(guarded_page, link)
    assert numbers_of(again) == pytest.approx(Expectation(p=1.0, start=300).numbers(), rel=1e-9, abs=1e-9)
    expect(again).to_be_in_viewport()


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("expectation?p=7&h=-3&n=1e9", {"p": 1.0, "h": 0.0, "n": 1000}),
        ("expectation?start=-1&unknown=1&h=", {}),
        ("expectation?p=0.254&start=1e9", {"p": 0.25, "start": 1999}),
        ("another?p=0.1", {}),
        ("expectation", {}),
    ],
)
def test_a_link_to_a_state_that_cannot_be_gives_the_nearest_that_can(
    guarded_page: Page, publish: Publish, asked: str, given: dict[str, float]
) -> None:
    demo = open_demo(guarded_page, f"{publish(Expectation())}#{asked}")
    assert numbers_of(demo) == pytest.approx(Expectation(**given).numbers(), rel=1e-9, abs=1e-9)


def test_the_words_beside_the_picture_follow_when_the_slider_rests(
    guarded_page: Page, publish: Publish
) -> None:
    demo = open_demo(guarded_page, publish(Expectation()))
    words = demo.locator("[data-summary]")
    words.evaluate("""words => {
        globalThis.spoken = 0;
        new MutationObserver(() => { globalThis.spoken += 1; }).observe(words, { childList: true });
    }""")
    for _ in range(5):
        demo.get_by_label("Dropout rate").press("ArrowRight")
    assert guarded_page.evaluate("spoken") == 0  # not at each step
    expect(words).to_contain_text("2.22 times as much")  # 1 / (1 - 0.55)
    assert guarded_page.evaluate("spoken") == 1
    names = [
        demo.locator(f'[data-picture="{name}"]').get_attribute("aria-label") for name in ("mean", "variance")
    ]
    assert " ".join(names) == words.inner_text()


def test_the_lines_run_only_for_readers_who_like_motion(browser: Browser, publish: Publish) -> None:
    address = publish(Expectation())
    for motion, name in [("no-preference", "dc-run"), ("reduce", "none")]:
        page = browser.new_page(reduced_motion=motion)
        demo = open_demo(page, address)
        demo.get_by_role("button", name="Draw again").click()
        expect(demo.locator(".dc-running").first).to_have_css("animation-name", name)
        page.close()


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
    demo = open_demo(page, publish(Expectation()))
    alive = page.locator("#after").bounding_box()
    page.wait_for_timeout(200)
    assert page.evaluate("shift") < 0.02
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for end in ("Home", "End"):  # nor do the longest numbers
        demo.get_by_label("Activation").press("End")
        demo.get_by_label("Dropout rate").press(end)
        demo.get_by_label("Dropout rate").press("ArrowLeft")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()

    without = browser.new_page(viewport={"width": width, "height": 900})
    without.route("**/demo-host.js", lambda route: route.abort())
    without.goto(publish(Expectation()))
    asleep = without.locator("#after").bounding_box()
    assert asleep["y"] == pytest.approx(alive["y"], abs=1)
    without.close()


def test_without_javascript_the_picture_and_the_numbers_stand_in_its_place(
    browser: Browser, publish: Publish
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(publish(Expectation(p=0.8)))
    demo = page.locator('[data-demo="expectation"]')
    assert demo.locator("svg path.dc-running").count() == 4
    expect(demo.get_by_role("img").first).to_have_accessible_name(re.compile("In training the mean is"))
    expect(demo.get_by_role("cell", name="0.800")).to_be_visible()
    expect(demo.get_by_text("The demo stands still here")).to_be_visible()
    assert demo.get_by_role("slider").count() == 0
    page.close()


@pytest.mark.parametrize("alive", [True, False])
def test_axe_finds_nothing_wrong(page: Page, publish: Publish, alive: bool) -> None:
    if not alive:
        page.route("**/demo-host.js", lambda route: route.abort())
        page.goto(publish(Expectation()))
    else:
        open_demo(page, publish(Expectation()))
    assert not [v["id"] for v in Axe().run(page).response["violations"]]
