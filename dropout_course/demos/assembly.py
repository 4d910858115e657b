"""Put a demo's browser side together from its files: one module, one stylesheet, one piece of markup."""

import re
from pathlib import Path

from dropout_course.palette import DARK, LIGHT

FOLDER = Path(__file__).parent
IMPORT = re.compile(r'^import \{[^}]*\} from "\./(?P<file>\w+\.js)";\n', re.MULTILINE)


def module(name: str) -> str:
    """``<name>.js`` with the files it imports written in place of the imports.

    An anywidget's module is one text without an address, so a relative import could not be resolved.
    """
    source = _read_of(name, "js")
    imported = [_read(match["file"]) for match in IMPORT.finditer(source)]
    helpers = [re.sub(r"^export ", "", text, flags=re.MULTILINE) for text in imported]
    return "\n".join([*helpers, IMPORT.sub("", source)])


def stylesheet(name: str) -> str:
    """The palette, the look that all demos share, and what is ``<name>``'s own."""
    return "\n".join([_palette(), _read("demo.css"), _read_of(name, "css")])


def markup(name: str) -> str:
    """``<name>.html``."""
    return _read_of(name, "html")


def _palette() -> str:
    """Each colour as the page sets it, else as the palette has it, light or dark by the notebook's theme."""
    in_dark_notebooks = ":is([data-jp-theme-light=false], .vscode-dark) .dc-demo"
    return _variables(".dc-demo", LIGHT) + _variables(in_dark_notebooks, DARK)


def _variables(selector: str, colours: dict[str, str]) -> str:
    lines = [f"  --{name}: var(--dc-{name}, {value});" for name, value in colours.items()]
    return "\n".join([f"{selector} {{", *lines, "}", ""])


def _read_of(name: str, suffix: str) -> str:
    """The file that stands beside the demo's Python module, whose name has no hyphens."""
    return _read(f"{name.replace('-', '_')}.{suffix}")


def _read(file: str) -> str:
    return (FOLDER / file).read_text(encoding="utf-8")
