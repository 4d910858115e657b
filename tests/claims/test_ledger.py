"""What the ledger page shows of each claim, without a browser."""

import re
from dataclasses import replace

from dropout_course import claims, results
from dropout_course.claims import ledger

LEDGER = claims.read()
PAGE = ledger.claims()._repr_html_()


def card(claim: str) -> str:
    return re.search(rf'<section[^>]* id="{claims.anchor(claim)}".*?</section>', PAGE).group()


def test_every_statement_has_one_card_that_says_its_verdict_in_words():
    assert PAGE.count("<section") == len(LEDGER.rows())
    for row in LEDGER.rows().values():
        word = row.verdict if isinstance(row, claims.Claim) else "on trial"
        assert word.capitalize() in card(row.id)
        assert f'data-verdict="{word.replace(" ", "-")}"' in card(row.id)
        assert f'data-part="{row.part}"' in card(row.id)


def test_a_card_names_the_experiment_its_seeds_and_the_day_of_its_result():
    shown = card("2.14")
    assert results.load("depth")["question"] in shown
    assert "10 seeds, 22 November 2026" in shown
    assert "5 to 10 seeds" in card("2.5"), "the arms of this experiment differ"


def test_a_card_names_every_experiment_that_tried_the_claim():
    shown = card("3.7")
    assert all(results.load(name)["question"] in shown for name in ("rate-map", "rate-table"))


def test_a_card_leads_to_page_demo_and_exercise():
    assert re.findall(r'href="(.*?)">(.*?)<', card("1.4")) == [
        ("../formulas/inverted-dropout.html#mean-and-variance", "Read: Inverted dropout"),
        ("../formulas/inverted-dropout.html", "Demo: expectation"),
        ("../formulas/inverted-dropout.html#your-turn", "Exercise: Inverted dropout"),
    ]


def test_outside_a_checkout_a_page_is_called_by_its_name():
    shown = ledger.Filtered(LEDGER, None)._repr_html_()
    assert "Read: formulas/inverted-dropout<" in shown


def test_the_boxes_count_what_is_behind_them():
    numbers = re.findall(r'name="(\w+)".*?<small>(\d+)</small>', PAGE)
    for name in ("part", "verdict"):
        assert sum(int(number) for of, number in numbers if of == name) == len(LEDGER.rows())


def test_every_contradiction_has_a_card_and_what_waits_says_so():
    shown = ledger.contradictions()._repr_html_()
    assert shown.count("<section") == len(LEDGER.contradictions)
    assert shown.count("Waits for its page") == sum(row.kind is None for row in LEDGER.contradictions)
    assert 'href="#claim-1-6"' in shown


def test_what_waits_for_an_answer_stands_there_on_trial():
    waiting = replace(LEDGER, claims={}, planned={"9.9": claims.Statement("9.9", "tuning", "Later.")})
    shown = ledger.Filtered(waiting, None)._repr_html_()
    assert 'value="on-trial"> On trial <small>1<' in shown
    assert "Claim 9.9, study note 9" in shown
    assert 'value="on-trial"' not in PAGE, "none waits"
    between = ledger.Contradictions((claims.Contradiction(("9.8", "9.9"), "Now, or later?"),))
    assert "Waits for its page" in between._repr_html_()


def test_the_counts_add_up():
    assert sum(int(row[1]) for row in ledger.counts().rows) == len(LEDGER.rows())


def test_a_terminal_gets_lines():
    assert re.search(r"1\.4 +\[holds\] Inverted dropout zeroes", repr(ledger.claims()))
    assert "[told apart] 1.6/2.4/2.11" in repr(ledger.contradictions())


def test_there_is_no_empty_place_on_any_card():
    assert not re.search(r"<(p|span|summary)[^>]*></\1>", PAGE)
