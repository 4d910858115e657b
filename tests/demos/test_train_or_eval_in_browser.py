"""The demo as a reader meets it: in Chromium, on a page without a kernel."""

import re
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from demos import reader
from demos.pages import Publish
from demos.reader import numbers_of, pictures_of
from playwright.sync_api import Browser, Page, expect

from dropout_course.demos import TrainOrEval

pytestmark = pytest.mark.browser

STATES = [
    {},
    {"mode": "off", "image": 5},
    {"mode": "on", "image": 2, "passes": 1, "start": 199},
    {"mode": "forgotten", "image": 4, "passes": 100, "start": 150},
]


open_demo = partial(reader.open_demo, "train-or-eval")


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_page_shows_what_the_reference_computes(
    guarded_page: Page, publish: Publish, state: dict[str, int | str]
) -> None:
    python = TrainOrEval(**state)
    demo = open_demo(guarded_page, publish(python))
    assert numbers_of(demo) == pytest.approx(python.numbers(), rel=1e-9, abs=1e-9)


def test_the_first_control_is_the_image_and_answers_to_a_key(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(TrainOrEval()))
    control = demo.locator("input, select, button").first
    expect(control).to_have_accessible_name(re.compile("Image"))
    before = pictures_of(demo)
    control.press("ArrowRight")
    expect(control).to_have_value("1")
    assert numbers_of(demo) == pytest.approx(TrainOrEval(image=1).numbers(), rel=1e-9, abs=1e-9)
    assert all(old != new for old, new in zip(before, pictures_of(demo), strict=True))


def test_the_mode_changes_what_is_shown_and_told(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(TrainOrEval()))
    before = pictures_of(demo)
    demo.get_by_label("At test time").press("ArrowUp")
    assert all(old != new for old, new in zip(before, pictures_of(demo), strict=True))
    expect(demo.locator("[data-summary]")).to_contain_text("however often it is asked")


def test_asking_again_changes_the_answer_only_while_dropout_is_on(
    guarded_page: Page, publish: Publish
) -> None:
    demo = open_demo(guarded_page, publish(TrainOrEval(passes=1)))
    again = demo.get_by_role("button", name="Draw again")
    answers = demo.locator('[data-picture="probabilities"]')
    before = answers.inner_html()
    again.click()
    assert answers.inner_html() != before
    demo.get_by_label("At test time").select_option("off")
    before = answers.inner_html()
    again.click()
    assert answers.inner_html() == before


def test_drawing_again_takes_other_passes_and_reset_takes_all_back(
    guarded_page: Page, publish: Publish
) -> None:
    python = TrainOrEval(image=2)
    demo = open_demo(guarded_page, publish(python))
    demo.get_by_role("slider", name="Passes").press("ArrowRight")
    demo.get_by_role("button", name="Draw again").click()
    moved = TrainOrEval(image=2, passes=21, start=21)
    assert numbers_of(demo) == pytest.approx(moved.numbers(), rel=1e-9, abs=1e-9)
    demo.get_by_label("Image").select_option("3")
    demo.get_by_role("button", name="Reset").click()
    assert numbers_of(demo) == pytest.approx(python.numbers(), rel=1e-9, abs=1e-9)
    expect(demo.get_by_label("Image")).to_have_value("2")


def test_a_prediction_is_answered(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(TrainOrEval()))
    right = demo.get_by_role("button", name="with changing classes")
    right.click()
    expect(demo.get_by_text("Yes: the last row of the table")).to_be_visible()
    expect(right).to_have_attribute("aria-pressed", "true")
    assert TrainOrEval().numbers()["passes.others"] > 5  # so it is told the truth
    assert TrainOrEval(image=1).numbers()["passes.others"] <= 1


def test_a_permalink_brings_the_state_back(guarded_page: Page, publish: Publish) -> None:
    demo = open_demo(guarded_page, publish(TrainOrEval()))
    demo.get_by_label("At test time").select_option("forgotten")
    demo.get_by_label("Image").select_option("5")
    demo.get_by_role("button", name="Draw again").click()
    demo.get_by_role("link", name="Link to this state").click()
    link = guarded_page.url
    guarded_page.goto("about:blank")
    again = open_demo(guarded_page, link)
    expected = TrainOrEval(mode="forgotten", image=5, start=20)
    assert numbers_of(again) == pytest.approx(expected.numbers(), rel=1e-9, abs=1e-9)
    expect(again.get_by_label("At test time")).to_have_value("forgotten")


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("train-or-eval?mode=train&image=9&passes=1000", {"passes": 100}),
        ("train-or-eval?passes=0&start=1e9", {"passes": 1, "start": 199}),
        ("another?image=2", {}),
    ],
)
def test_a_link_to_a_state_that_cannot_be_gives_the_nearest_that_can(
    guarded_page: Page, publish: Publish, asked: str, given: dict[str, int]
) -> None:
    demo = open_demo(guarded_page, f"{publish(TrainOrEval())}#{asked}")
    assert numbers_of(demo) == pytest.approx(TrainOrEval(**given).numbers(), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("width", [390, 760, 1280])
def test_nothing_sticks_out_or_moves_whatever_is_chosen(
    browser: Browser, publish: Publish, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.add_init_script("""
        globalThis.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) globalThis.shift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
    """)
    demo = open_demo(page, publish(TrainOrEval()))
    page.wait_for_timeout(200)
    assert page.evaluate("shift") < 0.02
    table = demo.locator("table").bounding_box()
    for mode in ("off", "on", "forgotten"):
        for image in range(6):
            demo.get_by_label("At test time").select_option(mode)
            demo.get_by_label("Image").select_option(str(image))
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert demo.locator("table").bounding_box() == table
    page.close()


def test_without_javascript_the_picture_and_the_numbers_stand_in_its_place(
    browser: Browser, publish: Publish
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(publish(TrainOrEval(image=3)))
    demo = page.locator('[data-demo="train-or-eval"]')
    expect(demo.get_by_role("img").last).to_have_accessible_name(re.compile("a picture of class bag"))
    expect(demo.locator("path.dc-strokes").first).to_be_visible()
    expect(demo.get_by_text("The demo stands still here")).to_be_visible()
    assert demo.get_by_role("slider").count() == 0
    page.close()


@pytest.mark.parametrize("mode", ["off", "on", "forgotten"])
def test_axe_finds_nothing_wrong(page: Page, publish: Publish, mode: str) -> None:
    open_demo(page, publish(TrainOrEval(mode=mode)))
    assert not [v["id"] for v in Axe().run(page).response["violations"]]
