"""The gallery: one file a solution, what it loses and what its author must be told."""

import ast
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
LABELS = ("TOLD", "LOSES")


@dataclass(frozen=True)
class Solution:
    """Answers to some functions of an assignment; ``loses`` gives the points lost, by grade cell."""

    name: str
    cells: dict[str, str]
    told: str = ""
    loses: dict[str, float] = field(default_factory=dict)


def gallery(assignment: str, kind: str) -> list[Solution]:
    """The solutions of an assignment that are ``kind``: "right" or "wrong"."""
    files = sorted((HERE / assignment.replace("-", "_") / kind).glob("*.py"))
    return [read_solution(path) for path in files]


def read_solution(path: Path) -> Solution:
    """Split a file into solution cells: what stands before a function goes into its cell."""
    text = path.read_text(encoding="utf-8")
    labels, cells, before = {}, {}, []
    for node in ast.parse(text).body[1:]:  # the first is the docstring
        source = ast.get_source_segment(text, node)
        if isinstance(node, ast.Assign) and node.targets[0].id in LABELS:
            labels[node.targets[0].id] = ast.literal_eval(node.value)
        elif isinstance(node, ast.FunctionDef):
            cells[node.name] = "\n\n".join([*before, source])
            before = []
        else:
            before.append(source)
    return Solution(path.stem, cells, labels.get("TOLD", ""), labels.get("LOSES", {}))
