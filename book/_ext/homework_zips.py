"""The homework that the site hands out: a zip beside its page, and unpacked beside the executed notebooks.

``book/homework/<name>.zip`` is made from the text under ``assignments/sources/`` before pages are read, so a
page links it like any file. It holds the variants of the term "self-study"; a class gets those of its own
term from ``make homework TERM=...``. Nothing here needs nbgrader.
"""

import sys
import zipfile
from pathlib import Path

from notebooks import FOLDER
from sphinx.application import Sphinx
from sphinx.util import logging

LOG = logging.getLogger(__name__)


def write_zips(app: Sphinx) -> None:
    """Bring the zips up to date; an unchanged one stays as it is, or its page would be read again."""
    scripts = Path(app.srcdir, "assignments")
    if not scripts.is_dir():
        return
    if str(scripts) not in sys.path:
        sys.path.append(str(scripts))
    from handout import assignments, released, text_of, zipped
    from notebook_from_text import TERM, notebook_json

    for name in assignments():
        try:
            content = zipped(name, released(notebook_json(text_of(name), TERM)))
        except (OSError, ValueError, KeyError) as error:
            LOG.warning("no %s.zip: %s", name, error)
            continue
        path = zip_folder(app) / f"{name}.zip"
        if not path.exists() or path.read_bytes() != content:
            scratch = path.with_suffix(".new")
            scratch.write_bytes(content)
            scratch.replace(path)


def unpack_zips(app: Sphinx, exception: Exception | None) -> None:
    """Beside the page's notebook, for Binder: there a learner opens the homework without unpacking it."""
    if exception or app.builder.format != "html":
        return
    for path in zip_folder(app).glob("*.zip"):
        with zipfile.ZipFile(path) as bundle:
            bundle.extractall(Path(app.outdir, FOLDER, "homework"))


def zip_folder(app: Sphinx) -> Path:
    """Where the pages on homework stand."""
    return Path(app.srcdir, "book", "homework")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect both."""
    app.connect("builder-inited", write_zips)
    app.connect("build-finished", unpack_zips)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
