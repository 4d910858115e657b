"""The site's pages by name, a server for a folder, and a guard over what a page does."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import ConsoleMessage, Page, Request

ROOT = Path(__file__).parents[1]
PHONE = {"width": 390, "height": 844}
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
UNFOLD = "document.querySelectorAll('details').forEach(details => details.open = true)"
FONTS_CAME = "async () => { document.body.getBoundingClientRect(); await document.fonts.ready; }"
Address = Callable[[str], str]
"""From a page's name, such as ``book/index``, to its address."""


def toc_pages() -> list[str]:
    """Names of all pages, from the table of contents."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]


def lay_out_all(page: Page) -> None:
    """Sections out of sight are laid out late; now they are, in their fonts, so that they can be measured."""
    page.add_style_tag(content="article section { content-visibility: visible !important }")
    page.evaluate(FONTS_CAME)


class Guard:
    """Collects what a page must not do: complain in the console, fail, or ask another host."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def watch(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(f"uncaught: {error}"))
        page.on("requestfailed", self._miss)
        page.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(f"console: {message.text} ({message.location['url']})")

    def _miss(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # that is a reader who went on to the next page
            self.problems.append(f"failed: {request.url} ({request.failure})")

    def _see(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme in {"http", "https"} and url.hostname != "127.0.0.1":
            self.problems.append(f"other host: {request.url}")

    def check(self) -> None:
        """Fail if anything was seen, and forget it."""
        problems, self.problems = self.problems, []
        assert not problems, "\n".join(problems)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on localhost; gives its root address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder))) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """A test's output is no place for an access log."""
