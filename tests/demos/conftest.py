"""Small pages with demos in Chromium, over file:// and over http, without the built site.

``publish``       widgets -> the address of a page that shows them; a test that asks for it runs twice
``guarded_page``  a Playwright page; the test fails if it saw an error in the console or asked another host
"""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from demos.pages import ASSETS, Publish, page_with
from ipywidgets import Widget
from playwright.sync_api import Page
from website import Guard

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
QUIET = ["--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def base_url() -> None:
    """Takes the place of the plugin's own fixture, which pytest 9 warns of; every address here is whole."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The system's Chromium; Playwright downloads nothing."""
    return {"executable_path": "/usr/bin/chromium", "args": FLAGS + QUIET}


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """A test's output is no place for an access log."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the small pages lie, beside the book's own assets."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "assets").symlink_to(ASSETS)
    return folder


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[str]:
    """That folder on localhost; gives its root address."""
    handler = partial(_QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


@pytest.fixture(params=["http", "file"])
def publish(request: pytest.FixtureRequest, folder: Path) -> Publish:
    """Write a page that shows some widgets, and give its address."""
    root = request.getfixturevalue("server") if request.param == "http" else folder.as_uri()

    def write(*widgets: Widget) -> str:
        (folder / "page.html").write_text(page_with(widgets), encoding="utf-8")
        return f"{root}/page.html"

    return write


@pytest.fixture
def guard() -> Iterator[Guard]:
    """Checked when the test ends."""
    guard = Guard()
    yield guard
    guard.check()


@pytest.fixture
def guarded_page(page: Page, guard: Guard) -> Page:
    """A fresh page under guard."""
    guard.watch(page)
    return page
