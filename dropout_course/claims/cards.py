"""Claims as cards for a page: what is on trial, the verdict in words, colour and sign, what was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from dropout_course.claims.reader import Claim, load


def show(*ids: str) -> "Cards":
    """Verdict cards of the claims ``ids``, for a page.

    Raises:
        KeyError: an id is not in the ledger.
    """
    ledger = load()
    unknown = [str(i) for i in ids if i not in ledger]
    if unknown:
        raise KeyError(f"no claim {', '.join(unknown)} in the ledger; it answers {', '.join(ledger)}")
    return Cards(tuple(ledger[i] for i in ids))


@dataclass(frozen=True)
class Cards:
    """Claims as cards: the verdict in words, colour and sign."""

    claims: tuple[Claim, ...]

    def __repr__(self) -> str:
        return "\n\n".join(f"[{c.verdict}] {c.id}: {c.says}\n    {c.finding}" for c in self.claims)

    def _repr_html_(self) -> str:
        return '<div class="dc-verdicts">' + "".join(map(_card, self.claims)) + "</div>"


SIGNS: Mapping[str, str] = {
    "holds": "✓",
    "holds under conditions": "◐",
    "does not hold": "✗",
    "not settled": "?",
}


def card(word: str, sign: str, says: str, *more: str, attributes: str = "", folded: str = "") -> str:
    """A card that says ``word`` by sign, colour and word.

    Args:
        word: the verdict, or what stands in its place.
        sign: one character.
        says: what is on trial, as HTML.
        more: paragraphs of HTML below the verdict.
        attributes: of the card's element, as HTML.
        folded: what unfolds below the verdict, in words for those who do not see it; empty if nothing folds.
    """
    verdict = f'<span aria-hidden="true">{sign}</span> {escape(word[:1].upper() + word[1:])}'
    if folded:
        unseen = f'<span class="visually-hidden">: {escape(folded)}</span>'
        summary = f'<summary class="dc-verdict__word">{verdict}{unseen}</summary>'
        below = f"<details>{summary}{''.join(more)}</details>"
    else:
        below = paragraph("word", verdict) + "".join(more)
    return (
        f'<section class="dc-verdict dc-verdict--{word.replace(" ", "-")}" {attributes}>'
        f"{paragraph('says', says)}{below}</section>"
    )


def paragraph(name: str, text: str) -> str:
    """A paragraph of a card."""
    return f'<p class="dc-verdict__{name}">{text}</p>'


def anchor(claim: str) -> str:
    """The id that the card of ``claim`` has on a page."""
    return f"claim-{claim.replace('.', '-')}"


def _card(claim: Claim) -> str:
    says = f'<span class="dc-verdict__id">Claim {escape(claim.id)}</span> {escape(claim.says)}'
    finding = paragraph("finding", escape(claim.finding))
    return card(claim.verdict, SIGNS[claim.verdict], says, finding, attributes=f'id="{anchor(claim.id)}"')
