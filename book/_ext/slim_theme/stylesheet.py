"""All styles of the site in one purged file."""

from collections.abc import Collection
from importlib.resources import files
from pathlib import Path

from .palette import palette_css
from .purge import purge

HERE = Path(__file__).parent
OURS = (
    "base",
    "layout",
    "components",
    "code",
    "landing",
    "print",
)  # in the order in which they override one another


def vendor_css() -> str:
    """What extensions bring: in a layer of its own, so that any rule of ours wins over it."""
    design = files("sphinx_design").joinpath("static", "sphinx-design.min.css").read_text(encoding="utf-8")
    temml = (HERE / "vendor" / "temml.css").read_text(encoding="utf-8")
    return f"@layer vendor{{{design}{temml}}}"


def stylesheet(names: Collection[str]) -> str:
    """The site's stylesheet, without rules for classes and ids outside ``names``."""
    ours = "".join((HERE / "styles" / f"{part}.css").read_text(encoding="utf-8") for part in OURS)
    return palette_css() + purge(vendor_css() + ours, names)
