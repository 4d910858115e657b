"""Every page that is a notebook, as an executed ``.ipynb``: written into the site, and linked from its page.

``_build/html/notebooks/<page>.ipynb`` is what the download link gives (also offline). The same files stand on
the branch that ``repository:`` in ``_config.yml`` names; the links to Binder and Colab point there.
"""

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from posixpath import dirname, relpath
from typing import Any
from urllib.parse import quote, urlsplit

import nbformat
from docutils import nodes
from jupyter_cache import get_cache
from nbformat import NotebookNode
from plain_markdown import plain_cells
from sphinx.application import Sphinx
from works import Work, read_works

FOLDER = "notebooks"
METADATA = {"kernelspec", "widgets"}  # the rest tells of MyST's reading, or is lost in the cache
PAGE_LINK = re.compile(r'(href="\.\./[\w/-]+)\.html')
"""Where what a cell shows leads to another page of the site."""
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
    if _is_notebook(app, pagename):
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
    repository = app.config.html_theme_options["repository_url"]
    works = {}
    for file in app.config.bibtex_bibfiles:
        works |= read_works(Path(app.srcdir, file))
    pages = sorted(filter(partial(_is_notebook, app), app.env.found_docs))
    for pagename in pages:
        target = Path(app.outdir) / notebook_path(pagename)
        target.parent.mkdir(parents=True, exist_ok=True)
        titles = {relpath(page, dirname(pagename)): app.env.titles[page].astext() for page in pages}
        nbformat.write(for_readers(executed(app, pagename), repository, works, titles), target)


def executed(app: Sphinx, pagename: str) -> NotebookNode:
    """The page's notebook with the results that the page shows.

    MyST-NB writes a notebook for every page, but without results where these came from its cache; so they are
    taken from the cache, which holds them in either case.
    """
    written = Path(app.env.mystnb_config.output_folder) / f"{pagename}.ipynb"
    notebook = nbformat.read(written, as_version=4)
    _, notebook = get_cache(app.env.mystnb_config.execution_cache_path).merge_match_into_notebook(notebook)
    return notebook


def for_readers(
    notebook: NotebookNode, repository: str, works: Mapping[str, Work], titles: Mapping[str, str]
) -> NotebookNode:
    """The notebook in plain Markdown, with a cell that sets up Colab; the same from build to build."""
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    for cell, text in zip(prose, plain_cells((cell.source for cell in prose), works, titles), strict=True):
        cell.source = text
    for output in (output for cell in notebook.cells for output in cell.get("outputs", ())):
        if "text/html" in output.get("data", {}):
            output.data["text/html"] = PAGE_LINK.sub(r"\g<1>.ipynb", output.data["text/html"])
    setup_cell = nbformat.v4.new_code_cell(SETUP.format(repository=repository), metadata={"tags": ["setup"]})
    first_code = next(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    notebook.cells.insert(first_code, setup_cell)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    for surplus in notebook.metadata.keys() - METADATA:
        del notebook.metadata[surplus]
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    nbformat.validate(notebook)
    return notebook


def _is_notebook(app: Sphinx, pagename: str) -> bool:
    return "kernelspec" in app.env.metadata.get(pagename, {})


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect links and files."""
    app.connect("html-page-context", add_links)
    app.connect("build-finished", write_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
