"""The same widget in JupyterLab: what the reader moves there reaches Python, and the other way round."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest
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
    token = secrets.token_hex()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"]
    options = [f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    calm = ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    server = subprocess.Popen(
        [*command, *options, *calm],
        cwd=folder,
        env=os.environ | {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home), "IPYTHONDIR": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/api?token={token}", server)
        yield f"{address}/lab/tree/demo.ipynb?reset&token={token}", folder
    finally:
        server.terminate()  # it ends its kernels
        server.wait(20)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "JupyterLab ended at once"
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail("JupyterLab did not answer within a minute")


def test_a_slider_move_reaches_python_and_python_moves_the_slider(page: Page, lab: tuple[str, Path]) -> None:
    address, folder = lab
    page.goto(address)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=40_000)
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


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "Python did not hear of it"
        time.sleep(0.1)
