"""What the templates need to know of a page beyond what Sphinx tells them."""

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

DESCRIPTION_LENGTH = 155  # what search engines show
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"


def add_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the page's description, part and widget scripts, and whether it holds formulas."""
    body = context.get("body") or ""
    if body:  # docutils' role for an entry of a bibliography is deprecated, and never fitted a <div>
        context["body"] = body.replace('role="doc-biblioentry"', 'role="listitem"')
    context["has_math"] = "<math" in body
    context["description"] = _description(doctree) or app.config.html_title
    context["part"] = _part(app, pagename)
    wanted = app.config.nb_ipywidgets_js  # MyST-NB adds these to pages with widgets, Sphinx many more to all
    context["widget_scripts"] = [
        script
        for script in context["script_files"]
        if str(getattr(script, "filename", "")).removeprefix("_static/") in wanted
    ]
    context["widget_states"] = [
        script
        for script in context["script_files"]
        if getattr(script, "attributes", {}).get("type") == WIDGET_STATE
    ]


def _description(doctree: nodes.document | None) -> str:
    """The page's first paragraph that is neither part of a list nor has a formula in it, cut at a word."""
    paragraphs = doctree.findall(nodes.paragraph) if doctree else ()
    free = (paragraph for paragraph in paragraphs if not isinstance(paragraph.parent, nodes.definition))
    wordy = (paragraph for paragraph in free if not any(paragraph.findall(nodes.math)))
    text = " ".join(next((paragraph.astext() for paragraph in wordy), "").split())
    return text if len(text) <= DESCRIPTION_LENGTH else text[:DESCRIPTION_LENGTH].rpartition(" ")[0] + " …"


def _part(app: Sphinx, pagename: str) -> str:
    """The caption of the part of the course that holds the page; empty for the landing page."""
    for toctree in app.env.get_doctree(app.config.root_doc).findall(addnodes.toctree):
        if pagename in toctree["includefiles"]:
            return toctree.get("caption") or ""
    return ""
