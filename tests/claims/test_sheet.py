"""The cheat sheet says nothing that the ledger does not bear, and each way of doing so is found."""

from dataclasses import replace
from pathlib import Path

import pytest

from dropout_course import claims
from dropout_course.claims import sheet
from dropout_course.claims.check import check

ROOT = Path(__file__).parents[2]
LEDGER = claims.read()
SHEET = sheet.load()
LINE = sheet.Line(
    text="Use the inverted form. It scales by 1/(1-p).",
    stance="recommends",
    claims=("1.4",),
    says="holds",
    page="formulas/inverted-dropout#mean-and-variance",
)


def problems(line: sheet.Line) -> list[str]:
    return list(sheet.problems(sheet.Sheet({"A title": (line,)}), LEDGER, ROOT))


def test_the_sheet_contradicts_nothing_in_the_ledger():
    assert list(sheet.problems(SHEET, LEDGER, ROOT)) == []
    assert len(SHEET.lines) >= 10


def test_a_true_line_has_no_problems():
    assert problems(LINE) == []


def test_stances_and_verdicts_fit_in_no_other_way():
    """Written down twice: acceptance rests on it."""
    assert sheet.BEARS == {
        "recommends": ("holds", "holds under conditions"),
        "warns": ("does not hold",),
        "open": ("not settled",),
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"claims": ()}, "it names no claim"),
        ({"claims": ("1.4", "7.7")}, "claim 7.7 is not answered"),
        ({"claims": ("1.2",)}, "claim 1.2: the ledger says does not hold, the line leans on holds"),
        ({"claims": ("1.2",), "says": "does not hold"}, "recommends cannot lean on does not hold"),
        ({"claims": ("2.1",), "says": "not settled"}, "recommends cannot lean on not settled"),
        ({"stance": "warns"}, "warns cannot lean on holds"),
        ({"stance": "open", "text": "This is open."}, "leaves it open cannot lean on holds"),
        ({"stance": "mulls"}, "stance 'mulls' is none of recommends, warns, open"),
        ({"claims": ("1.6",), "says": "holds under conditions"}, "give the condition, in the very words"),
        (
            {"claims": ("1.6",), "says": "holds under conditions", "condition": "on a Monday"},
            "give the condition, in the very words",
        ),
        ({"stance": "open", "claims": ("2.1",), "says": "not settled"}, "does not say that this is open"),
        ({"page": "formulas/gone"}, "page formulas/gone: there is no book/formulas/gone.md"),
        ({"page": "formulas/inverted-dropout#gone"}, "has no line (gone)="),
        ({"text": "It helps by 5 points."}, "number 5 points is typed by hand"),
        ({"text": "It helps by {rate-table:gone:.1%}."}, "nothing at gone"),
    ],
)
def test_a_line_that_says_other_than_the_ledger_is_found(change, said):
    found = problems(replace(LINE, **change))
    assert len(found) == 1, found
    assert said in found[0]


def test_a_line_that_leans_on_what_is_still_planned_is_found():
    claim, planned = LEDGER.claims["1.4"], claims.Statement("1.4", "formulas", "Later.")
    waiting = replace(LEDGER, claims={}, planned={claim.id: planned})
    assert sheet.disagreements(LINE, waiting) == [
        "claim 1.4 is not answered; wait for its verdict, or mend the id"
    ]


def test_a_condition_that_stands_in_the_line_bears_it():
    text = "Inverted form: scale nothing at test time."
    conditional = {"text": text, "claims": ("1.6",), "says": "holds under conditions"}
    assert problems(replace(LINE, **conditional, condition="inverted form")) == []


@pytest.mark.parametrize("text", ["- {title: A}", "- {title: A, lines: [{text: b}]}", "lines", "- {title: ["])
def test_what_is_no_sheet_is_refused_in_one_line(tmp_path, text):
    file = tmp_path / "sheet.yml"
    file.write_text(text)
    with pytest.raises(ValueError, match="no sheet of titles and lines: ") as refused:
        sheet.load(file)
    assert "\n" not in str(refused.value)


def test_the_command_reads_the_sheet_too(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "dropout_course" / "claims").mkdir(parents=True)
    (tmp_path / "_toc.yml").write_text("chapters: []")
    (tmp_path / "book" / "claims.yml").write_text("claims: []")
    file = tmp_path / "dropout_course" / "claims" / "sheet.yml"
    file.write_text("- {title: A, lines: [{text: B., stance: open, claims: [], says: not settled, page: c}]}")
    found = check(tmp_path / "book" / "claims.yml")
    assert found
    assert all(line.startswith('dropout_course/claims/sheet.yml: "B.": ') for line in found)
    file.write_text("nonsense")
    assert "no sheet of titles and lines" in check(tmp_path / "book" / "claims.yml")[0]


def test_a_terminal_gets_lines_with_numbers_in_their_places():
    assert "Use the inverted form." in repr(SHEET)
    assert "{" not in repr(SHEET)
