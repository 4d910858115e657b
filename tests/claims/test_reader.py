"""The ledger: what an entry must have, and how it shows."""

from pathlib import Path

import pytest

from dropout_course import claims
from dropout_course.claims.check import check

LEDGER = claims.read()
STATEMENTS = {0: 7, 1: 10, 2: 14, 3: 12, 4: 9}
"""How many statements each study note makes."""


def test_the_ledger_is_true_and_answers_every_statement_and_contradiction() -> None:
    assert check(parts=LEDGER.parts()) == []


def test_every_statement_of_every_note_is_answered_or_planned() -> None:
    every = {f"{note}.{n}" for note, count in STATEMENTS.items() for n in range(1, count + 1)}
    assert LEDGER.claims.keys() | LEDGER.planned.keys() == every


def test_what_a_derivation_or_a_survey_alone_settles_is_written_down_twice() -> None:
    """No rule computes these: whoever alters one has to mean it."""
    assert {claim.id: claim.verdict for claim in LEDGER.claims.values() if not claim.experiment} == {
        "1.1": "holds",
        "1.4": "holds",
        "1.6": "holds under conditions",
        "2.2": "holds",
        "2.3": "holds",
        "2.10": "holds under conditions",
        "2.11": "holds under conditions",
        "2.12": "holds under conditions",
        "3.3": "holds under conditions",
        "3.4": "holds under conditions",
    }


def test_twins_are_statements_of_the_ledger() -> None:
    known = LEDGER.claims.keys() | LEDGER.planned.keys()
    assert LEDGER.twins
    for twins in LEDGER.twins:
        assert len(twins) > 1
        assert set(twins) <= known


def test_every_contradiction_among_the_notes_stands_in_the_ledger() -> None:
    assert {str(row) for row in LEDGER.contradictions} == {
        "1.6/2.4/2.11",
        "0.3/0.5/1.7",
        "1.7/1.8",
        "1.8/2.9/4.5",
        "3.7/4.5",
        "3.6/3.9",
        "3.2/3.4/4.1",
        "2.5/2.7",
    }


def test_an_entry_without_evidence_is_refused(tmp_path: Path) -> None:
    ledger = tmp_path / "claims.yml"
    ledger.write_text(
        "claims: [{id: '9.9', says: s, source: n, part: theory, page: p, verdict: holds, sentence: s}]"
    )
    with pytest.raises(ValueError, match="name the derivation, experiment or survey"):
        claims.load(ledger)


def test_an_unknown_claim_is_named() -> None:
    with pytest.raises(KeyError, match=r"no claim 7\.7"):
        claims.show("7.7")


def test_a_card_says_its_verdict_in_words() -> None:
    assert "Holds" in claims.show("1.4")._repr_html_()
