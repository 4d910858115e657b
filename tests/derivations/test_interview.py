"""What the page of interview questions says of the ledger."""

import re
from pathlib import Path

from dropout_course import claims, interview

PAGE = (Path(__file__).parents[2] / "book" / "practice" / "interview.md").read_text(encoding="utf-8")
LEDGER = claims.load()


def test_the_answer_on_overfitting_leans_on_what_held_and_names_what_did_not():
    """Claim 2.12 says three things at once; each has a verdict of its own."""
    assert LEDGER["2.5"].verdict == "holds"  # the gap narrows
    assert LEDGER["4.4"].verdict == "holds"  # less hangs on single weights and units
    assert LEDGER["1.2"].verdict == "does not hold"  # redundant representations
    assert LEDGER["2.1"].verdict == "not settled"  # better generalisation
    assert LEDGER["2.12"].verdict == "holds under conditions"


def test_the_notes_first_two_answers_do_not_stand_as_they_are():
    assert "Two of the three do not stand as they are" in PAGE
    assert [LEDGER[claim].verdict for claim in ("2.11", "2.12")] == ["holds under conditions"] * 2


def test_the_heading_counts_the_questions():
    words = {39: "Thirty-nine"}
    assert f"## {words[len(interview.load().questions)]} questions" in PAGE
    assert re.search(r"^\(interview-questions\)=$", PAGE, re.MULTILINE)
