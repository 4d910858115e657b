"""The directive ``course-map``: the parts of the course, which of their pages stand and which are planned.

Its content is YAML, a list of parts, each with ``part``, ``question`` and ``pages``; a page is ``doc`` (its
path under ``book/``) and ``title``. A page stands when it is in the table of contents: the map cannot promise
what is not there.
"""

import yaml
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class CourseMap(SphinxDirective):
    """Parts as layers, pages as units; pages that stand are links."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Build the map, and a key that counts what stands."""
        parts = yaml.safe_load("\n".join(self.content))
        pages = [page for part in parts for page in part["pages"]]
        standing = sum(self._stands(page) for page in pages)
        course = nodes.bullet_list("", *map(self._part, parts), classes=["course-map"])
        key = nodes.bullet_list("", _unit(f"finished: {standing}", stands=True), classes=["course-map-key"])
        if planned := len(pages) - standing:
            key += _unit(f"planned: {planned}", stands=False)
        return [key, course]

    def _part(self, part: dict) -> nodes.list_item:
        head = nodes.container(
            "",
            nodes.paragraph("", part["part"], classes=["course-map-part"]),
            nodes.paragraph("", part["question"], classes=["course-map-question"]),
        )
        return nodes.list_item("", head, nodes.bullet_list("", *map(self._page, part["pages"])))

    def _page(self, page: dict) -> nodes.list_item:
        if not self._stands(page):
            return _unit(page["title"], stands=False)
        link = addnodes.pending_xref(
            "",
            nodes.inline("", page["title"]),
            refdomain="std",
            reftype="doc",
            reftarget="/" + self._docname(page),
            refdoc=self.env.docname,
            refexplicit=True,
            refwarn=True,
        )
        return _unit(link, stands=True)

    def _docname(self, page: dict) -> str:
        return f"book/{page['doc']}"

    def _stands(self, page: dict) -> bool:
        return self._docname(page) in self.env.found_docs


def _unit(content: nodes.Node | str, *, stands: bool) -> nodes.list_item:
    text = nodes.Text(content) if isinstance(content, str) else content
    classes = ["unit", "unit-stands" if stands else "unit-planned"]
    return nodes.list_item("", nodes.paragraph("", "", text), classes=classes)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("course-map", CourseMap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
