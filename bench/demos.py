"""How soon does the demo on a page answer, and what does the page weigh? Medians, beside html-manager's.

The same page is visited in two ways, in turns, so that a busy machine slows them alike: as built, and with
the Jupyter project's html-manager, self-hosted, in the place of our host. Every visit is a fresh profile.
"""

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

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
new MutationObserver((_, observer) => {
  if (!document.querySelector("[data-demo][data-ready=true]")) return;
  globalThis.readyAfter = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-ready"] });
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

    seconds: float
    kilobytes: float
    requests: int
    shift: float


LINES = [
    Line("localhost", budget=0.5),
    Line("1.6 Mbps, 150 ms, 4x slower processor", kilobits=1600, latency=150, slowdown=4, budget=1.5),
]
WEIGHT_BUDGET = 150  # kB over the wire, gzip
SHIFT_BUDGET = 0.02


def visit(browser: Browser, address: str, line: Line) -> Visit:
    """Load ``address`` in a fresh profile and wait until its demo answers and the line is quiet."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    devtools = context.new_cdp_session(page)
    received: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
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
    page.wait_for_function("globalThis.readyAfter", timeout=120_000)
    page.wait_for_load_state("networkidle")
    milliseconds, shift = page.evaluate("[readyAfter, layoutShift]")
    context.close()
    over_the_wire = [size for size in received if size > 0]  # a module from a Blob is no request
    return Visit(milliseconds / 1000, sum(over_the_wire) / 1000, len(over_the_wire), shift)


def with_html_manager(page: str) -> str:
    """The same page, its widgets shown by html-manager."""

    def swap(script: re.Match[str]) -> str:
        return HTML_MANAGER.format(folder=f"{script['root']}vendor/html-manager/")

    swapped, scripts = HOST.subn(swap, page)
    if not scripts:
        raise SystemExit(f"{PAGE} holds no demo: nothing to measure")
    return swapped


def report(line: Line, visits: dict[str, list[Visit]]) -> None:
    """Print the medians of each way over one line."""
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


def main() -> None:
    """Measure and print."""
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
        print(f"{PAGE}: medians of {options.rounds} cold visits, in turns")
        for line in LINES:
            visits: dict[str, list[Visit]] = {way: [] for way in ways}
            for _ in range(options.rounds):
                for way, path in ways.items():
                    visits[way].append(visit(browser, f"{root}/{path}", line))
            report(line, visits)
        browser.close()


if __name__ == "__main__":
    main()
