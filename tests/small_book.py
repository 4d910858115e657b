"""Small books, built with the course's own configuration and extensions."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]


def write_book(folder: Path, pages: Mapping[str, str]) -> Path:
    """A book with ``pages`` (name -> Markdown; ``index`` is its root) and a package that holds one file."""
    shutil.copy(ROOT / "_config.yml", folder)
    chapters = ", ".join(f"{{file: book/{name}}}" for name in pages if name != "index")
    (folder / "_toc.yml").write_text(f"{{format: jb-book, root: book/index, chapters: [{chapters}]}}")
    (folder / "book").mkdir()
    for shared in ("_ext", "assets", "references.bib"):
        (folder / "book" / shared).symlink_to(ROOT / "book" / shared)
    for name, text in pages.items():
        (folder / "book" / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "dropout_course").mkdir()
    (folder / "dropout_course" / "value.txt").write_text("one")
    return folder


def build(book: Path) -> subprocess.CompletedProcess[str]:
    """Build as ``make book`` does."""
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    command = [str(jupyter_book), "build", ".", "-W", "-n", "--keep-going"]
    return subprocess.run(command, cwd=book, capture_output=True, text=True, check=False)


def built_page(book: Path, name: str) -> str:
    """A built page."""
    return (book / "_build" / "html" / "book" / f"{name}.html").read_text(encoding="utf-8")
