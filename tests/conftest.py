"""What all tests share, a real browser among it.

``guarded_page``  a Playwright page; the test fails if it saw an error in the console or asked another host
``axe``           page, rules -> what axe-core finds wrong with it, one line a violation
"""

import shutil
import signal
from collections import Counter
from collections.abc import Callable, Collection, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import settings
from playwright.sync_api import Page
from website import Guard

# A busy machine is no failure, and what passed once passes again: the examples are the same in every run.
# `pytest --hypothesis-profile explore` looks for new ones.
settings.register_profile("course", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("course")

# What a shell starts in the background ignores Ctrl-C, and so would the commands that tests start and stop.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)  # pytest's own order within a file stays
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Side by side, files with slow tests begin first, so that at the end no core waits for a long one."""
    if hasattr(config, "workerinput"):
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        tests = Counter(item.path for item in items)
        items.sort(key=lambda item: (item.path not in slow, -tests[item.path]))


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
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("The tests drive a real browser: sudo apt-get install chromium", pytrace=False)
    return {"executable_path": program, "args": FLAGS}


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
def axe() -> Callable[..., list[str]]:
    """Violations of axe-core's rules, or of those that are named, as lines."""
    runner = Axe()
    # Without preloading: it fetches the stylesheets, which a page from file:// may not. And nothing is told
    # of what passed, which is most of the page.
    options = {"preload": False, "resultTypes": ["violations"]}

    def run(page: Page, rules: Collection[str] = ()) -> list[str]:
        chosen = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
        violations = runner.run(page, options={**options, **chosen}).response["violations"]
        return [f"{v['id']}: {node['html'][:200]}" for v in violations for node in v["nodes"]]

    return run
