"""Small pages with widgets, written as MyST-NB writes them into the book. Fixtures: ``conftest.py``."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from ipywidgets import Widget
from ipywidgets.embed import dependency_state

from dropout_course.demos.demo import Demo

ASSETS = Path(__file__).parents[2] / "book" / "assets"
HOST = '<script async src="assets/demo-host.js"></script>'
Publish = Callable[..., str]
"""From widgets to the address of a page that shows them."""

MIME = "application/vnd.jupyter.widget-"


def page_with(widgets: Iterable[Widget], *, scripts: str = HOST) -> str:
    """A page that shows ``widgets``; it stands beside a folder ``assets`` that holds the host."""
    widgets = list(widgets)
    state = dependency_state(widgets, drop_defaults=False) if widgets else {}
    holds = json.dumps({"version_major": 2, "version_minor": 0, "state": state}).replace("</", "<\\/")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Demos</title>
<link rel="icon" href="data:,">
<style>body {{ margin: 1rem; font-family: system-ui, sans-serif; }}</style>
{scripts}
</head>
<body>
<main>
<h1>A page with demos</h1>
<div class="cell_output">
{"".join(map(view, widgets))}</div>
<p id="after">What follows the demos.</p>
</main>
<script type="{MIME}state+json">{holds}</script>
</body>
</html>
"""


def view(widget: Widget) -> str:
    """What stands where a widget is shown: its still picture, if it has one, and who it is."""
    script = f'<script type="{MIME}view+json">{json.dumps(widget.get_view_spec())}</script>\n'
    if isinstance(widget, Demo):
        still = f'<div class="output text_html">{widget.static_html()}</div>'
        return f'<div class="dc-demo-place docutils container">{still}{script}</div>\n'
    return script
