"""A demo as its reader finds it on a page: awake, with what it shows."""

from playwright.sync_api import Locator, Page, expect


def open_demo(name: str, page: Page, address: str) -> Locator:
    """The demo ``name`` on the page at ``address``, when it answers."""
    page.goto(address)
    demo = page.locator(f'[data-demo="{name}"][data-ready="true"]')
    expect(demo).to_be_visible()
    return demo


def numbers_of(demo: Locator) -> dict[str, float]:
    """The numbers of the table, in full."""
    cells = "cells => cells.map(cell => [cell.dataset.number, Number(cell.dataset.value)])"
    return dict(demo.locator("[data-number]").evaluate_all(cells))


def pictures_of(demo: Locator) -> list[str]:
    """The pictures, as the SVG in them."""
    return demo.locator("[data-picture]").evaluate_all("pictures => pictures.map(svg => svg.innerHTML)")
