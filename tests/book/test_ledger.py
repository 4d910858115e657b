"""The claims ledger: a form filters its cards by mouse and keyboard, and the address says what it shows."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from website import FITS, PHONE, UNFOLD, Address, Guard

from dropout_course import claims

pytestmark = pytest.mark.browser

LEDGER = claims.read()
COUNT = len(LEDGER.rows())
NAME = "book/practice/ledger"


def cards(page: Page) -> Locator:
    return page.locator(".claims-ledger .dc-verdict:visible")


def ids(*, part: str, verdict: str) -> list[str]:
    """The cards that a filter should leave."""
    return [claims.anchor(c.id) for c in LEDGER.claims.values() if (c.part, c.verdict) == (part, verdict)]


@pytest.fixture
def ledger(address: Address, guarded_page: Page) -> Page:
    guarded_page.goto(address(NAME))
    return guarded_page


def test_every_claim_and_every_contradiction_has_a_card(ledger: Page):
    expect(cards(ledger)).to_have_count(COUNT)
    expect(ledger.get_by_role("status")).to_have_text(f"All {COUNT} claims")
    for row in LEDGER.rows().values():
        expect(ledger.locator(f"#{claims.anchor(row.id)}")).to_contain_text(row.id)
    between = ledger.locator("section:has(> h2:text('contradict')) .dc-verdict")
    expect(between).to_have_count(len(LEDGER.contradictions))


def test_a_verdict_unfolds_into_the_finding_and_its_links(ledger: Page):
    card = ledger.locator("#claim-1-4")
    finding = card.locator(".dc-verdict__finding")
    expect(finding).to_be_hidden()
    card.locator("summary").click()
    expect(finding).to_have_text(LEDGER.claims["1.4"].finding)
    card.get_by_role("link", name="Read: Inverted dropout").click()
    expect(ledger).to_have_url(re.compile(r"formulas/inverted-dropout\.html#mean-and-variance$"))


def test_the_form_filters_by_part_and_verdict_and_says_how_many_are_left(ledger: Page):
    part = ledger.get_by_role("group", name="Part")
    verdict = ledger.get_by_role("group", name="Verdict")
    part.get_by_label("Formulas").check()
    verdict.get_by_label("Holds under conditions").check()
    left = ids(part="formulas", verdict="holds under conditions")
    assert 0 < len(left) < COUNT
    expect(cards(ledger)).to_have_count(len(left))
    assert {card.get_attribute("id") for card in cards(ledger).all()} == set(left)
    expect(ledger.get_by_role("status")).to_have_text(f"{len(left)} of {COUNT} claims")
    expect(ledger.get_by_role("article").get_by_role("heading", name="Theory", exact=True)).to_be_hidden()

    verdict.locator("[value=holds]").check()  # either of two verdicts
    expect(cards(ledger)).to_have_count(len(left) + len(ids(part="formulas", verdict="holds")))
    ledger.get_by_role("button", name="Show all").click()
    expect(cards(ledger)).to_have_count(COUNT)
    expect(part.get_by_label("Formulas")).not_to_be_checked()


def test_the_form_works_from_the_keyboard(ledger: Page):
    ledger.get_by_label("Theory").focus()
    ledger.keyboard.press("Space")
    theory = sum(row.part == "theory" for row in LEDGER.rows().values())
    expect(cards(ledger)).to_have_count(theory)
    expect(ledger.get_by_label("Theory")).to_be_focused()
    for _ in range(20):
        ledger.keyboard.press("Tab")
        if ledger.evaluate("document.activeElement.textContent") == "Show all":
            break
    ledger.keyboard.press("Enter")
    expect(cards(ledger)).to_have_count(COUNT)


def test_a_filtered_view_can_be_linked(address: Address, ledger: Page):
    ledger.get_by_label("Formulas").check()
    ledger.get_by_label("Holds under conditions").check()
    expect(ledger).to_have_url(f"{address(NAME)}#part=formulas&verdict=holds-under-conditions")
    left = cards(ledger).count()
    link = ledger.url
    ledger.goto("about:blank")
    ledger.goto(link)
    expect(ledger.get_by_label("Formulas")).to_be_checked()
    expect(cards(ledger)).to_have_count(left)
    expect(ledger.locator(".claims-filter")).to_be_in_viewport()
    ledger.get_by_role("button", name="Show all").click()
    expect(ledger).to_have_url(address(NAME))


def test_a_link_to_a_claim_shows_and_unfolds_it_whatever_was_filtered(address: Address, ledger: Page):
    ledger.goto(f"{address(NAME)}#verdict=does-not-hold")
    expect(ledger.locator("#claim-1-4")).to_be_hidden()
    ledger.goto(f"{address(NAME)}#claim-1-4")
    expect(ledger.locator("#claim-1-4")).to_be_in_viewport()
    expect(ledger.locator("#claim-1-4 .dc-verdict__finding")).to_be_visible()
    expect(cards(ledger)).to_have_count(COUNT)


def test_a_link_to_another_place_leaves_the_filter_alone(ledger: Page):
    ledger.get_by_label("Formulas").check()
    left = cards(ledger).count()
    ledger.evaluate("location.hash = 'ledger-counts'")
    expect(ledger).to_have_url(re.compile("#ledger-counts$"))
    expect(cards(ledger)).to_have_count(left)


def test_without_javascript_all_claims_stand_there_and_no_form(
    address: Address, browser: Browser, guard: Guard
):
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        page = context.new_page()
        guard.watch(page)
        page.goto(address(NAME))
        expect(cards(page)).to_have_count(COUNT)
        expect(page.locator(".claims-filter")).to_be_hidden()
        page.locator("#claim-1-4 summary").click()
        expect(page.locator("#claim-1-4 .dc-verdict__finding")).to_be_visible()


def test_on_a_phone_nothing_is_wider_than_the_screen_and_boxes_are_large_enough(ledger: Page):
    ledger.set_viewport_size(PHONE)
    ledger.evaluate(UNFOLD)
    assert ledger.evaluate(FITS)
    for label in ledger.locator(".claims-filter label").all():
        assert label.bounding_box()["height"] >= 32


def test_axe_finds_nothing_wrong_with_a_filtered_ledger(server, guarded_page: Page, axe):
    guarded_page.goto(f"{server}/{NAME}.html#part=theory&verdict=holds")
    assert axe(guarded_page) == []
