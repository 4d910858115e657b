"""The same widget in JupyterLab: what the reader moves there reaches Python, and the other way round."""

import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from lab import jupyterlab, open_notebook, wait_until
from playwright.sync_api import Page, expect

from dropout_course.demos import Expectation

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = [
    """
from pathlib import Path
from dropout_course.demos import Expectation
demo = Expectation()
demo.observe(lambda change: Path("p.txt").write_text(repr(demo.p)), "p")
demo
""",
    "demo.h = 1.5",
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A JupyterLab server on a folder that holds one notebook: the notebook's address, and the folder."""
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("notebooks")
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell.strip()) for cell in CELLS],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},  # else a dialog asks
    )
    nbformat.write(notebook, folder / "demo.ipynb")
    with jupyterlab(Path(sys.executable), folder, home) as address:
        yield address("demo.ipynb"), folder


def test_a_slider_move_reaches_python_and_python_moves_the_slider(page: Page, lab: tuple[str, Path]) -> None:
    address, folder = lab
    open_notebook(page, address)
    run_cell(page, 0)
    demo = page.locator('[data-demo="expectation"][data-ready="true"]')
    expect(demo).to_be_visible(timeout=40_000)
    slider = demo.get_by_label("Dropout rate")
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    expect(demo.locator('[data-shows="p"]')).to_have_text("0.52")
    seen = folder / "p.txt"
    wait_until(lambda: seen.exists() and seen.read_text() == "0.52")

    run_cell(page, 1)
    expect(demo.get_by_label("Activation")).to_have_value("1.5", timeout=20_000)
    shown = demo.locator('[data-number="inverted.variance"]').get_attribute("data-value")
    assert float(shown or "nan") == pytest.approx(
        Expectation(p=0.52, h=1.5).numbers()["inverted.variance"], rel=1e-9
    )
    assert demo.get_by_role("link", name="Link to this state").count() == 0  # a notebook has no such address


def run_cell(page: Page, index: int) -> None:
    """Click into a cell of the notebook and run it."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(index)
    cell.locator(".cm-content").click(timeout=40_000)
    page.keyboard.press("Control+Enter")
