"""The ledger as a page shows it: every claim as a card that a form can filter, the contradictions, a count.

The form is hidden, for only the site's script makes it work; the site's style shows it where scripts run.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from dropout_course import results
from dropout_course.claims.cards import SIGNS, anchor, card, paragraph
from dropout_course.claims.links import pages_that_show
from dropout_course.claims.reader import Claim, Contradiction, Kind, Ledger, Statement, ledger_path, read
from dropout_course.figures import Table
from dropout_course.results import Result, Verdict

PARTS = ("theory", "formulas", "placement", "tuning", "practice")
ON_TRIAL = "on trial"
WAITS = "waits for its page"
KINDS = {Kind.TOLD_APART: "≠", Kind.SETTLED: "✓", Kind.OPEN: "?", WAITS: "…"}


def claims() -> "Filtered":
    """Every claim of the ledger, under the part of the book that it belongs to."""
    return Filtered(read(), checkout())


def contradictions() -> "Contradictions":
    """The statements that cannot all be right as they stand, and how that resolves."""
    return Contradictions(read().contradictions)


def counts() -> Table:
    """How many claims have which verdict, and how many of these an experiment tried."""
    rows = read().rows().values()
    words = [_word(row) for row in rows]
    measured = [row.verdict for row in rows if isinstance(row, Claim) and row.experiment]
    return Table(
        f"How the {len(words)} claims fare.",
        ("verdict", "claims", "tried by an experiment"),
        tuple((word, str(words.count(word)), str(measured.count(word))) for word in _verdicts(words)),
    )


@dataclass(frozen=True)
class Filtered:
    """The claims as cards, below the form that filters them."""

    ledger: Ledger
    root: Path | None

    def __repr__(self) -> str:
        return "\n".join(f"{i:5} [{_word(row)}] {row.says}" for i, row in self.ledger.rows().items())

    def _repr_html_(self) -> str:
        parts = "".join(map(self._part, PARTS))
        return f'<div class="claims-ledger">{self._form()}{parts}</div>'

    def _part(self, part: str) -> str:
        cards = "".join(
            _claim(row, self.root) if isinstance(row, Claim) else _statement(row)
            for row in self.ledger.rows().values()
            if row.part == part
        )
        title = f"<h3>{part.capitalize()}</h3>"
        return f'<div class="claims-part">{title}<div class="dc-verdicts">{cards}</div></div>'

    def _form(self) -> str:
        rows = self.ledger.rows().values()
        by_part = _boxes("part", PARTS, [row.part for row in rows])
        words = [_word(row) for row in rows]
        by_verdict = _boxes("verdict", _verdicts(words), words)
        return (
            f'<form class="claims-filter" aria-label="Which claims to show" hidden>{by_part}{by_verdict}'
            f'<p><output>All {len(rows)} claims</output> <button type="button">Show all</button></p></form>'
        )


@dataclass(frozen=True)
class Contradictions:
    """Contradictions as cards."""

    rows: tuple[Contradiction, ...]

    def __repr__(self) -> str:
        return "\n\n".join(
            f"[{row.kind or WAITS}] {row}: {row.about}\n    {row.finding}" for row in self.rows
        )

    def _repr_html_(self) -> str:
        return '<div class="dc-verdicts">' + "".join(map(_contradiction, self.rows)) + "</div>"


def _word(row: Claim | Statement) -> str:
    return row.verdict if isinstance(row, Claim) else ON_TRIAL


def _verdicts(words: Collection[str]) -> tuple[str, ...]:
    """All verdicts, and what stands in their place while a statement waits for one."""
    return (*Verdict, ON_TRIAL) if ON_TRIAL in words else tuple(Verdict)


def _boxes(name: str, values: tuple[str, ...], there: list[str]) -> str:
    """A group of boxes to tick, each with the number of claims behind it."""
    boxes = "".join(
        f'<label><input type="checkbox" name="{name}" value="{value.replace(" ", "-")}"> '
        f"{_sign(value)}{value.capitalize()} <small>{there.count(value)}</small></label>"
        for value in values
    )
    return f"<fieldset><legend>{name.capitalize()}</legend>{boxes}</fieldset>"


def _sign(verdict: str) -> str:
    return f'<span aria-hidden="true">{SIGNS[verdict]}</span> ' if verdict in SIGNS else ""


def _claim(claim: Claim, root: Path | None) -> str:
    return card(
        claim.verdict,
        SIGNS[claim.verdict],
        _says(claim, claim.source),
        paragraph("finding", escape(claim.finding)),
        paragraph("tried", " ".join(_tried(claim))),
        paragraph("links", " ".join(_links(claim, root))),
        attributes=_attributes(claim),
        folded=f"what was found on claim {claim.id}",
    )


def _statement(row: Statement) -> str:
    source = f"study note {row.id.partition('.')[0]}"
    return card(ON_TRIAL, "…", _says(row, source), attributes=_attributes(row))


def _says(row: Claim | Statement, source: str) -> str:
    return f'<span class="dc-verdict__id">Claim {row.id}, {escape(source)}</span> {escape(row.says)}'


def _attributes(row: Claim | Statement) -> str:
    """The address of a card, and what the form filters by."""
    verdict = _word(row).replace(" ", "-")
    return f'id="{anchor(row.id)}" data-part="{row.part}" data-verdict="{verdict}"'


def _tried(claim: Claim) -> Iterator[str]:
    """What tried a claim, a sentence each."""
    for name in claim.experiment:
        result = results.load(name)
        finished = datetime.fromisoformat(result["provenance"]["finished"])
        yield (
            f"<b>Experiment</b> {escape(name)}: {escape(result['question'])} "
            f"{_seeds(result['settings'])}{finished.day} {finished:%B %Y}."
        )
    if claim.derivation:
        yield f"<b>Derivation</b>, checked numerically by {_many(len(claim.derivation), 'test')}."
    if claim.survey:
        yield f"<b>Survey</b> of {_many(len(claim.survey), 'published work')}."


def _seeds(settings: Result) -> str:
    """How many seeds, before a comma; of an experiment of several arms the fewest and the most."""
    numbers = sorted(set(results.judging_seeds(settings)))
    if not numbers:
        return ""
    return f"{numbers[0]} to {numbers[-1]} seeds, " if len(numbers) > 1 else f"{_many(numbers[0], 'seed')}, "


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _links(claim: Claim, root: Path | None) -> Iterator[str]:
    yield link(claim.page, f"Read: {title(claim.page, root)}")
    if claim.demo:
        pages = pages_that_show(claim.demo, root) if root else []
        here = claim.page.partition("#")[0]
        page = here if here in pages or not pages else pages[0]
        yield link(page, f"Demo: {claim.demo.replace('-', ' ')}")
    if claim.exercise:
        yield link(claim.exercise, f"Exercise: {title(claim.exercise, root)}")


def link(page: str, text: str) -> str:
    """A link from this page to another of the book, with or without an anchor."""
    name, _, place = page.partition("#")
    return f'<a href="../{name}.html{f"#{place}" * bool(place)}">{escape(text)}</a>'


def title(page: str, root: Path | None) -> str:
    """The title of a page; outside a checkout its name must do."""
    name = page.partition("#")[0]
    file = root / "book" / f"{name}.md" if root else None
    lines = file.read_text(encoding="utf-8").splitlines() if file and file.is_file() else []
    return next((line[2:] for line in lines if line.startswith("# ")), name)


def _contradiction(row: Contradiction) -> str:
    word = row.kind or WAITS
    claims = ", ".join(f'<a href="#{anchor(claim)}">{claim}</a>' for claim in row.between)
    says = f'<span class="dc-verdict__id">Claims {claims}</span> {escape(row.about)}'
    if row.kind is None:
        return card(word, KINDS[word], says)
    page = link(row.resolved_by, f"Read: {title(row.resolved_by, checkout())}")
    return card(word, KINDS[word], says, paragraph("finding", escape(row.finding)), paragraph("links", page))


def checkout() -> Path | None:
    """The checkout that the ledger lies in, if it lies in one."""
    root = ledger_path().parents[1]
    return root if (root / "_toc.yml").is_file() else None
