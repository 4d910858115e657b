"""How a page shows code: the package's own source, never a copy of it."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass

_SECTIONS = re.compile(r'\s+(Args|Returns|Raises):\n.*?(?=\n +""")', re.DOTALL)


@dataclass(frozen=True)
class Source:
    """Python source that a page or a notebook displays as highlighted Markdown."""

    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return f"```python\n{self.text}```\n"


def source(*functions: Callable[..., object]) -> Source:
    """The source of each function as it stands in the package, in the order given.

    A page has said what the arguments are, so docstrings stop before the sections that list them;
    ``help(function)`` gives all.
    """
    return Source(
        "\n\n".join(_SECTIONS.sub("", inspect.getsource(function), count=1) for function in functions)
    )
