"""The demo as a reader meets it: in Chromium, on a page without a kernel."""

import re
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from demos import reader
from demos.pages import Publish
from demos.reader import numbers_of, pictures_of
from playwright.sync_api import Browser, Page, expect

from dropout_course.demos import ClassicOrInverted

pytestmark = pytest.mark.browser

STATES = [
    {},
    {"p": 0.0, "steps": 0},
    {"p": 0.8, "steps": 300},
    {"p": 0.3, "rescaled": "rate-squared", "optimiser": "momentum"},
    {"p": 0.61, "rescaled": "rate", "optimiser": "adam", "start": 2002},
]
RESCALE = "Rescale the inverted"


open_demo = partial(reader.open_demo, "classic-or-inverted")


def in_python(**state) -> dict[str, float]:
    """What the reference computes, as far as two computations of floats can agree."""
    return pytest.approx(ClassicOrInverted(**state).numbers(), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_page_shows_what_the_reference_computes(guarded_page: Page, publish: Publish, state) -> None:
    demo = open_demo(guarded_page, publish(ClassicOrInverted(**state)))
    assert numbers_of(demo) == in_python(**state)


def test_a_key_on_the_first_control_moves_pictures_and_numbers(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(ClassicOrInverted()))
    before = pictures_of(demo)
    control = demo.locator("input, select, button").first
    expect(control).to_have_accessible_name(re.compile("Dropout rate"))
    control.press("ArrowRight")
    assert numbers_of(demo) == in_python(p=0.51)
    assert all(old != new for old, new in zip(before, pictures_of(demo), strict=True))


def test_a_reader_finds_the_rescaling_that_makes_two_networks_one(
    guarded_page: Page, publish: Publish
) -> None:
    demo = open_demo(guarded_page, publish(ClassicOrInverted()))
    rescale = demo.get_by_label(RESCALE)
    found = []
    for _ in range(3):
        rescale.press("ArrowDown")
        found.append(numbers_of(demo)["difference"])
    assert [difference == 0 for difference in found] == [False, False, True]
    expect(demo.locator("[data-summary]")).to_contain_text("the same to the last bit")
    demo.get_by_label("Optimiser").select_option("adam")
    assert numbers_of(demo)["difference"] > 0.01
    rescale.select_option("rate")
    assert numbers_of(demo)["difference"] < 1e-6


def test_drawing_again_takes_other_draws_and_reset_takes_all_back(
    guarded_page: Page, publish: Publish
) -> None:
    demo = open_demo(guarded_page, publish(ClassicOrInverted(p=0.4)))
    demo.get_by_label("Training steps").press("ArrowLeft")
    demo.get_by_role("button", name="Draw again").click()
    assert numbers_of(demo) == in_python(p=0.4, steps=79, start=79 * 320 % 2003)
    demo.get_by_role("button", name="Reset").click()
    assert numbers_of(demo) == in_python(p=0.4)


def test_a_prediction_is_answered(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(ClassicOrInverted()))
    demo.get_by_role("button", name="are one").click()
    expect(demo.get_by_text("Not yet: inverted sends")).to_be_visible()
    right = demo.get_by_role("button", name="inverted learns faster")
    right.click()
    expect(demo.get_by_text("Here, yes")).to_be_visible()
    expect(right).to_have_attribute("aria-pressed", "true")


def test_a_permalink_brings_the_whole_state_back(guarded_page: Page, publish: Publish) -> None:
    address = publish(ClassicOrInverted())
    demo = open_demo(guarded_page, address)
    demo.get_by_label("Dropout rate").press("End")
    demo.get_by_label(RESCALE).select_option("rate-squared")
    demo.get_by_label("Optimiser").select_option("momentum")
    demo.get_by_label("Training steps").press("Home")
    demo.get_by_label("Training steps").press("ArrowRight")
    demo.get_by_role("button", name="Draw again").click()
    demo.get_by_role("link", name="Link to this state").click()
    link = guarded_page.url
    guarded_page.goto("about:blank")
    again = open_demo(guarded_page, link)
    assert numbers_of(again) == in_python(
        p=0.8, rescaled="rate-squared", optimiser="momentum", steps=1, start=320
    )
    expect(again).to_be_in_viewport()


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("classic-or-inverted?p=7&steps=1e9", {"p": 0.8, "steps": 300}),
        ("classic-or-inverted?optimiser=rmsprop&rescaled=all&start=-3", {}),
        ("expectation?p=0.1", {}),
    ],
)
def test_a_link_to_a_state_that_cannot_be_gives_the_nearest_that_can(
    guarded_page: Page, publish: Publish, asked: str, given: dict[str, float]
) -> None:
    demo = open_demo(guarded_page, f"{publish(ClassicOrInverted())}#{asked}")
    assert numbers_of(demo) == in_python(**given)


def test_the_lines_run_only_for_readers_who_like_motion(browser: Browser, publish: Publish) -> None:
    address = publish(ClassicOrInverted())
    for motion, name in [("no-preference", "dc-run"), ("reduce", "none")]:
        page = browser.new_page(reduced_motion=motion)
        demo = open_demo(page, address)
        demo.get_by_role("button", name="Draw again").click()
        expect(demo.locator(".dc-running").first).to_have_css("animation-name", name)
        page.close()


@pytest.mark.parametrize("width", [390, 760, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_every_screen_and_reads_well(
    browser: Browser, publish: Publish, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    demo = open_demo(page, publish(ClassicOrInverted(p=0.3, rescaled="rate-squared")))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    before = page.locator("#after").bounding_box()
    for button in demo.locator("[data-reply]").all():
        button.click()
    demo.get_by_label("Optimiser").select_option("adam")
    page.wait_for_timeout(600)
    after = page.locator("#after").bounding_box()
    assert after["y"] == pytest.approx(before["y"], abs=1)  # no answer and no number moves what follows
    assert Axe().run(page).response["violations"] == []
    page.close()


def test_without_javascript_the_picture_and_the_numbers_stand_in_its_place(
    browser: Browser, publish: Publish
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(publish(ClassicOrInverted()))
    demo = page.locator('[data-demo="classic-or-inverted"]')
    assert demo.locator("svg path.dc-running").count() == 4
    expect(demo.get_by_role("img").first).to_have_accessible_name(re.compile("After 80 steps of SGD"))
    expect(demo.get_by_text("The demo stands still here")).to_be_visible()
    page.close()
