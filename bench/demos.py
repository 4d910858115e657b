"""How soon does each demo answer, and what does each page weigh? Medians; exits with 1 above the budget.

Then one page is visited in two ways, in turns, so that a busy machine slows them alike: as built, and with
the Jupyter project's html-manager, self-hosted, in the place of our host. Every visit is a fresh profile.
"""

import argparse
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from serving import serving

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build" / "html"
PAGE = "book/formulas/inverted-dropout.html"
HOST = re.compile(r'<script[^>]*src="(?P<root>[^"]*)demo-host\.js[^"]*"[^>]*></script>')
HTML_MANAGER = """
<script src="{folder}require.js"></script>
<script>requirejs.config({{ paths: {{ anywidget: "{folder}anywidget" }} }});</script>
<script src="{folder}embed-amd.js" data-jupyter-widgets-cdn="{folder}"></script>
"""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH = """
globalThis.layoutShift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.layoutShift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
globalThis.readyAfter = {};
new MutationObserver(() => {
  for (const { dataset } of document.querySelectorAll("[data-demo][data-ready=true]")) {
    readyAfter[dataset.demo] ??= performance.now();
  }
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-ready"] });
"""
ALL_ANSWER = """
document.readyState === "complete"
  && [...document.querySelectorAll("[data-demo]")].every(({ dataset }) => dataset.demo in readyAfter)
"""


@dataclass(frozen=True)
class Line:
    """What a page is loaded over, and on how slow a processor."""

    name: str
    kilobits: float = -1  # a second; -1: no limit
    latency: float = 0  # milliseconds
    slowdown: float = 1  # of the processor
    budget: float = 0  # seconds until the demo answers


@dataclass(frozen=True)
class Visit:
    """What one cold visit of a page took."""

    answered: dict[str, float]  # demo -> seconds
    kilobytes: float
    requests: int
    shift: float

    @property
    def seconds(self) -> float:
        """Until the page's last demo answered."""
        return max(self.answered.values())


LINES = [
    Line("localhost", budget=0.5),
    Line("1.6 Mbps, 150 ms, 4x slower processor", kilobits=1600, latency=150, slowdown=4, budget=1.5),
]
WEIGHT_BUDGET = 150  # kB over the wire, gzip, of the page that is visited in two ways
HEAVIEST, MEDIAN = 200, 120  # kB over the wire, gzip, of all pages
SHIFT_BUDGET = 0.02


def visit(browser: Browser, address: str, line: Line) -> Visit:
    """Load ``address`` in a fresh profile and wait until its demos answer and the line is quiet."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    devtools = context.new_cdp_session(page)
    asked: set[str] = set()  # what goes over the wire; a font within a style sheet or a Blob does not
    received: dict[str, float] = {}

    def ask(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            asked.add(event["requestId"])

    def receive(event: dict[str, Any]) -> None:
        if event["requestId"] in asked:
            received[event["requestId"]] = event["encodedDataLength"]

    devtools.on("Network.requestWillBeSent", ask)
    devtools.on("Network.loadingFinished", receive)
    devtools.send("Network.enable")
    throughput = line.kilobits * 1000 / 8 if line.kilobits > 0 else -1
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": line.latency,
            "downloadThroughput": throughput,
            "uploadThroughput": throughput,
        },
    )
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": line.slowdown})
    page.goto(address, wait_until="commit")
    page.wait_for_function(ALL_ANSWER, timeout=120_000)
    page.wait_for_load_state("networkidle")
    ready_after, shift = page.evaluate("[readyAfter, layoutShift]")
    context.close()
    answered = {demo: milliseconds / 1000 for demo, milliseconds in ready_after.items()}
    return Visit(answered, sum(received.values()) / 1000, len(received), shift)


def all_pages(site: Path) -> list[str]:
    """Every page that a reader may open."""
    return [path.relative_to(site).as_posix() for path in sorted(site.glob("book/**/*.html"))] + [
        "search.html"
    ]


def report_pages(pages: dict[str, list[Visit]]) -> bool:
    """Print each page's medians with its demos; says whether all keep to the budget."""
    print(f"{'page':40}{'demo':24}{'answers':>9}{'over the wire':>15}{'requests':>10}{'layout shift':>14}")
    for name, taken in pages.items():
        rest = (
            f"{median(v.kilobytes for v in taken):>12.0f} kB{median(v.requests for v in taken):>10.0f}"
            f"{median(v.shift for v in taken):>14.3f}"
        )
        for demo in taken[0].answered or [""]:
            seconds = f"{median(v.answered[demo] for v in taken):.2f} s" if demo else ""
            print(f"{name.removesuffix('.html'):40}{demo:24}{seconds:>9}{rest}")
    weights = [median(v.kilobytes for v in taken) for taken in pages.values()]
    slowest = max(median(v.seconds for v in taken) for taken in pages.values() if taken[0].answered)
    shift = max(median(v.shift for v in taken) for taken in pages.values())
    print(f"{'the worst':64}{slowest:>7.2f} s{max(weights):>12.0f} kB{'':>10}{shift:>14.3f}")
    print(f"{'budget':64}{LINES[0].budget:>7.2f} s{HEAVIEST:>12} kB{'':>10}{SHIFT_BUDGET:>14.3f}")
    print(f"the median page: {median(weights):.0f} kB (budget {MEDIAN} kB)")
    light = max(weights) <= HEAVIEST and median(weights) <= MEDIAN
    return light and slowest <= LINES[0].budget and shift < SHIFT_BUDGET


def with_html_manager(page: str) -> str:
    """The same page, its widgets shown by html-manager."""

    def swap(script: re.Match[str]) -> str:
        return HTML_MANAGER.format(folder=f"{script['root']}vendor/html-manager/")

    swapped, scripts = HOST.subn(swap, page)
    if not scripts:
        raise SystemExit(f"{PAGE} holds no demo: nothing to measure")
    return swapped


def report(line: Line, visits: dict[str, list[Visit]]) -> bool:
    """Print the medians of each way over one line; says whether ours, the first, keeps to the budget."""
    print(f"\n{line.name}")
    print(f"{'':24}{'demo answers':>14}{'over the wire':>16}{'requests':>10}{'layout shift':>14}")
    for way, taken in visits.items():

        def middle(value: Callable[[Visit], float], taken: list[Visit] = taken) -> float:
            return median(map(value, taken))

        print(
            f"{way:24}{middle(lambda v: v.seconds):>12.2f} s{middle(lambda v: v.kilobytes):>13.0f} kB"
            f"{middle(lambda v: v.requests):>10.0f}{middle(lambda v: v.shift):>14.3f}"
        )
    print(f"{'budget':24}{line.budget:>12.2f} s{WEIGHT_BUDGET:>13} kB{'':>10}{SHIFT_BUDGET:>14.3f}")
    ours = next(iter(visits.values()))
    soon = median(v.seconds for v in ours) <= line.budget
    light = median(v.kilobytes for v in ours) <= WEIGHT_BUDGET
    return soon and light and median(v.shift for v in ours) < SHIFT_BUDGET


def main() -> None:
    """Measure all pages, then one of them in two ways, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=SITE, help="folder of the built site")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not (options.site / PAGE).exists():
        raise SystemExit(f"{options.site / PAGE} is missing: make book")
    built = (options.site / PAGE).read_text(encoding="utf-8")
    other = PAGE.replace(".html", "-html-manager.html")
    ways = {"this host": PAGE, "html-manager": other}

    with serving(options.site, {other: with_html_manager(built)}) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        visit(browser, f"{root}/{PAGE}", LINES[0])  # the browser itself warms up
        print(f"All pages over {LINES[0].name}: medians of {options.rounds} cold visits")
        good = report_pages(
            {
                page: [visit(browser, f"{root}/{page}", LINES[0]) for _ in range(options.rounds)]
                for page in all_pages(options.site)
            }
        )
        print(f"\n{PAGE}: medians of {options.rounds} cold visits, in turns")
        for line in LINES:
            visits: dict[str, list[Visit]] = {way: [] for way in ways}
            for _ in range(options.rounds):
                for way, path in ways.items():
                    visits[way].append(visit(browser, f"{root}/{path}", line))
            good &= report(line, visits)
        browser.close()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
