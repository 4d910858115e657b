"""The ledger: complete entries, numbers from results, verdicts by the rule, links that resolve."""

import ast
from pathlib import Path

import pytest

from dropout_course import claims, results

REPO = Path(__file__).parents[1]
LEDGER = claims.load()


@pytest.mark.parametrize("claim", LEDGER.values(), ids=LEDGER)
def test_every_number_in_a_finding_comes_from_a_result(claim: claims.Claim) -> None:
    assert "{" not in claim.finding, "a placeholder was not understood"


@pytest.mark.parametrize("claim", [c for c in LEDGER.values() if c.experiment], ids=lambda c: c.id)
def test_the_verdict_of_a_tried_claim_is_the_rules_own(claim: claims.Claim) -> None:
    assert claim.verdict == results.load(claim.experiment)["claims"][claim.id]["verdict"]


@pytest.mark.parametrize("claim", LEDGER.values(), ids=LEDGER)
def test_every_derivation_names_tests_that_exist(claim: claims.Claim) -> None:
    for name in claim.derivation:
        file, test = name.split("::")
        tree = ast.parse((REPO / file).read_text())
        functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert test in functions, f"{file} has no {test}"


@pytest.mark.parametrize("claim", LEDGER.values(), ids=LEDGER)
def test_the_page_that_teaches_a_claim_has_its_anchor(claim: claims.Claim) -> None:
    page, _, anchor = claim.page.partition("#")
    text = (REPO / "book" / f"{page}.md").read_text()
    assert not anchor or f"({anchor})=" in text


def test_an_entry_without_evidence_is_refused(tmp_path: Path) -> None:
    ledger = tmp_path / "claims.yml"
    ledger.write_text(
        "claims: [{id: '9.9', says: s, source: n, part: theory, page: p, verdict: holds, sentence: s}]"
    )
    with pytest.raises(ValueError, match="name the derivation or the experiment"):
        claims.load(ledger)


def test_an_unknown_claim_is_named() -> None:
    with pytest.raises(KeyError, match=r"no claim 7\.7"):
        claims.show("7.7")


def test_a_card_says_its_verdict_in_words() -> None:
    assert "Holds" in claims.show("1.4")._repr_html_()
