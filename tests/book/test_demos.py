"""Every demo of the built site, whatever it is about: it comes alive, answers keys and agrees with Python."""

import re
from pathlib import Path

import pytest
from demos.reader import numbers_of, pictures_of
from playwright.sync_api import Browser, Locator, Page, expect
from website import ROOT, Address, toc_pages

from dropout_course import demos
from dropout_course.demos.demo import Demo

pytestmark = pytest.mark.browser

CLASSES: dict[str, type[Demo]] = {getattr(demos, name).name: getattr(demos, name) for name in demos.__all__}
PAGES = [
    name
    for name in toc_pages()
    if re.search(r"^from dropout_course\.demos import", (ROOT / f"{name}.md").read_text(), re.MULTILINE)
]


def demos_on(page: Page) -> list[Locator]:
    """The page's demos, alive."""
    wanted = page.locator("[data-demo]").count()
    alive = page.locator('[data-demo][data-ready="true"]')
    expect(alive).to_have_count(wanted)
    assert wanted
    return alive.all()


def numbers_in_python(demo: Locator) -> dict[str, float]:
    """What the reference computes in the state that the demo's controls show."""
    controls = demo.locator("[data-trait]").evaluate_all(
        "controls => controls.map(({ dataset, type, checked, value }) =>"
        " [dataset.trait, type === 'checkbox' ? checked : value])"
    )
    same = CLASSES[demo.get_attribute("data-demo") or ""]()
    for trait, value in controls:
        setattr(same, trait, type(getattr(same, trait))(value))
    return same.numbers()


def shown_by(demo: Locator) -> str:
    """Numbers and pictures, as one text."""
    return repr((numbers_of(demo), pictures_of(demo)))


def height_of(demo: Locator) -> float:
    return demo.evaluate("demo => demo.getBoundingClientRect().height")


def test_every_demo_stands_on_a_page_and_every_page_with_a_demo_is_tested(site: Path) -> None:
    built = {name: (site / f"{name}.html").read_text(encoding="utf-8") for name in toc_pages()}
    demos_of = {
        name: re.findall(r'<div class="dc-demo"[^>]* data-demo="([^"]+)"', built[name]) for name in built
    }
    assert {demo for shown in demos_of.values() for demo in shown} == CLASSES.keys()
    assert [name for name, shown in demos_of.items() if shown] == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_every_demo_answers_a_key_with_the_numbers_of_the_reference(
    guarded_page: Page, address: Address, name: str
) -> None:
    guarded_page.goto(address(name))
    for demo in demos_on(guarded_page):
        assert numbers_of(demo) == pytest.approx(numbers_in_python(demo), rel=1e-9, abs=1e-9)
        numbers, pictures = numbers_of(demo), pictures_of(demo)
        first = demo.locator("input, select, button").first
        assert first.evaluate("control => control.type === 'range' || control.matches('select, button')")
        expect(first).to_have_accessible_name(re.compile(r"\w"))
        first.press("ArrowRight")
        assert numbers_of(demo) != numbers
        assert pictures_of(demo) != pictures
        assert numbers_of(demo) == pytest.approx(numbers_in_python(demo), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", PAGES)
def test_every_control_answers_keys_and_nothing_around_the_demo_moves(
    guarded_page: Page, address: Address, name: str
) -> None:
    guarded_page.set_viewport_size({"width": 390, "height": 900})
    guarded_page.clock.install()
    guarded_page.goto(address(name))
    for demo in demos_on(guarded_page):
        height = height_of(demo)
        for control in demo.locator("[data-trait]:not([hidden])").all():
            demo.get_by_role("button", name="Reset").press("Enter")
            seen = {shown_by(demo)}
            for key in ("End", "Home"):
                control.press(key)
                guarded_page.clock.run_for(1000)  # the words follow after a rest
                seen.add(shown_by(demo))
                assert height_of(demo) == height, (control.get_attribute("data-trait"), key)
                assert numbers_of(demo) == pytest.approx(numbers_in_python(demo), rel=1e-9, abs=1e-9)
            assert len(seen) > 1, control.get_attribute("data-trait")
        for answer in demo.locator("[data-reply]").all():
            answer.press("Enter")
            expect(demo.locator("[data-reply-here]")).to_have_text(answer.get_attribute("data-reply") or "")
            assert height_of(demo) == height, answer.text_content()


@pytest.mark.parametrize("name", PAGES)
def test_without_javascript_every_demo_leaves_a_picture_with_words(
    browser: Browser, address: Address, name: str
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(address(name))
    stills = page.locator("[data-demo][data-still]")
    assert stills.count() == page.locator("[data-demo]").count() > 0
    for still in stills.all():
        picture = still.get_by_role("img").first
        expect(picture).to_be_visible()
        expect(picture).to_have_accessible_name(re.compile(r"\w+ \w+"))
        assert picture.locator("path").count()
    page.close()
