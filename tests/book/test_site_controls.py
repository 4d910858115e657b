"""What a reader clicks: colours, menu, navigation, search, copy, folded answers."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from website import PHONE, Address, Guard, lay_out_all

pytestmark = pytest.mark.browser

HOME = "book/index"
CHAPTER = "book/formulas/inverted-dropout"
DESK = {"width": 1280, "height": 900}


def test_the_colour_switch_goes_round_and_is_remembered_on_other_pages(address: Address, guarded_page: Page):
    page = guarded_page
    page.emulate_media(color_scheme="dark")
    page.goto(address(HOME))
    root = page.locator("html")
    switch = page.get_by_role("button", name="Colours")
    expect(switch).to_have_accessible_name("Colours: automatic")
    expect(root).to_have_attribute("data-theme", "dark")
    dark = page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor")
    switch.click()
    expect(switch).to_have_accessible_name("Colours: light")
    expect(root).to_have_attribute("data-theme", "light")
    assert page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor") != dark
    page.goto(address(CHAPTER))
    expect(root).to_have_attribute("data-theme", "light")
    switch.click()
    expect(switch).to_have_accessible_name("Colours: dark")
    switch.click()
    expect(switch).to_have_accessible_name("Colours: automatic")


def test_automatic_colours_follow_the_system_while_the_page_is_open(address: Address, guarded_page: Page):
    guarded_page.goto(address(HOME))
    for scheme in ("dark", "light"):
        guarded_page.emulate_media(color_scheme=scheme)
        expect(guarded_page.locator("html")).to_have_attribute("data-theme", scheme)


def test_colours_are_right_at_the_first_paint(address: Address, browser: Browser, guard: Guard):
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        guard.watch(page)
        page.add_init_script("localStorage.setItem('dc-mode', 'dark')")
        page.route("**/course.js", lambda route: route.abort())
        page.goto(address(HOME))
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        guard.problems.clear()  # the script was withheld on purpose


def test_on_a_phone_the_menu_opens_closes_and_leads_to_a_page(address: Address, guarded_page: Page):
    page = guarded_page
    page.set_viewport_size(PHONE)
    page.goto(address(HOME))
    menu = page.get_by_role("navigation", name="Course", exact=True)
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Course contents").click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Course contents").click()
    menu.get_by_role("link", name="Inverted dropout").click()
    expect(page).to_have_url(re.compile(CHAPTER))
    expect(menu).to_be_hidden()


def test_on_a_desk_both_navigations_stand_beside_the_text(address: Address, guarded_page: Page):
    page = guarded_page
    page.set_viewport_size(DESK)
    page.goto(address(HOME))
    course = page.get_by_role("navigation", name="Course", exact=True)
    course.get_by_role("link", name="Inverted dropout").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Inverted dropout")
    expect(course.get_by_role("link", name="Inverted dropout")).to_have_attribute("aria-current", "page")
    contents = page.get_by_role("navigation", name="On this page")
    last = contents.get_by_role("link").last
    last.click()
    expect(page).to_have_url(re.compile("#"))
    expect(page.locator(":target")).to_be_in_viewport()


def test_the_root_of_the_site_leads_to_the_landing_page(address: Address, guarded_page: Page):
    guarded_page.goto(address("index"))
    expect(guarded_page).to_have_url(re.compile(f"{HOME}.html$"))
    expect(guarded_page.locator(".course-map")).to_be_visible()


def test_search_finds_the_page(address: Address, guarded_page: Page):
    page = guarded_page
    page.goto(address(HOME))
    field = page.get_by_role("searchbox")
    field.fill("inverted")
    field.press("Enter")
    result = page.locator("#search-results").get_by_role("link", name="Inverted dropout")
    expect(result.first).to_be_visible()
    result.first.click()
    expect(page).to_have_url(re.compile(CHAPTER))


def test_copy_puts_the_cell_into_the_clipboard(address: Address, browser: Browser, guard: Guard):
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        guard.watch(page)
        page.clock.install(time=0)
        page.goto(address(CHAPTER))
        page.clock.pause_at(3600)
        block = page.locator(".cell_input .highlight").first
        block.hover()
        button = block.get_by_role("button")
        expect(button).to_have_text("Copy")
        button.click()
        expect(button).to_have_text("Copied")
        page.clock.run_for(2000)
        expect(button).to_have_text("Copy")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == block.locator("pre").text_content().rstrip()


def test_an_answer_unfolds_with_the_keyboard(address: Address, guarded_page: Page):
    page = guarded_page
    page.goto(address(CHAPTER))
    answer = page.locator("article details").last
    expect(answer).not_to_have_attribute("open", re.compile(""))
    answer.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(answer).to_have_attribute("open", "")


def test_only_what_scrolls_inside_itself_takes_the_focus(address: Address, guarded_page: Page):
    page = guarded_page
    page.set_viewport_size(PHONE)
    page.goto(address(CHAPTER))
    lay_out_all(page)
    boxes = "[...document.querySelectorAll('article :is(pre, .formula, .table-scroll)')]"
    shown = f"{boxes}.filter(box => !box.closest('details:not([open])'))"
    focusable = "box.tabIndex === 0"
    page.wait_for_function(f"{shown}.every(box => (box.scrollWidth > box.clientWidth) === ({focusable}))")
    assert page.evaluate(f"{shown}.some(box => {focusable})")


def test_a_link_to_a_place_far_below_leads_there(address: Address, guarded_page: Page):
    page = guarded_page
    page.set_viewport_size(PHONE)
    page.goto(address(CHAPTER))
    for place in ("read-on", "claim-3-6", "your-turn-mend-the-bug"):
        page.goto(f"{address(CHAPTER)}#{place}")
        top = f"document.getElementById('{place}').getBoundingClientRect().top"
        page.wait_for_function(f"0 <= {top} && {top} < innerHeight / 2")


def test_what_was_out_of_sight_is_measured_when_it_comes_near(address: Address, guarded_page: Page):
    page = guarded_page
    page.set_viewport_size(PHONE)
    page.goto(address(CHAPTER))
    boxes = "[...document.querySelectorAll('article section pre')].filter(box => !box.closest('details'))"
    last = f"{boxes}.filter(box => box.scrollWidth > box.clientWidth).at(-1)"
    page.evaluate(f"{last}.scrollIntoView()")
    page.wait_for_function(f"{last}.tabIndex === 0")


def test_the_first_tab_stop_skips_to_the_text(address: Address, guarded_page: Page):
    guarded_page.goto(address(CHAPTER))
    guarded_page.keyboard.press("Tab")
    expect(guarded_page.get_by_role("link", name="Skip to the text")).to_be_focused()
    guarded_page.keyboard.press("Enter")
    expect(guarded_page.locator("main")).to_be_focused()
