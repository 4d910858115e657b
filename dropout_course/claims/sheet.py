"""The cheat sheet: rules of thumb, each of which names its claims and may not say more than these bear.

The lines stand in ``sheet.yml``. A line that *recommends* what a claim says needs the verdict "holds"
or, with its condition in the line's own words, "holds under conditions"; one that *warns* against it needs
"does not hold"; what is "not settled" may only be told as *open*.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from dropout_course.claims.cards import SIGNS, anchor
from dropout_course.claims.links import dead_page
from dropout_course.claims.numbers import wrong_numbers
from dropout_course.claims.reader import Ledger, filled
from dropout_course.results import Verdict

FILE = Path(__file__).with_suffix(".yml")
BEARS = {
    "recommends": (Verdict.HOLDS, Verdict.HOLDS_UNDER_CONDITIONS),
    "warns": (Verdict.DOES_NOT_HOLD,),
    "open": (Verdict.NOT_SETTLED,),
}
"""The verdicts that bear a line, by its stance."""


@dataclass(frozen=True)
class Line:
    """A rule of thumb.

    Attributes:
        text: what to do; its first sentence stands out, its numbers come through placeholders.
        stance: towards what its claims say: recommends, warns or open.
        claims: their ids, at least one.
        says: the verdict on them that the line leans on.
        page: of the book, with the anchor of the evidence.
        condition: under which they hold, in the very words of ``text``.
    """

    text: str
    stance: str
    claims: tuple[str, ...]
    says: str
    page: str
    condition: str = ""


@dataclass(frozen=True)
class Sheet:
    """Lines in groups, each under its title."""

    groups: dict[str, tuple[Line, ...]]

    @property
    def lines(self) -> list[Line]:
        """All lines, in order."""
        return [line for group in self.groups.values() for line in group]

    def __repr__(self) -> str:
        return "\n\n".join(
            "\n".join([title.upper(), *(f"{SIGNS[line.says]} {filled(line.text)}" for line in lines)])
            for title, lines in self.groups.items()
        )

    def _repr_html_(self) -> str:
        groups = "".join(
            f"<section><h2>{escape(title)}</h2><ul>{''.join(map(_item, lines))}</ul></section>"
            for title, lines in self.groups.items()
        )
        return f'<div class="cheat-sheet">{groups}</div>'


def load(path: Path = FILE) -> Sheet:
    """The sheet in a file.

    Raises:
        ValueError: the file is no YAML or no sheet, or a line lacks a field or has an unknown one.
    """
    import yaml

    try:
        groups = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Sheet({group["title"]: tuple(map(_line, group["lines"])) for group in groups})
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise ValueError(f"no sheet of titles and lines: {' '.join(str(error).split())}") from None


def _line(row: Mapping[str, Any]) -> Line:
    return Line(**{**row, "claims": tuple(row["claims"])})


def problems(sheet: Sheet, ledger: Ledger, root: Path) -> Iterator[str]:
    """What is wrong with a sheet in the checkout ``root``, a line each, with how to mend it."""
    for line in sheet.lines:
        claims = [ledger.claims[claim] for claim in line.claims if claim in ledger.claims]
        says = " ".join(claim.says for claim in claims)
        experiments = [name for claim in claims for name in claim.experiment]
        for problem in (
            *disagreements(line, ledger),
            *dead_page("page", line.page, root),
            *wrong_numbers(line.text, says, experiments),
        ):
            yield f'"{_parts(line.text)[0]}": {problem}'


def disagreements(line: Line, ledger: Ledger) -> list[str]:
    """Where ``line`` says other than the ledger, or more; empty if the ledger bears it."""
    found = []
    if line.stance not in BEARS:
        return [f"stance {line.stance!r} is none of {', '.join(BEARS)}"]
    if not line.claims:
        found.append("it names no claim; name what it leans on, or take the line out")
    for claim in line.claims:
        if claim not in ledger.claims:
            found.append(f"claim {claim} is not answered; wait for its verdict, or mend the id")
        elif (verdict := ledger.claims[claim].verdict) != line.says:
            found.append(f"claim {claim}: the ledger says {verdict}, the line leans on {line.says}")
    if line.says not in BEARS[line.stance]:
        found.append(f"a line that {_does(line.stance)} cannot lean on {line.says}; change one of them")
    if line.stance == "open" and "open" not in line.text:
        found.append("it does not say that this is open; say so")
    if line.says == Verdict.HOLDS_UNDER_CONDITIONS and not (
        line.condition and line.condition.lower() in line.text.lower()
    ):
        found.append("it leans on conditions; give the condition, in the very words of the line")
    return found


def _does(stance: str) -> str:
    return "leaves it open" if stance == "open" else stance


def _item(line: Line) -> str:
    first, rest = _parts(filled(line.text))
    name, _, place = line.page.partition("#")
    page = f"../{name}.html{f'#{place}' * bool(place)}"
    claims = ", ".join(f'<a href="../practice/ledger.html#{anchor(i)}">{i}</a>' for i in line.claims)
    verdict = f'<span aria-hidden="true">{SIGNS[line.says]}</span>'
    return (
        f"<li><b>{escape(first)}</b> {escape(rest)} "
        f'<small><a href="{page}">Evidence</a>, {verdict} {line.says}: {claims}</small></li>'
    )


def _parts(text: str) -> tuple[str, str]:
    """The first sentence, and the others."""
    first, *rest = re.split(r"(?<=[.?]) ", text, maxsplit=1)
    return first, "".join(rest)
