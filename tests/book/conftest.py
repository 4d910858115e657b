"""The built site, over http and as files, in a real browser; shared by all tests that need one.

``site``          folder of the built site; fails with one sentence if it is missing or older than its sources
``address``       page name -> address; a test that asks for it runs twice, over http and over file://
``guarded_page``  a Playwright page; the test fails if it saw an error in the console or asked another host
``axe``           page -> what axe-core finds wrong with it, one line a violation
"""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from website import ROOT, Address, Guard

SITE = ROOT / "_build" / "html"
SOURCES = ("_config.yml", "_toc.yml", "book/**/*", "dropout_course/**/*")
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def base_url() -> None:
    """Takes the place of the plugin's own fixture, which pytest 9 warns of; every address here is whole."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The system's Chromium; Playwright downloads nothing."""
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site."""
    stamp = SITE / "_static" / "course.css"  # written by every build
    if not stamp.exists():
        pytest.fail("The site is not built: make book", pytrace=False)
    built = stamp.stat().st_mtime
    sources = (path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file())
    newer = [path for path in sources if path.stat().st_mtime > built and "__pycache__" not in path.parts]
    if newer:
        pytest.fail(f"The site is older than {newer[0].relative_to(ROOT)}: make book", pytrace=False)
    return SITE


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """A test's output is no place for an access log."""


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The site on localhost; gives its root address."""
    handler = partial(_QuietHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, site: Path) -> Address:
    """From a page's name, such as ``book/index``, to its address."""
    root = request.getfixturevalue("server") if request.param == "http" else site.as_uri()
    return lambda name: f"{root}/{name}.html"


@pytest.fixture
def guard() -> Iterator[Guard]:
    """A guard that is checked when the test ends; ``guard.watch(page)`` adds pages of one's own."""
    guard = Guard()
    yield guard
    guard.check()


@pytest.fixture
def guarded_page(page: Page, guard: Guard) -> Page:
    """A fresh page under guard."""
    guard.watch(page)
    return page


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Violations of all of axe-core's rules, as lines."""
    runner = Axe()

    def run(page: Page) -> list[str]:
        # Without preloading: it fetches the stylesheets, which a page from file:// may not.
        violations = runner.run(page, options={"preload": False}).response["violations"]
        return [f"{v['id']}: {node['html'][:200]}" for v in violations for node in v["nodes"]]

    return run
