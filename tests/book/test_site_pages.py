"""Every page of the site, over http and file://, light and dark, on a phone and on a desk."""

import gzip

import pytest
from playwright.sync_api import Browser, Page, Response
from website import FITS, UNFOLD, Address, Guard, lay_out_all, toc_pages

pytestmark = pytest.mark.browser

PAGES = toc_pages()
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
WEIGHT_LIMIT = 150_000  # bytes over the wire, gzipped
SHIFT_LIMIT = 0.02
WATCH_SHIFTS = """
globalThis.layoutShift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) layoutShift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
NEXT_FRAME = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
RULES_OF_COLOUR = ("color-contrast", "link-in-text-block")


@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_a_page_is_quiet_and_never_wider_than_the_screen(
    name, address: Address, guarded_page: Page, guard: Guard
):
    for scheme in SCHEMES:
        guarded_page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            guarded_page.set_viewport_size({"width": width, "height": 900})
            guarded_page.goto(address(name))
            lay_out_all(guarded_page)
            assert guarded_page.evaluate("document.documentElement.dataset.theme") == scheme
            assert guarded_page.evaluate(FITS), f"{name} scrolls sideways at {width} px"
            guarded_page.evaluate(UNFOLD)
            assert guarded_page.evaluate(FITS), f"{name}, unfolded, scrolls sideways at {width} px"
            guard.check()


@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_axe_finds_nothing_wrong_with_a_page(name, server, guarded_page: Page, axe):
    """Every rule at both widths; in the dark, where only colours differ, the rules that see colours."""
    guarded_page.goto(f"{server}/{name}.html")
    lay_out_all(guarded_page)
    guarded_page.evaluate(UNFOLD)
    for scheme, rules in zip(SCHEMES, ((), RULES_OF_COLOUR), strict=True):
        guarded_page.emulate_media(color_scheme=scheme)
        guarded_page.wait_for_function(f"document.documentElement.dataset.theme === '{scheme}'")
        for width in WIDTHS:
            guarded_page.set_viewport_size({"width": width, "height": 900})
            guarded_page.evaluate(NEXT_FRAME)
            assert axe(guarded_page, rules) == [], f"{scheme}, {width} px"


@pytest.mark.parametrize("name", PAGES)
def test_without_javascript_all_is_readable(name, address: Address, browser: Browser, guard: Guard):
    with browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900}) as context:
        page = context.new_page()
        guard.watch(page)
        page.goto(address(name))
        assert len(page.locator("article").inner_text()) > 500
        for formula in page.locator("article math:not(details *)").all():
            box = formula.bounding_box()
            assert box, "a formula is not drawn"
            assert box["height"] > 8
        assert not page.locator(".theme-button").is_visible()
        page.get_by_role("button", name="Course contents").click()
        assert page.get_by_role("navigation", name="Course").is_visible()


@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_a_page_weighs_little_and_nothing_moves_while_it_comes_alive(name, server, guarded_page: Page):
    responses: list[Response] = []
    guarded_page.on("response", lambda response: responses.append(response))
    guarded_page.set_viewport_size({"width": 1280, "height": 900})
    guarded_page.add_init_script(WATCH_SHIFTS)
    guarded_page.goto(f"{server}/{name}.html", wait_until="networkidle")
    sizes = {response.url: len(gzip.compress(response.body(), 6)) for response in responses}
    assert sum(sizes.values()) <= WEIGHT_LIMIT, sizes
    guarded_page.wait_for_function(
        "[...document.querySelectorAll('[data-demo]')].every(demo => demo.dataset.ready === 'true')"
    )
    for _ in range(2):  # frames: a shift is told after the one that shows it
        guarded_page.evaluate(NEXT_FRAME)
    assert guarded_page.evaluate("layoutShift") <= SHIFT_LIMIT
