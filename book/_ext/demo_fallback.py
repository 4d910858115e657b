"""A demo's still picture goes into the page together with its live view.

An output has many faces, and MyST-NB writes one of them: the live view wins over HTML. Where an output has
both, as the demos do, this transform keeps both: the page shows the still picture until ``demo-host.js`` puts
the live demo in its place, and for good where JavaScript does not run.
"""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class KeepStillPictures(SphinxPostTransform):
    """Replace each output that is both a widget and HTML by the two together."""

    default_priority = 3  # MyST-NB chooses one face at 4
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through the outputs of the page."""
        for output in list(self.document.findall(is_output)):
            faces = {face["mime_type"]: face.children for face in output.children}
            if {WIDGET_VIEW, "text/html"} <= faces.keys():
                demo = nodes.container(classes=["dc-demo-place"])
                demo.extend([*faces["text/html"], *faces[WIDGET_VIEW]])
                output.replace_self(demo)


def is_output(node: nodes.Node) -> bool:
    """Whether ``node`` holds the faces of one output."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(KeepStillPictures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
