"""A formula and the full stop after it stay on one line: browsers may break between the two."""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

CLOSING = re.compile(r"[.,;:!?)\]\u2019\u201d]+")


class KeepPunctuation(SphinxPostTransform):
    """Join an inline formula and the punctuation behind it in ``<span class="nobr">``."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Go through the page's inline formulas."""
        for formula in list(self.document.findall(nodes.math)):
            after = formula.next_node(descend=False, siblings=True)
            if isinstance(after, nodes.Text) and (mark := CLOSING.match(after)):
                parent = formula.parent
                parent.replace(after, nodes.Text(after[mark.end() :]))
                joined = nodes.inline(classes=["nobr"])
                parent.replace(formula, joined)
                joined.extend([formula, nodes.Text(mark[0])])
