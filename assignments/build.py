"""Build the homework: text source -> nbgrader's source notebook -> release -> a zip for learners.

    python assignments/build.py [COURSE_DIR] [--term 2027-spring]

COURSE_DIR (default: this folder) receives ``source/``, ``release/``, ``gradebook.db`` and
``<assignment>.zip``. The text in ``sources/`` is the only thing to edit; what is newer than all that it is
made from is left alone. The term's name draws which of the transfer exercises its learners get.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from handout import HERE, SITE, assignments, text_of, zipped
from notebook_from_text import TERM, notebook_json

CONFIG = "nbgrader_config.py"


def build(assignment: str, course: Path, term: str | None = TERM) -> bool:
    """Bring one assignment up to date in ``course``; False when there was nothing to do.

    ``term=None`` builds all variants into one notebook: for tests, not for learners.
    """
    text = text_of(assignment)
    source = course / "source" / assignment / f"{assignment}.ipynb"
    release = course / "release" / assignment / f"{assignment}.ipynb"
    archive = course / f"{assignment}.zip"
    made_from = [*text.parent.iterdir(), *HERE.glob("*.py"), SITE]
    same_term = built_term(source) == term
    if same_term and is_newer([source, release, archive], made_from) and (course / "gradebook.db").exists():
        return False
    if source.exists() and not same_term:
        keep_what_was_handed_in(assignment, course)
    course.mkdir(mode=0o700, parents=True, exist_ok=True)  # answers and learners' work are nobody else's
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(notebook_json(text, term), encoding="utf-8")
    if not (course / CONFIG).exists():  # an instructor's own settings stay
        shutil.copy(HERE / CONFIG, course / CONFIG)
    generate_release(assignment, course)
    archive.write_bytes(zipped(assignment, release.read_text(encoding="utf-8")))
    return True


def is_newer(products: Iterable[Path], ingredients: Iterable[Path]) -> bool:
    """Whether every product exists and is at least as new as every ingredient."""
    newest = max(path.stat().st_mtime for path in ingredients)
    return all(path.exists() and path.stat().st_mtime >= newest for path in products)


def built_term(source: Path) -> str | None:
    """The term that a notebook was built for."""
    if not source.exists():
        return None
    return json.loads(source.read_text(encoding="utf-8"))["metadata"].get("term")


def keep_what_was_handed_in(assignment: str, course: Path) -> None:
    """Refuse to build another term over a folder that holds submissions: their source is what was built."""
    if any(course.glob(f"submitted/*/{assignment}")):
        sys.exit(
            f"{course} holds submissions to {assignment} of another term, which can be graded again only "
            "with the notebook that they came from. Build the new term in a folder of its own: "
            "make homework TERM=... COURSE=folder"
        )


def generate_release(assignment: str, course: Path) -> None:
    """Run ``nbgrader generate_assignment``: solutions and hidden tests go, checksums come."""
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", assignment, "--force", "--create"]
    scripts = sysconfig.get_path("scripts")  # nbgrader calls alembic by name
    environment = os.environ | {"PATH": os.pathsep.join([scripts, os.environ.get("PATH", os.defpath)])}
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"nbgrader could not make the release of {assignment}:\n{done.stderr}")


def main() -> None:
    """Build every assignment and say what was done."""
    parser = argparse.ArgumentParser(description="Build the homework.")
    parser.add_argument("course", type=Path, nargs="?", default=HERE, metavar="COURSE_DIR")
    parser.add_argument("--term", help="draws the variants of the transfer exercises; kept once chosen")
    wish = parser.parse_args()
    for assignment in assignments():
        course = wish.course.resolve()
        before = built_term(course / "source" / assignment / f"{assignment}.ipynb")
        term = wish.term or before or TERM
        try:
            made = build(assignment, course, term)
        except ValueError as error:
            sys.exit(f"{assignment}: {error}")
        print(f"{assignment}: {f'built for the term {term}' if made else 'up to date'}")


if __name__ == "__main__":
    main()
