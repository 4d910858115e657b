"""Tables in a box of their own: one that is wider than the screen scrolls there, and the page stays put."""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class ScrollTables(SphinxPostTransform):
    """Wrap each table in ``<div class="table-scroll">``."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Wrap the page's tables."""
        for table in list(self.document.findall(nodes.table)):
            box = nodes.container("", classes=["table-scroll"])
            table.replace_self(box)
            box += table
