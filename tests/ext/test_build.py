"""How a book is built: from a cache that knows the package, the same each time, never with a fault."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from small_book import build, built_page, write_book

pytestmark = pytest.mark.slow

PAGE = """\
---
jupytext:
  text_representation: {extension: .md, format_name: myst, format_version: 0.13}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# A page

Since $\\sqrt{p} \\le 1$, see [home](index.md).

```{code-cell} python3
from pathlib import Path
from uuid import uuid4
print("the package says", Path("../dropout_course/value.txt").read_text(), "run", uuid4().hex)
```

```{code-cell} python3
from ipywidgets import IntSlider
IntSlider()
```
"""


@pytest.fixture
def book(tmp_path) -> Path:
    return write_book(tmp_path, {"index": "# Home\n\nThe [page](page.md).\n", "page": PAGE})


def run_of(book: Path) -> str:
    """What the page's cell printed."""
    found = re.search(r"the package says (\w+) run \w+", built_page(book, "page"))
    assert found
    return found[0]


def everything(book: Path) -> dict[str, bytes]:
    """All files of the site; the state of widgets left out, whose keys change their order in the cache."""
    html = book / "_build" / "html"
    state = re.compile(rb'(<script type="application/vnd.jupyter[^>]*>).*?</script>', re.DOTALL)
    files = (path for path in html.rglob("*") if path.is_file())
    return {str(path.relative_to(html)): state.sub(rb"\1", path.read_bytes()) for path in files}


def test_a_page_runs_again_when_the_package_has_changed_and_only_then(book):
    first = build(book)
    assert first.returncode == 0, first.stdout + first.stderr
    printed = run_of(book)
    assert "says one" in printed

    (book / "book" / "page.md").write_text(PAGE.replace("# A page", "# The page"))
    assert build(book).returncode == 0
    assert run_of(book) == printed  # new words around old code: the cache answers

    (book / "dropout_course" / "value.txt").write_text("two")
    assert build(book).returncode == 0
    assert "says two" in run_of(book)
    assert len(list((book / "_build" / ".jupyter_cache").iterdir())) == 1  # the old cache is gone


def test_a_build_from_the_cache_gives_the_same_bytes_and_a_whole_notebook(book):
    assert build(book).returncode == 0
    first = everything(book)
    for made in ("html", "jupyter_execute", ".doctrees"):
        shutil.rmtree(book / "_build" / made)
    assert build(book).returncode == 0
    again = everything(book)
    assert first.keys() == again.keys()
    assert [name for name in first if first[name] != again[name]] == []
    notebook = nbformat.read(book / "_build" / "html" / "notebooks" / "page.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert "says one" in outputs[0]["text"]
    (state,) = notebook.metadata.widgets.values()
    assert "IntSliderModel" in {widget["model_name"] for widget in state["state"].values()}


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        ("[nowhere](missing.md)", "missing"),
        (r"$\frac{1}$", "formula"),
        ("{cite:p}`nobody1999`", "nobody1999"),
    ],
)
def test_a_faulty_page_fails_the_build_and_says_where(book, fault, complaint):
    (book / "book" / "index.md").write_text(f"# Home\n\n{fault} and [page](page.md)\n")
    result = build(book)
    assert result.returncode != 0
    complaints = [line for line in result.stderr.splitlines() if "WARNING" in line and "index.md" in line]
    assert any(complaint in line for line in complaints), result.stderr
