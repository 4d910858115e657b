"""Small pages with widgets on them, as MyST-NB writes them into the book, made without building the book."""

import json
from collections.abc import Iterable
from html import escape
from pathlib import Path

from ipywidgets import Widget
from ipywidgets.embed import dependency_state, embed_data

from dropout_course.demos.demo import Demo

HOST = Path(__file__).parents[2] / "book" / "assets" / "demo-host.js"
MIME = "application/vnd.jupyter.widget-"


def page(widgets: Iterable[Widget], *, scripts: str | None = None) -> str:
    """A page that shows ``widgets``, with the book's host for them unless other ``scripts`` are named."""
    widgets = list(widgets)
    data = embed_data(views=widgets, state=dependency_state(widgets, drop_defaults=False))
    views = [view(widget, json.dumps(spec)) for widget, spec in zip(widgets, data["view_specs"], strict=True)]
    state = json.dumps(data["manager_state"]).replace("</", "<\\/")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Demos</title>
<link rel="icon" href="data:,">
<style>body {{ margin: 1rem; font-family: system-ui, sans-serif; }}</style>
{scripts or f'<script async src="{escape(HOST.as_uri())}"></script>'}
</head>
<body>
<main>
<h1>A page with demos</h1>
{"".join(views)}
<p id="after">What follows the demos.</p>
</main>
<script type="{MIME}state+json">{state}</script>
</body>
</html>
"""


def view(widget: Widget, spec: str) -> str:
    """What stands where a widget is shown: its still picture, if it has one, and who it is."""
    still = widget.static_html() if isinstance(widget, Demo) else ""
    return f'<div class="output">{still}<script type="{MIME}view+json">{spec}</script></div>\n'
