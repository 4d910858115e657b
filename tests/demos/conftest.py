"""Small pages with demos in Chromium, over file:// and over http, without the built site.

``publish``  widgets -> the address of a page that shows them: a file, unless a test asks for http by
             ``@pytest.mark.parametrize("publish", ["http", "file"], indirect=True)``
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from demos.pages import ASSETS, Publish, page_with
from ipywidgets import Widget
from website import serving


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the small pages lie, beside the book's own assets."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "assets").symlink_to(ASSETS)
    return folder


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[str]:
    """That folder on localhost; gives its root address."""
    with serving(folder) as root:
        yield root


@pytest.fixture
def publish(request: pytest.FixtureRequest, folder: Path) -> Publish:
    """Write a page that shows some widgets, and give its address."""
    way = getattr(request, "param", "file")
    root = request.getfixturevalue("server") if way == "http" else folder.as_uri()

    def write(*widgets: Widget) -> str:
        (folder / "page.html").write_text(page_with(widgets), encoding="utf-8")
        return f"{root}/page.html"

    return write
