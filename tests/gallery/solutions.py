"""The gallery: one file a solution, what it loses and what its author must be told."""

import ast
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from gallery.build import model_solutions, source_notebook

HERE = Path(__file__).parent
LABELS = ("TOLD", "LOSES")


@dataclass(frozen=True)
class Solution:
    """Answers to some functions of an assignment; ``loses`` gives the points lost, by grade cell."""

    name: str
    cells: dict[str, str]
    told: str = ""
    loses: dict[str, float] = field(default_factory=dict)


@cache
def gallery(assignment: str, kind: str) -> list[Solution]:
    """The solutions of an assignment that are ``kind``: "right" or "wrong"."""
    functions = model_solutions(source_notebook(assignment)).keys()
    files = sorted((HERE / assignment.replace("-", "_") / kind).glob("*.py"))
    return [read_solution(path, functions) for path in files]


def read_solution(path: Path, functions: Collection[str]) -> Solution:
    """Split a file into the cells of ``functions``: what stands before one of them goes into its cell."""
    text = path.read_text(encoding="utf-8")
    labels, cells, before = {}, {}, []
    for node in ast.parse(text).body[1:]:  # the first is the docstring
        name = defined_name(node)
        if name in LABELS:
            labels[name] = ast.literal_eval(node.value)
            continue
        before.append(whole_source(text, node))
        if name in functions:
            cells[name] = "\n\n".join(before)
            before = []
    if before:
        raise ValueError(f"{path} ends with code that belongs to none of {', '.join(functions)}")
    return Solution(path.stem, cells, labels.get("TOLD", ""), labels.get("LOSES", {}))


def defined_name(node: ast.stmt) -> str | None:
    """The name that a statement gives to a function, a class or a value."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return None


def whole_source(text: str, node: ast.stmt) -> str:
    """A statement as it stands in the file, its decorators included."""
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
    return "\n".join(text.splitlines()[first - 1 : node.end_lineno])
