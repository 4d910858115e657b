"""Every page that is a notebook, as an executed ``.ipynb``: written into the site, and linked from its page.

``_build/html/notebooks/<page>.ipynb`` is what the download link gives (also offline). The same files stand on
the branch that ``repository:`` in ``_config.yml`` names; the links to Binder and Colab point there.
"""

from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, urlsplit

import nbformat
from docutils import nodes
from nbformat import NotebookNode
from sphinx.application import Sphinx

FOLDER = "notebooks"
SETUP = """\
# The course's package is already here in JupyterLab and on Binder; Google Colab fetches it first.
import sys

if "google.colab" in sys.modules:
    %pip install --quiet "git+{repository}"
    from google.colab import output

    output.enable_custom_widget_manager()"""


def add_links(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the template the links of a notebook page."""
    if _executed(app, pagename).exists() and pagename in app.env.found_docs:
        options = app.config.html_theme_options
        context["notebook"] = links(
            options["repository_url"], options["repository_branch"], notebook_path(pagename)
        )


def links(repository: str, branch: str, path: str) -> dict[str, str]:
    """Addresses of a notebook: in the site, in Binder and in Colab.

    Args:
        repository: address of the repository on GitHub.
        branch: the branch that holds the executed notebooks.
        path: the notebook's path on that branch, the same as in the site.
    """
    name = urlsplit(repository).path.strip("/")
    return {
        "file": path,
        "binder": f"https://mybinder.org/v2/gh/{name}/{branch}?labpath={quote(path, safe='')}",
        "colab": f"https://colab.research.google.com/github/{name}/blob/{branch}/{quote(path)}",
    }


def notebook_path(pagename: str) -> str:
    """Where a page's notebook stands, in the site and on the branch."""
    return f"{FOLDER}/{PurePosixPath(pagename).relative_to('book')}.ipynb"


def write_notebooks(app: Sphinx, exception: Exception | None) -> None:
    """Write the executed notebooks into the site."""
    if exception or app.builder.format != "html":
        return
    for pagename in sorted(app.env.found_docs):
        executed = _executed(app, pagename)
        if executed.exists():
            target = Path(app.outdir) / notebook_path(pagename)
            target.parent.mkdir(parents=True, exist_ok=True)
            notebook = nbformat.read(executed, as_version=4)
            nbformat.write(for_readers(notebook, app.config.html_theme_options["repository_url"]), target)


def for_readers(notebook: NotebookNode, repository: str) -> NotebookNode:
    """The notebook with a cell that sets up Colab, and cell ids that do not change from build to build."""
    setup_cell = nbformat.v4.new_code_cell(SETUP.format(repository=repository), metadata={"tags": ["setup"]})
    first_code = next(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    notebook.cells.insert(first_code, setup_cell)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    nbformat.validate(notebook)
    return notebook


def _executed(app: Sphinx, pagename: str) -> Path:
    """Where MyST-NB leaves the executed notebook of a page."""
    return Path(app.env.mystnb_config.output_folder) / f"{pagename}.ipynb"


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect links and files."""
    app.connect("html-page-context", add_links)
    app.connect("build-finished", write_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
