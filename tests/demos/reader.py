"""A demo as its reader finds it on a page: awake, with what it shows."""

from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

from dropout_course import demos
from dropout_course.demos.demo import Demo

CLASSES: dict[str, type[Demo]] = {getattr(demos, name).name: getattr(demos, name) for name in demos.__all__}
"""Every demo there is, by the name that its markup carries."""


def open_demo(name: str, page: Page, address: str) -> Locator:
    """The demo ``name`` on the page at ``address``, when it answers."""
    page.goto(address)
    demo = page.locator(f'[data-demo="{name}"][data-ready="true"]')
    expect(demo).to_be_visible()
    return demo


def demos_on(page: Page) -> list[Locator]:
    """The page's demos, when all of them answer."""
    wanted = page.locator("[data-demo]").count()
    alive = page.locator('[data-demo][data-ready="true"]')
    expect(alive).to_have_count(wanted)
    assert wanted
    return alive.all()


def name_of(demo: Locator) -> str:
    """As its markup has it."""
    return demo.get_attribute("data-demo") or ""


def numbers_of(demo: Locator) -> dict[str, float]:
    """The numbers of the table, in full."""
    cells = "cells => cells.map(cell => [cell.dataset.number, Number(cell.dataset.value)])"
    return dict(demo.locator("[data-number]").evaluate_all(cells))


def pictures_of(demo: Locator) -> list[str]:
    """The pictures, as the SVG in them."""
    return demo.locator("[data-picture]").evaluate_all("pictures => pictures.map(svg => svg.innerHTML)")


def controls_of(demo: Locator) -> dict[str, str | bool]:
    """Where its controls stand, the hidden ones too, by the trait that each moves."""
    return dict(
        demo.locator("[data-trait]").evaluate_all(
            "controls => controls.map(({ dataset, type, checked, value }) =>"
            " [dataset.trait, type === 'checkbox' ? checked : value])"
        )
    )


def numbers_in_python(demo: Locator) -> dict[str, float]:
    """What the reference computes in the state that the demo's controls show."""
    same = CLASSES[name_of(demo)]()
    for trait, value in controls_of(demo).items():
        setattr(same, trait, type(getattr(same, trait))(value))
    return same.numbers()


def moves(demo: Locator) -> Iterator[tuple[str, str]]:
    """Put each control that a reader sees to each of its ends or options; tell which and where, each time."""
    for control in demo.locator("[data-trait]:not([hidden])").all():
        trait = control.get_attribute("data-trait") or ""
        for value in control.evaluate(
            "control => control.options ? [...control.options].map(o => o.value) : [control.max, control.min]"
        ):
            control.evaluate(
                "(control, value) => { control.value = value;"
                " control.dispatchEvent(new Event('input', { bubbles: true })); }",
                value,
            )
            yield trait, value
