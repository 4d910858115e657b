"""The instructor's notebook from a py:percent text.

A cell's line says what nbgrader shall do with the cell:

    # %% solution="keep_mask"                         the learner writes it; the name is the function's
    # %% test="keep_mask_form" points=2               the instructor's code decides about points
    # %% [markdown] manual="why_scale" points=2       the learner writes it, a person reads it
    # %% locked="setup"                               may not change
    # %% solution="mend_a" slot="mend" variant=1      belongs to one of several variants, see `draw`

The same text and the same term give the same bytes.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROLES = ("solution", "test", "manual", "locked")
TERM = "self-study"  # where nobody names one
TERM_NAMES = re.compile(r"[\w.-]+")  # may stand in a text and on a command line


def notebook_json(text: Path, term: str | None = None) -> str:
    """The notebook of ``term``, one variant of each slot; without a term all variants."""
    import jupytext
    import nbformat

    notebook = jupytext.read(text)
    del notebook.metadata["jupytext"]
    notebook.nbformat_minor = 5  # the first version whose cells have ids
    words = [cell.metadata for cell in notebook.cells]
    for number, cell in enumerate(notebook.cells):
        cell.metadata = nbgrader_metadata(words[number])
        cell.id = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell-{number}")
    variants = variants_of_slots(words)
    if term is not None:
        check_term(term)
        drawn = {slot: draw(term, text.stem, slot, len(found)) for slot, found in variants.items()}
        notebook.cells = [
            cell
            for cell, word in zip(notebook.cells, words, strict=True)
            if drawn.get(word.get("slot")) == word.get("variant")
        ]
        notebook.cells[0].source += f"\n\n*Term: {term}.*"
        notebook.metadata["term"] = term
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def check_term(term: str) -> None:
    """Refuse a name that would read as something else."""
    if not TERM_NAMES.fullmatch(term):
        raise ValueError(f"a term's name is made of letters, digits, '.', '_' and '-', not {term!r}")


def nbgrader_metadata(words: Mapping[str, Any]) -> dict[str, Any]:
    """nbgrader's metadata for the words on a cell's line; a cell without such words stays free."""
    role = next((role for role in ROLES if role in words), None)
    if role is None:
        return {}
    metadata = {
        "grade_id": words[role],
        "solution": role in ("solution", "manual"),
        "grade": role in ("test", "manual"),
        "locked": role in ("test", "locked"),
        "task": False,
        "schema_version": 3,
    }
    if metadata["grade"]:
        metadata["points"] = words["points"]
    return {"nbgrader": metadata}


def variants_of_slots(words: Iterable[Mapping[str, Any]]) -> dict[str, set[int]]:
    """The variants of each slot, which are numbered from 1."""
    variants: defaultdict[str, set[int]] = defaultdict(set)
    for word in words:
        if ("slot" in word) != ("variant" in word):
            raise ValueError(f'a cell has both slot="name" and variant=number, or neither: {dict(word)}')
        if "slot" in word:
            variants[word["slot"]].add(word["variant"])
    for slot, found in variants.items():
        if found != set(range(1, len(found) + 1)):
            raise ValueError(f"the variants of the slot {slot!r} are numbered 1, 2, ..., not {sorted(found)}")
    return dict(variants)


def draw(term: str, assignment: str, slot: str, variants: int) -> int:
    """The variant that a term gets, the same on every machine and for ever.

    SHA-256 of "term/assignment/slot" as a number, modulo the number of variants, plus 1.
    """
    digest = hashlib.sha256(f"{term}/{assignment}/{slot}".encode()).hexdigest()
    return int(digest, 16) % variants + 1
