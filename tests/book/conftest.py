"""The built site, over http and as files.

``site``     folder of the built site; fails with one sentence if it is missing or older than its sources
``address``  page name -> address; a test that asks for it runs twice, over http and over file://
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from website import ROOT, Address, serving

SITE = ROOT / "_build" / "html"
SOURCES = ("_config.yml", "_toc.yml", "book/**/*", "dropout_course/**/*")


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


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The site on localhost; gives its root address."""
    with serving(site) as root:
        yield root


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, site: Path) -> Address:
    """From a page's name, such as ``book/index``, to its address."""
    root = request.getfixturevalue("server") if request.param == "http" else site.as_uri()
    return lambda name: f"{root}/{name}.html"
