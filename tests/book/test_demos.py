"""Every demo of the built site, whatever it is about: it comes alive, answers keys and agrees with Python."""

import re
from pathlib import Path

import pytest
from demos.reader import CLASSES, demos_on, moves, name_of, numbers_in_python, numbers_of, pictures_of
from playwright.sync_api import Browser, Locator, Page, expect
from website import FONTS_CAME, ROOT, Address, toc_pages

pytestmark = pytest.mark.browser

PAGES = [
    name
    for name in toc_pages()
    if re.search(r"^from dropout_course\.demos import", (ROOT / f"{name}.md").read_text(), re.MULTILINE)
]


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


@pytest.mark.parametrize("width", [390, 760, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_when_a_demo_wakes_answers_or_is_moved_and_nothing_sticks_out(
    page: Page, site: Path, name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.clock.install()
    page.route("**/demo-host.js*", lambda route: route.abort())
    page.goto(f"{site.as_uri()}/{name}.html")
    page.evaluate(FONTS_CAME)
    asleep = [height_of(demo) for demo in page.locator("[data-demo][data-still]").all()]
    page.unroute("**/demo-host.js*")
    page.reload()
    page.evaluate(FONTS_CAME)
    for demo, height in zip(demos_on(page), asleep, strict=True):
        assert height_of(demo) == pytest.approx(height, abs=0.1), name_of(demo)
        height = height_of(demo)
        for answer in demo.locator("[data-reply]").all():
            answer.click()
            assert height_of(demo) == height, answer.inner_text()
        for moved in moves(demo):
            page.clock.run_for(1000)  # the words follow after a rest
            assert height_of(demo) == height, (name_of(demo), *moved)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name_of(demo), *moved)
        table, frame = (demo.locator(part).first.bounding_box() for part in (".dc-numbers", ".dc-controls"))
        assert table["width"] <= frame["width"] + 1


def height_of(demo: Locator) -> float:
    return demo.evaluate("demo => demo.getBoundingClientRect().height")


@pytest.mark.parametrize("name", PAGES)
def test_without_javascript_every_demo_leaves_a_picture_with_words(
    browser: Browser, site: Path, name: str
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site.as_uri()}/{name}.html")
    stills = page.locator("[data-demo][data-still]")
    assert stills.count() == page.locator("[data-demo]").count() > 0
    for still in stills.all():
        picture = still.get_by_role("img").first
        expect(picture).to_be_visible()
        expect(picture).to_have_accessible_name(re.compile(r"\w+ \w+"))
        assert picture.locator("path, rect, circle").count()
    page.close()
