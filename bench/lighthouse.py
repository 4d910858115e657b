"""Lighthouse's four scores for the landing page and a chapter, mobile settings; exits with 1 below the aim.

Lighthouse 12.8.2 comes from npm on the first run (12.8 is the last line that runs on Node 20) and drives the
system's Chromium.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from serving import serving

SITE = Path(__file__).parents[1] / "_build" / "html"
PAGES = ("book/index.html", "book/formulas/inverted-dropout.html")
AIMS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
LIGHTHOUSE = ("npx", "--yes", "lighthouse@12.8.2")
CHROME_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
TIMES = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
)


def report(address: str) -> dict:
    """Lighthouse's report on one visit, with a fresh profile."""
    command = [
        *LIGHTHOUSE,
        address,
        "--quiet",
        "--output=json",
        f"--chrome-flags={CHROME_FLAGS}",
        f"--only-categories={','.join(AIMS)}",
    ]
    environment = {"CHROME_PATH": "/usr/bin/chromium", **os.environ}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"Lighthouse failed on {address}:\n{done.stderr.strip()}")
    return json.loads(done.stdout)


def faults(visit: dict) -> list[str]:
    """Titles of the audits that cost points in the categories that aim at 100."""
    categories = [visit["categories"][name] for name, aim in AIMS.items() if aim == 100]
    weighted = {ref["id"] for category in categories for ref in category["auditRefs"] if ref["weight"]}
    return [
        audit["title"] for name, audit in visit["audits"].items() if name in weighted and audit["score"] == 0
    ]


def main() -> None:
    """Visit each page several times, print median scores and times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    if not (SITE / PAGES[0]).exists():
        sys.exit("The site is not built: make book")
    good = True
    with serving(SITE) as root:
        for page in PAGES:
            visits = [report(f"{root}/{page}") for _ in range(runs)]
            scores = {c: round(100 * median(v["categories"][c]["score"] for v in visits)) for c in AIMS}
            times = {t: median(v["audits"][t]["numericValue"] for v in visits) for t in TIMES}
            print(f"{page}: " + ", ".join(f"{name} {score}" for name, score in scores.items()))
            print("   " + ", ".join(f"{name} {time:.3g}" for name, time in times.items()))
            for fault in faults(visits[-1]):
                print(f"   fault: {fault}")
            good &= all(scores[name] >= aim for name, aim in AIMS.items())
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
