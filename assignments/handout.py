"""What learners get: the released notebook, a guide and what to install, in one zip.

`released` makes of the instructor's notebook what ``nbgrader generate_assignment`` makes of it, byte for byte
(a test holds it to that), but needs no nbgrader and no gradebook: so the site can hand out the homework.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
SITE = HERE.parent / "_config.yml"  # says where the course lives
ZIP_DATE = (2025, 1, 1, 0, 0, 0)  # the same text makes the same zip, byte for byte
STUBS = {"code": ["# YOUR CODE HERE", "raise NotImplementedError()"], "markdown": ["YOUR ANSWER HERE"]}
Cell = dict[str, Any]


def assignments() -> list[str]:
    """Names of the assignments that have a text source."""
    return sorted(path.stem for path in SOURCES.glob("*/*.py") if path.stem == path.parent.name)


def text_of(assignment: str) -> Path:
    """The text that an assignment is built from."""
    return SOURCES / assignment / f"{assignment}.py"


def zipped(assignment: str, notebook: str) -> bytes:
    """The zip of an assignment whose released notebook is ``notebook``."""
    contents = {
        f"{assignment}.ipynb": notebook,
        "README.md": text_of(assignment).with_name("README.md").read_text(encoding="utf-8"),
        "requirements.txt": requirements(json.loads(notebook)),
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(f"{assignment}/{name}", ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, content)
    return archive.getvalue()


def requirements(notebook: dict[str, Any]) -> str:
    """What a learner installs: the package, from where it lives, a notebook, torch where needed."""
    import yaml

    repository = yaml.safe_load(SITE.read_text(encoding="utf-8"))["repository"]["url"]
    packages = [f"dropout-course @ git+{repository}", "jupyterlab>=4.2"]
    if "torch" in notebook["metadata"].get("grading", {}).get("packages", []):
        packages.append("torch>=2.4")
    return "\n".join(packages) + "\n"


# ---- the release


def released(source: str) -> str:
    """The notebook for learners, from the instructor's: without answers and hidden tests, locked, sealed."""
    import nbformat

    notebook = json.loads(source)
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader")
        if not marks:
            continue
        lock(cell, marks)
        lines = "".join(cell["source"]).split("\n")
        if marks["solution"]:
            stub = STUBS[cell["cell_type"]]
            lines = list(without("SOLUTION", lines, stub)) if begins("SOLUTION", lines) else stub
        cell["source"] = "\n".join(without("HIDDEN TESTS", lines))
        marks |= {"checksum": checksum(cell, marks), "cell_type": cell["cell_type"]}
    return str(nbformat.writes(nbformat.from_dict(notebook))) + "\n"


def lock(cell: Cell, marks: dict[str, Any]) -> None:
    """Nothing that nbgrader knows may be deleted; what is not the learner's may not be edited."""
    cell["metadata"]["deletable"] = False
    if not marks["solution"]:
        cell["metadata"]["editable"] = False


def begins(region: str, lines: list[str]) -> bool:
    """Whether such a region stands there."""
    return any(f"BEGIN {region}" in line for line in lines)


def without(region: str, lines: list[str], stub: list[str] | None = None) -> Iterator[str]:
    """The lines outside the regions of this name, ``stub`` in the place of each."""
    inside = False
    for line in lines:
        if f"BEGIN {region}" in line:
            inside = True
            indent = re.match(r"\s*", line)[0]
            yield from (indent + each for each in stub or ())
        elif f"END {region}" in line:
            inside = False
        elif not inside:
            yield line


def checksum(cell: Cell, marks: dict[str, Any]) -> str:
    """nbgrader's seal of a cell."""
    locked = not marks["solution"] and (marks["grade"] or marks["locked"])
    parts = [cell["source"], cell["cell_type"], marks["grade"], marks["solution"], locked, marks["grade_id"]]
    if marks["grade"]:
        parts.append(float(marks["points"]))
    return hashlib.md5("".join(map(str, parts)).encode()).hexdigest()
