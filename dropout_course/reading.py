"""How a page shows code: the package's own source, never a copy of it."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Python source that a page or a notebook displays as highlighted Markdown."""

    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return f"```python\n{self.text}```\n"


def source(*functions: Callable[..., object]) -> Source:
    """The source of each function as it stands in the package, in the order given."""
    return Source("\n\n".join(inspect.getsource(function) for function in functions))
