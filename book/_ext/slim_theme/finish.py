"""Once the pages are written: stylesheets and script from what they use, and the site's front door."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from .fonts import math_font_face, text_font_face
from .inventory import take_inventory
from .stylesheet import stylesheet

HERE = Path(__file__).parent
FRONT_DOOR = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={target}">
<title>{title}</title>
<link rel="icon" href="data:,">
<h1><a href="{target}">{title}</a></h1>
</html>
"""
LOGGER = logging.getLogger(__name__)


def write_assets(app: Sphinx, exception: Exception | None) -> None:
    """Write ``course.css``, ``math.css`` (for pages with formulas) and ``course.js``, from all pages."""
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    script = (HERE / "scripts" / "course.js").read_text(encoding="utf-8")
    search = (static / "searchtools.js").read_text(encoding="utf-8")
    inventory = take_inventory(_pages(app), [script, search])
    assets = {
        "course.css": text_font_face(inventory.text) + stylesheet(inventory.names),
        "math.css": math_font_face(inventory.formulas),
        "course.js": script,
    }
    for licence in (HERE / "vendor").glob("*-LICENSE"):  # whoever gets the fonts gets their terms
        assets[f"licences/{licence.name}.txt"] = licence.read_text(encoding="utf-8")
    (static / "licences").mkdir(exist_ok=True)
    for name, content in assets.items():
        (static / name).write_text(content, encoding="utf-8")
    LOGGER.info("slim_theme: %s", ", ".join(f"{name} {len(content):,} B" for name, content in assets.items()))


def write_front_door(app: Sphinx, exception: Exception | None) -> None:
    """Write ``index.html`` at the root of the site, which leads on to the landing page in its folder."""
    if exception or app.builder.format != "html" or app.config.root_doc == "index":
        return
    page = FRONT_DOOR.format(title=escape(app.config.html_title), target=f"{app.config.root_doc}.html")
    (Path(app.outdir) / "index.html").write_text(page, encoding="utf-8")


def _pages(app: Sphinx) -> Iterator[str]:
    for page in sorted([*app.env.found_docs, "search"]):
        yield Path(app.builder.get_outfilename(page)).read_text(encoding="utf-8")
