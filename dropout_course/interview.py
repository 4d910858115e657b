"""Interview questions on dropout: the question first, its answers below it, folded.

They stand in ``interview.yml``. An answer types no number that was measured: it names one in a committed
result, as a finding of the ledger does.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from dropout_course.claims import filled
from dropout_course.claims.ledger import checkout, link, title
from dropout_course.claims.links import dead_page
from dropout_course.claims.numbers import wrong_numbers

FILE = Path(__file__).with_suffix(".yml")


@dataclass(frozen=True)
class Question:
    """One question, and four things to know about its answer.

    Attributes:
        asks: the question.
        short: what to say in a breath.
        long: what to say when asked for more.
        wrong: what is often said instead.
        because: why that is wrong.
        page: of the book, with the anchor of the proof.
        notes: whether the study notes ask it.
    """

    asks: str
    short: str
    long: str
    wrong: str
    because: str
    page: str
    notes: bool = False

    @property
    def answers(self) -> tuple[str, str, str, str]:
        """All that is said, with its placeholders."""
        return self.short, self.long, self.wrong, self.because


@dataclass(frozen=True)
class Interview:
    """Questions in groups, each under its title."""

    groups: dict[str, tuple[Question, ...]]

    @property
    def questions(self) -> list[Question]:
        """All of them, in order."""
        return [question for group in self.groups.values() for question in group]

    def __repr__(self) -> str:
        return "\n\n".join(
            f"{question.asks}\n    {filled(question.short)}\n    {filled(question.long)}\n"
            f"    Wrong: {filled(question.wrong)} {filled(question.because)}\n    Proof: {question.page}"
            for question in self.questions
        )

    def _repr_html_(self) -> str:
        return "".join(
            f"<h3>{escape(name)}</h3>{''.join(map(_folded, questions))}"
            for name, questions in self.groups.items()
        )


def load(path: Path = FILE) -> Interview:
    """The questions in a file.

    Raises:
        ValueError: the file is no YAML or holds no groups of questions, or a question lacks a part.
    """
    import yaml

    try:
        groups = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Interview({group["title"]: tuple(map(_question, group["questions"])) for group in groups})
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise ValueError(f"no titles with questions: {' '.join(str(error).split())}") from None


def problems(interview: Interview, root: Path) -> Iterator[str]:
    """What is wrong with the questions in the checkout ``root``, a line each, with how to mend it."""
    for question in interview.questions:
        for problem in (
            *(f"{name} is empty; write it" for name in _empty(question)),
            *dead_page("page", question.page, root),
            *wrong_numbers(" ".join(question.answers), question.asks),
        ):
            yield f'"{question.asks}": {problem}'


def _question(row: Mapping[str, Any]) -> Question:
    return Question(**row)


def _empty(question: Question) -> list[str]:
    return [name for name in ("asks", "short", "long", "wrong", "because") if not getattr(question, name)]


def _folded(question: Question) -> str:
    mark = " <small>(from the study notes)</small>" if question.notes else ""
    parts = (
        f"<b>In short.</b> {_inline(question.short)}",
        f"<b>At length.</b> {_inline(question.long)}",
        f"<b>Often said.</b> \N{LEFT DOUBLE QUOTATION MARK}{_inline(question.wrong)}"
        f"\N{RIGHT DOUBLE QUOTATION MARK} {_inline(question.because)}",
        link(question.page, f"The proof: {title(question.page, checkout())}"),
    )
    answer = "".join(f'<p class="sd-card-text">{part}</p>' for part in parts)
    return (
        f'<details class="sd-dropdown"><summary><span>{_inline(question.asks)}{mark}</span></summary>'
        f'<div class="sd-summary-content">{answer}</div></details>'
    )


def _inline(text: str) -> str:
    """Text with its numbers, escaped; what stands between backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(filled(text)))
