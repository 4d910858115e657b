"""Run the source of one notebook cell as a kernel would, without a kernel.

Used on both sides of the wall: by the checker for the instructor's cells, by the worker for the learner's.
"""

import ast
import contextlib
import io
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

MAX_MESSAGE = 500  # characters of an exception's message
MAX_LINE = 200  # characters of a line in a traceback


@dataclass(frozen=True)
class Outcome:
    """What running a cell left: printed text, the last expression's value as text, the exception."""

    printed: str = ""
    result: str | None = None
    error: tuple[str, str] | None = None  # the exception's type and message
    traceback: Sequence[str] = field(default_factory=list)


class Printed(io.StringIO):
    """Standard output that stops growing at ``limit`` characters."""

    def __init__(self, limit: int) -> None:
        """Begin empty."""
        super().__init__()
        self._room = limit

    def write(self, text: str) -> int:
        """Keep what still fits, pretend to have kept the rest."""
        kept = text[: self._room]
        self._room -= len(kept)
        super().write(kept)
        return len(text)


class Magics:
    """What `get_ipython()` answers: magics and shell lines do nothing, code under ``%%time`` still runs."""

    RUN_THEIR_CODE = frozenset({"time", "timeit", "capture", "prun"})

    def __init__(self, namespace: dict[str, Any]) -> None:
        """Code under a magic runs in ``namespace``."""
        self._namespace = namespace

    def run_line_magic(self, name: str, line: str, *_: Any, **__: Any) -> None:
        """``%name line``."""
        if name in self.RUN_THEIR_CODE:
            exec(plain_python(line), self._namespace)

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """``%%name line`` above ``cell``."""
        if name in self.RUN_THEIR_CODE:
            exec(plain_python(cell), self._namespace)

    def system(self, command: str) -> None:
        """``!command``."""

    def getoutput(self, command: str) -> list[str]:
        """``lines = !command``."""
        return []


def plain_python(source: str) -> str:
    """Source as Python understands it: magics become calls of `get_ipython()`."""
    try:
        ast.parse(source)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager  # slow to import, seldom needed

        return str(TransformerManager().transform_cell(source))  # type: ignore[no-untyped-call]
    return source


def new_namespace(module: dict[str, Any]) -> dict[str, Any]:
    """Add to a module's dictionary the names that a notebook finds without importing them."""
    magics = Magics(module)
    module.update(__name__="__main__", get_ipython=lambda: magics, display=lambda *_, **__: None)
    return module


def run(source: str, namespace: dict[str, Any], *, name: str, keep: int) -> Outcome:
    """Execute a cell; whatever it raises is part of the outcome. ``keep`` limits each text that is kept."""
    printed, result = Printed(keep), None
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(Printed(0)):
            statements, last = _split(plain_python(source), name)
            exec(statements, namespace)
            value = eval(last, namespace) if last else None
            result = None if value is None else _as_text(value)[:keep]
    except BaseException as error:  # also SystemExit and KeyboardInterrupt: the next cell runs all the same
        return Outcome(printed.getvalue(), None, describe(error), _traceback(error, source, name))
    return Outcome(printed.getvalue(), result)


def _as_text(value: Any) -> str:
    """What a notebook shows, but a number of numpy or torch is Python's: points are read off the text."""
    is_number = getattr(value, "shape", None) == () and hasattr(value, "item")
    return repr(value.item() if is_number else value)


def _split(source: str, name: str) -> tuple[Any, Any]:
    """Code of a cell's statements, and of its last line if that is an expression, whose value is shown."""
    tree = ast.parse(source)
    file, last = f"<{name}>", None
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";"):
        last = compile(ast.Expression(tree.body[-1].value), file, "eval")
        del tree.body[-1]
    return compile(tree, file, "exec"), last


def describe(error: BaseException) -> tuple[str, str]:
    """Type and message of an exception, whose own methods may fail."""
    try:
        message = str(error)[:MAX_MESSAGE]
    except BaseException:
        message = ""
    return type(error).__name__, message


def _traceback(error: BaseException, source: str, name: str) -> list[str]:
    """The lines of this cell that led to the error; frames of other files are of no help to a learner."""
    lines = source.splitlines()
    steps = [
        f"  line {step.lineno}: {lines[step.lineno - 1].strip()[:MAX_LINE]}"
        for step in traceback.extract_tb(error.__traceback__)
        if step.filename == f"<{name}>" and step.lineno and step.lineno <= len(lines)
    ]
    kind, message = describe(error)
    if isinstance(error, SyntaxError) and error.lineno and error.lineno <= len(lines):
        steps.append(f"  line {error.lineno}: {lines[error.lineno - 1].strip()[:MAX_LINE]}")
    return [f"In cell {name}:", *steps[-20:], f"{kind}: {message}"]
