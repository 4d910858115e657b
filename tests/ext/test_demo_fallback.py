from types import SimpleNamespace

from demo_fallback import WIDGET_VIEW, KeepStillPictures
from docutils import nodes
from docutils.utils import new_document


def outputs_after(*faces_of_each: dict[str, str]) -> list[str]:
    """What the page holds after the transform: per output, its text, or "untouched"."""
    document = new_document("page")
    document.settings.env = SimpleNamespace()
    for faces in faces_of_each:
        output = nodes.container(nb_element="mime_bundle")
        for mime_type, text in faces.items():
            output += nodes.container("", nodes.raw("", text, format="html"), mime_type=mime_type)
        document += output
    KeepStillPictures(document).run()
    return [
        "untouched" if child.get("nb_element") else "".join(part.astext() for part in child.children)
        for child in document.children
    ]


def test_a_widget_with_a_still_picture_keeps_both_the_picture_first():
    faces = {"text/plain": "words", WIDGET_VIEW: "view", "text/html": "picture"}
    assert outputs_after(faces) == ["pictureview"]


def test_every_other_output_is_left_to_myst_nb():
    assert outputs_after({WIDGET_VIEW: "view"}, {"text/html": "table", "text/plain": "words"}, {}) == [
        "untouched",
        "untouched",
        "untouched",
    ]
