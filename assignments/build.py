"""Build the homework: text source -> nbgrader's source notebook -> release -> a zip for learners.

    python assignments/build.py [COURSE_DIR]

COURSE_DIR (default: this folder) receives ``source/``, ``release/``, ``gradebook.db`` and
``<assignment>.zip``. The text in ``sources/`` is the only thing to edit; what is newer than all that it is
made from is left alone.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
SITE = HERE.parent / "_config.yml"  # says where the course lives
CONFIG = "nbgrader_config.py"
ZIP_DATE = (2025, 1, 1, 0, 0, 0)  # the same text makes the same zip, byte for byte


def assignments() -> list[str]:
    """Names of the assignments that have a text source."""
    return sorted(path.name for path in SOURCES.iterdir() if path.is_dir())


def build(assignment: str, course: Path) -> bool:
    """Bring one assignment up to date in ``course``; False when there was nothing to do."""
    text = SOURCES / assignment / f"{assignment}.py"
    source = course / "source" / assignment / f"{assignment}.ipynb"
    release = course / "release" / assignment / f"{assignment}.ipynb"
    archive = course / f"{assignment}.zip"
    made_from = [*text.parent.iterdir(), HERE / CONFIG, SITE, Path(__file__)]
    if is_newer([source, release, archive], made_from) and (course / "gradebook.db").exists():
        return False
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(notebook_json(text), encoding="utf-8")
    if course != HERE:
        shutil.copy(HERE / CONFIG, course / CONFIG)
    generate_release(assignment, course)
    contents = {
        release.name: release.read_bytes(),
        "README.md": (text.parent / "README.md").read_bytes(),
        "requirements.txt": requirements().encode(),
    }
    write_zip(archive, assignment, contents)
    return True


def is_newer(products: Iterable[Path], ingredients: Iterable[Path]) -> bool:
    """Whether every product exists and is at least as new as every ingredient."""
    newest = max(path.stat().st_mtime for path in ingredients)
    return all(path.exists() and path.stat().st_mtime >= newest for path in products)


def notebook_json(text: Path) -> str:
    """The notebook of a py:percent text, the same text giving the same bytes.

    A cell's line says what nbgrader shall do with it: ``# %% solution="keep_mask"`` is the learner's to
    write, ``# %% test="keep_mask_form" points=2`` is graded, ``# %% locked="setup"`` may not change.
    """
    import jupytext
    import nbformat

    notebook = jupytext.read(text)
    del notebook.metadata["jupytext"]
    notebook.nbformat_minor = 5  # the first version whose cells have ids
    for number, cell in enumerate(notebook.cells):
        cell.metadata = nbgrader_metadata(cell.metadata)
        cell.id = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell-{number}")
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def nbgrader_metadata(words: dict[str, Any]) -> dict[str, Any]:
    """nbgrader's metadata for the words on a cell's line; a cell without such words stays free."""
    role = next((role for role in ("solution", "test", "locked") if role in words), None)
    if role is None:
        return {}
    metadata = {
        "grade_id": words[role],
        "solution": role == "solution",
        "grade": role == "test",
        "locked": role != "solution",
        "task": False,
        "schema_version": 3,
    }
    if role == "test":
        metadata["points"] = words["points"]
    return {"nbgrader": metadata}


def generate_release(assignment: str, course: Path) -> None:
    """Run ``nbgrader generate_assignment``: solutions and hidden tests go, checksums come."""
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", assignment, "--force", "--create"]
    scripts = sysconfig.get_path("scripts")  # nbgrader calls alembic by name
    environment = os.environ | {"PATH": os.pathsep.join([scripts, os.environ.get("PATH", os.defpath)])}
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"nbgrader could not make the release of {assignment}:\n{done.stderr}")


def requirements() -> str:
    """What a learner installs: the course's package, from where it lives, and a notebook."""
    import yaml

    repository = yaml.safe_load(SITE.read_text(encoding="utf-8"))["repository"]["url"]
    return f"dropout-course @ git+{repository}\njupyterlab>=4.2\n"


def write_zip(archive: Path, folder: str, contents: dict[str, bytes]) -> None:
    """Pack ``contents``, by name, into ``archive`` under ``folder/``."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, content)


def main() -> None:
    """Build every assignment and say what was done."""
    course = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE
    for assignment in assignments():
        news = "built" if build(assignment, course) else "up to date"
        print(f"{assignment}: {news}")


if __name__ == "__main__":
    main()
