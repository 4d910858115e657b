"""Run the pages' code again when the package behind it has changed.

MyST-NB's cache knows a page by its own code cells alone, and Sphinx reads a page again only when its text has
changed: left to themselves, both would go on showing what an older package computed. So the package's digest
is part of the cache's path, which MyST-NB has declared as configuration whose change makes Sphinx read every
page again.
"""

import hashlib
import shutil
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

ROOT = Path(__file__).parents[2]
LIBRARIES = ("numpy", "matplotlib", "ipywidgets", "anywidget")
SOURCES = ("dropout_course", "book/claims.yml")


def digest(root: Path = ROOT) -> str:
    """Sixteen hex digits that change with any file of the package, the ledger, or a library's version."""
    seen = hashlib.sha256()
    for library in LIBRARIES:
        seen.update(f"{library} {version(library)}\n".encode())
    for path in _files(root):
        seen.update(f"{path.relative_to(root).as_posix()}\n".encode())
        seen.update(hashlib.sha256(path.read_bytes()).digest())
    return seen.hexdigest()[:16]


def _files(root: Path) -> Iterable[Path]:
    for source in SOURCES:
        path = root / source
        found = path.rglob("*") if path.is_dir() else [path]
        yield from sorted(p for p in found if p.is_file() and "__pycache__" not in p.parts)


def use_cache_of_this_package(app: Sphinx, config: Config) -> None:
    """Point MyST-NB to the cache of this digest; caches of other digests are of no more use and go."""
    caches = Path(app.outdir).parent / ".jupyter_cache"
    current = caches / digest(Path(app.srcdir))
    config.nb_execution_cache_path = str(current)
    for other in caches.glob("*") if caches.is_dir() else ():
        if other != current:
            shutil.rmtree(other) if other.is_dir() else other.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    """Choose the cache before MyST-NB reads its configuration."""
    app.connect("config-inited", use_cache_of_this_package)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
