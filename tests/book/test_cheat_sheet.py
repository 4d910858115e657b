"""The cheat sheet on screen and on paper."""

import re

import pytest
from playwright.sync_api import Page, expect
from website import Address

from dropout_course.claims import sheet

pytestmark = pytest.mark.browser

NAME = "book/tuning/cheat-sheet"
LINES = sheet.load().lines
MARGIN = dict.fromkeys(("top", "right", "bottom", "left"), "12mm")


def test_every_line_leads_to_its_evidence_and_to_its_claims(address: Address, guarded_page: Page):
    guarded_page.goto(address(NAME))
    items = guarded_page.locator(".cheat-sheet li")
    expect(items).to_have_count(len(LINES))
    for line, item in zip(LINES, items.all(), strict=True):
        page, _, place = line.page.partition("#")
        evidence = item.get_by_role("link", name="Evidence").get_attribute("href")
        assert evidence == f"../{page}.html#{place}"
        assert item.get_by_role("link").all_text_contents() == ["Evidence", *line.claims]
        expect(item).to_contain_text(line.says)


def test_a_claim_leads_to_its_unfolded_card_in_the_ledger(address: Address, guarded_page: Page):
    guarded_page.goto(address(NAME))
    guarded_page.locator(".cheat-sheet").get_by_role("link", name="1.4", exact=True).click()
    expect(guarded_page).to_have_url(re.compile(r"practice/ledger\.html#claim-1-4$"))
    expect(guarded_page.locator("#claim-1-4 .dc-verdict__finding")).to_be_in_viewport()


def test_it_prints_on_one_side_of_a4_and_alone(server, guarded_page: Page):
    guarded_page.goto(f"{server}/{NAME}.html")
    paper = guarded_page.pdf(format="A4", margin=MARGIN)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    guarded_page.emulate_media(media="print")
    expect(guarded_page.locator(".cheat-sheet li").last).to_be_visible()
    expect(guarded_page.get_by_role("heading", name="Check yourself")).to_be_hidden()
    size = guarded_page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.cheat-sheet')).fontSize)"
    )
    assert size >= 8 * 96 / 72, "smaller than 8 points is no longer read"
