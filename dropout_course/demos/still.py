"""A demo's still picture: its own drawing code, run once outside of a browser."""

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .demo import Demo

# A model, as far as drawing needs one. Bytes come as lists of numbers and become what a browser would hold.
MODEL = """
const model = {
  get: (name) => state[name]?.bytes ? new DataView(new Uint8Array(state[name].bytes).buffer) : state[name],
};
"""

INPUT = re.compile(r'<input[^>]* data-trait="(?P<trait>\w+)"')
SELECT = re.compile(r'<select[^>]* data-trait="(?P<trait>\w+)".*?</select>', re.DOTALL)
NUMBER = re.compile(r'<\w+[^>]* data-number="(?P<name>[^"]*)"(?: data-decimals="(?P<decimals>\d)")?[^>]*>')
OPTION = re.compile(r'<option value="(?P<value>[^"]*)"')


def show(demo: "Demo") -> dict[str, Any]:
    """What the browser would show of ``demo``: its numbers, pictures (SVG) and summary (plain words).

    Raises:
        ImportError: quickjs is not installed.
    """
    import quickjs  # lazily: notebooks that run the live demo do without

    script = str(demo._esm).replace("export default ", "globalThis.demo = ")
    context = quickjs.Context()
    context.eval(script)
    context.eval(f"const state = {json.dumps(demo.get_state(), default=_bytes)};" + MODEL)
    return dict(json.loads(context.eval("JSON.stringify(demo.show(model))")))


def still(demo: "Demo") -> str:
    """``demo``'s markup with everything filled in that the browser would fill in, and its controls asleep."""
    shown = show(demo)
    html = demo._markup.replace(" data-demo=", " data-still data-demo=", 1)
    html = html.replace("<fieldset", "<fieldset disabled")
    html = _set_controls(html, demo)
    html = re.sub(
        r'data-shows="(\w+)" data-decimals="(\d)">',
        lambda match: f"{match[0]}{getattr(demo, match[1]):.{match[2]}f}",
        html,
    )
    html = NUMBER.sub(lambda cell: cell[0] + _digits(shown["numbers"][cell["name"]], cell["decimals"]), html)
    html = _fill(html, "data-picture", shown["pictures"])
    html = _fill(html, "data-summary", {"": " ".join(shown["summary"].values())})
    for picture, words in shown["summary"].items():
        html = html.replace(f'data-picture="{picture}"', f'data-picture="{picture}" aria-label="{words}"')
    return f"<style>{demo._css}</style>\n{html}"


def _set_controls(html: str, demo: "Demo") -> str:
    """``html`` whose controls stand where the browser would put them."""
    html = INPUT.sub(lambda match: f"{match[0]} {_put(getattr(demo, match['trait']))}", html)
    return SELECT.sub(lambda match: _select(match[0], _written(getattr(demo, match["trait"]))), html)


def _put(value: Any) -> str:
    """What makes an input show ``value``: a box is checked or not."""
    return "checked" * value if isinstance(value, bool) else f'value="{value}"'


def _select(html: str, value: str) -> str:
    return OPTION.sub(lambda option: option[0] + " selected" * (option["value"] == value), html)


def _written(value: Any) -> str:
    """As the browser writes a number or a word: 1, not 1.0."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _digits(value: float, decimals: str | None) -> str:
    """As ``showNumbers`` of the kit writes it."""
    if decimals:
        written = f"{value:.{decimals}f}"
    else:
        written = f"{value:#.3g}".rstrip(".") if abs(value) < 999.5 else f"{value:,.0f}"
    return written.replace("-", "−" if float(written.replace(",", "")) else "", 1) if value < 0 else written


def _bytes(data: bytes | memoryview) -> dict[str, list[int]]:
    """What JSON shall hold where a trait holds bytes."""
    return {"bytes": list(data)}


def _fill(html: str, attribute: str, contents: dict[str, str]) -> str:
    """``html`` with ``contents[value]`` inside each empty element that has ``attribute="value"``."""
    empty = re.compile(rf'(<(?P<tag>\w+)[^>]* {attribute}(?:="(?P<value>[^"]*)")?[^>]*>)(?=</(?P=tag)>)')
    return empty.sub(lambda match: match[0] + contents[match["value"] or ""], html)
