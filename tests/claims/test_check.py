"""Each way in which a ledger can be untrue, made and found: one line that says where and how to mend."""

import copy
import re

import pytest
import yaml
from typer.testing import CliRunner

from dropout_course import cli, results
from dropout_course.claims.check import check, rule
from dropout_course.results import Verdict

PAGE = """# A page

(seen)=
## A heading

Wave(p=0.5)

(your-turn)=
## Your turn
"""
ENTRY = {
    "id": "1.1",
    "says": "At a rate of 0.3 it helps by 5%.",
    "source": "study note 1",
    "part": "theory",
    "page": "theory/page#seen",
    "demo": "long-wave",
    "derivation": ["tests/test_wave.py::test_it_waves"],
    "experiment": "trial",
    "exercise": "theory/page#your-turn",
    "verdict": "holds",
    "sentence": "At p = 0.5 it helps by {trial:contrasts.helps.cold.estimate:.1%}.",
}
OTHER = ENTRY | {"id": "1.2"}
CONTRADICTION = {
    "between": ["1.1", "1.2"],
    "about": "By 5% or by 4%?",
    "kind": "told apart",
    "resolved_by": "theory/page#seen",
    "sentence": "At p = 0.5 neither 4% nor 5%: {trial:contrasts.helps.cold.estimate:.1%}.",
}
PLANNED = {"id": "2.1", "part": "formulas", "says": "Later."}


def found(estimate, low, high, word):
    return {"estimate": estimate, "low": low, "high": high, "verdict": word}


RESULT = {
    "settings": {"rates": [0.2, 0.5], "sizes": {"train": 3000}},
    "contrasts": {
        "helps": {
            "margin": 0.01,
            "cold": found(0.05, 0.03, 0.07, "holds"),
            "warm": found(0.04, 0.02, 0.06, "holds"),
        },
        "lasts": {
            "margin": 0.01,
            "cold": found(0.05, 0.03, 0.07, "holds"),
            "warm": found(0.0, -0.02, 0.02, "not settled"),
        },
    },
    "claims": {
        name: {"parts": ["helps"], "cold": "holds", "warm": "holds", "verdict": "holds"}
        for name in ("1.1", "1.2")
    },
}


class Checkout:
    """A small checkout whose ledger is true, to be broken."""

    def __init__(self, root):
        self.root = root
        self.claims = [copy.deepcopy(ENTRY), copy.deepcopy(OTHER)]
        self.planned = [dict(PLANNED)]
        self.twins = [["1.1", "1.2"]]
        self.contradictions = [dict(CONTRADICTION)]
        self.result = copy.deepcopy(RESULT)
        self.results = {"trial": self.result}
        self.write("_toc.yml", "chapters: [{file: book/theory/page}]")
        self.write("book/theory/page.md", PAGE)
        self.write("book/theory/loose.md", PAGE)
        self.write("dropout_course/demos/long_wave.py", "class Wave(Demo):\n    ...")
        self.write("dropout_course/demos/unseen.py", "class Unseen(Demo):\n    ...")
        self.write("book/references.bib", "@article{wave2014,\n  year = {2014},\n}")
        self.write("tests/test_wave.py", "def test_it_waves():\n    ...")

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    @property
    def ledger(self):
        return self.root / "book" / "claims.yml"

    def check(self, parts=()):
        lists = {
            "claims": self.claims,
            "planned": self.planned,
            "twins": self.twins,
            "contradictions": self.contradictions,
        }
        text = "".join(f"{name}:{_rows(rows)}\n" for name, rows in lists.items())
        text = re.sub(r"- \{(.*?)\bid: '([\d.]+)', ", r'- {id: "\2", \1', text)
        text = re.sub(r"- \{(.*?)\bbetween: (\[.*?\])(, )?", _between_first, text)
        self.ledger.write_text(text)
        return check(self.ledger, parts)


def _between_first(match):
    """As people write it, with the ids in double quotes."""
    return f"- {{between: {match[2]}, {match[1]}".replace("'", '"', 2 * match[2].count("'"))


def _rows(rows):
    lines = (yaml.safe_dump(row, default_flow_style=True, width=9999).strip() for row in rows)
    return "".join(f"\n- {line}" for line in lines) or " []"


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    checkout = Checkout(tmp_path)

    def load(name):
        if name not in checkout.results:
            raise KeyError(f"no result {name!r}; there are: {', '.join(checkout.results)}")
        return checkout.results[name]

    monkeypatch.setattr(results, "names", lambda: list(checkout.results))
    monkeypatch.setattr(results, "load", load)
    return checkout


def test_a_true_ledger_has_no_problems(checkout):
    assert checkout.check() == []


def only(problems):
    """The one problem of claim 1.1, less its place."""
    assert len(problems) == 1, problems
    place, text = re.fullmatch(r"(book/claims\.yml:\d+): claim 1\.1: (.+)", problems[0]).groups()
    assert place == "book/claims.yml:2"
    assert "\n" not in text
    return text


@pytest.mark.parametrize(
    ("field", "link", "said"),
    [
        ("page", "theory/gone#seen", "there is no book/theory/gone.md; write it or mend the link"),
        ("page", "theory/loose#seen", "the page is not in _toc.yml"),
        ("page", "theory/page#unseen", "book/theory/page.md has no line (unseen)=; write it"),
        ("exercise", "theory/gone", "exercise theory/gone: there is no book/theory/gone.md"),
        ("exercise", "theory/page#my-turn", "has no line (my-turn)=; write it above the heading"),
        ("demo", "short-wave", "there is no dropout_course/demos/short_wave.py"),
        ("demo", "unseen", "no page in _toc.yml shows it"),
        ("derivation", ["tests/test_sea.py::test_it_waves"], "there is no tests/test_sea.py"),
        ("derivation", ["tests/test_wave.py::test_it_sinks"], "tests/test_wave.py has no test_it_sinks"),
        ("derivation", ["tests/test_wave.py"], "tests/test_wave.py has no "),
        ("survey", ["wave"], "survey wave: book/references.bib has no such work; add it or mend the key"),
    ],
)
def test_a_dead_link_is_found(checkout, field, link, said):
    checkout.claims[0][field] = link
    assert said in only(checkout.check())


def test_a_page_that_is_listed_in_a_comment_only_is_found(checkout):
    checkout.write("_toc.yml", "chapters:\n# - file: book/theory/page\n- file: book/theory/loose")
    assert "the page is not in _toc.yml" in checkout.check()[0]


def test_a_test_file_that_is_no_python_is_found(checkout):
    checkout.write("tests/test_wave.py", "\ndef (")
    assert "tests/test_wave.py is no Python: invalid syntax, line 2; mend it" in checkout.check()[0]


def test_an_experiment_without_result_is_found_with_the_command_that_makes_one(checkout):
    checkout.twins = []
    checkout.claims[0] |= {"experiment": "error", "sentence": "Nothing."}
    assert "no result is committed; dropout-course experiments run error" in only(checkout.check())


def test_an_experiment_that_does_not_try_the_claim_is_found(checkout):
    del checkout.result["claims"]["1.1"]
    assert "it tries 1.2, not this claim" in only(checkout.check())


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "By {trial:contrasts.helps.hot.estimate:.1%}.",
            "nothing at contrasts.helps.hot.estimate: no hot in",
        ),
        ("By {error:contrasts}.", "no result 'error'"),
        ("By {trial:contrasts.helps}.", "what stands there is no number"),
        ("By {trial:contrasts.helps.cold.estimate:.1q}.", "cannot be written as '.1q'"),
        ("By {trial}.", "a placeholder is {result:path:format}"),
        ("By {trial:contrasts", "a placeholder is {result:path:format}"),
    ],
)
def test_a_number_that_no_result_gives_is_found(checkout, sentence, said):
    checkout.claims[0]["sentence"] = sentence
    assert said in only(checkout.check())


@pytest.mark.parametrize(
    "typed", ["5.1 points", "7%", "0.05", "41", "3.5e-31", "3,001 images", "0.5 points", "2%", "-0.7", "(9)"]
)
def test_a_number_typed_by_hand_is_found(checkout, typed):
    checkout.claims[0]["sentence"] = f"It helps by {typed}, it seems."
    assert "is typed by hand and no setting; take it from the result" in only(checkout.check())


@pytest.mark.parametrize(
    "typed",
    [
        "At p = 0.5 with 3,000 images",
        "Of 2^n networks 1/(1-p)",
        "5% was told, at 0.3",
        "Srivastava et al. 2014 and Gal and Ghahramani (2016)",
        "Unlike claims 1.6 and 2.4, layer1 and L2",
    ],
)
def test_settings_and_what_the_statement_says_may_be_typed(checkout, typed):
    checkout.claims[0]["sentence"] = f"{typed}, it seems."
    assert checkout.check() == []


def test_a_verdict_that_is_not_the_rules_is_found(checkout):
    for claim in checkout.claims:
        claim["verdict"] = "not settled"
    problems = checkout.check()
    assert len(problems) == 2
    assert "verdict: trial gives holds, not not settled" in problems[0]


def test_the_verdict_is_computed_from_the_intervals_not_read(checkout):
    """The stored words all say "holds", and the interval no longer does."""
    checkout.result["contrasts"]["helps"]["warm"] |= {"low": -0.02}
    problems = checkout.check()
    assert any("verdict: trial gives not settled, not holds" in problem for problem in problems)
    assert any("its result says holds, its own intervals give not settled" in problem for problem in problems)


def test_the_margin_counts(checkout):
    checkout.result["contrasts"]["helps"]["margin"] = 0.5
    assert rule(checkout.result, "1.1") is Verdict.DOES_NOT_HOLD


def test_a_claim_stands_only_with_all_its_parts_and_conditions(checkout):
    checkout.result["claims"]["1.1"]["parts"].append("lasts")
    assert rule(checkout.result, "1.1") is Verdict.NOT_SETTLED
    checkout.result["contrasts"]["lasts"]["warm"] |= {"low": -0.09, "high": -0.01}
    assert rule(checkout.result, "1.1") is Verdict.HOLDS_UNDER_CONDITIONS


def test_of_a_claim_with_several_readings_each_counts(checkout):
    helps, lasts = ({**checkout.result["claims"]["1.1"], "parts": [part]} for part in ("helps", "lasts"))
    claims = checkout.result["claims"]
    claims["1.1"] = {"readings": {"it helps": helps}, "verdict": "holds"}
    assert rule(checkout.result, "1.1") is Verdict.HOLDS
    claims["1.1"]["readings"]["it lasts"] = lasts
    checkout.result["contrasts"]["lasts"]["warm"] |= {"low": -0.09, "high": -0.01}
    assert rule(checkout.result, "1.1") is Verdict.HOLDS_UNDER_CONDITIONS


@pytest.fixture
def retried(checkout):
    """As ``checkout``, and a second result tries claim 1.1, with every interval below zero."""
    again = copy.deepcopy(RESULT)
    again["claims"] = {"1.1": {"parts": ["helps"], "cold": "does not hold", "verdict": "does not hold"}}
    again["contrasts"]["helps"]["cold"] |= {"estimate": -0.05, "low": -0.07, "high": -0.03}
    checkout.results["again"] = again
    checkout.twins = []
    return checkout


def test_a_claim_that_two_results_try_is_judged_by_the_conditions_of_both(retried):
    retried.claims[0] |= {"experiment": ["trial", "again"], "verdict": "holds under conditions"}
    assert retried.check() == []
    retried.results["again"]["contrasts"]["helps"]["cold"] |= {"low": -0.07, "high": 0.3}
    assert "verdict: trial and again give not settled, not holds under" in retried.check()[0]
    retried.results["again"]["contrasts"]["helps"]["cold"] |= {"estimate": 0.05, "low": 0.03, "high": 0.07}
    assert "verdict: trial and again give holds, not holds under conditions" in retried.check()[0]


def test_a_result_that_tries_a_claim_and_is_not_named_is_found(retried):
    problem = only(retried.check())
    assert "experiment: again tries it, too, and its verdict counts; name it" in problem


def test_each_of_several_results_must_say_what_its_own_intervals_give(retried):
    retried.claims[0] |= {"experiment": ["trial", "again"], "verdict": "holds under conditions"}
    retried.results["again"]["claims"]["1.1"]["verdict"] = "holds"
    assert "experiment again: its result says holds, its own intervals give" in only(retried.check())


def test_experiments_are_a_name_or_a_list_of_names(checkout):
    checkout.claims[0]["experiment"] = {"trial": 1}
    assert "experiment is a name or a list of names, not {'trial': 1}; mend it" in checkout.check()[0]


def test_a_result_without_its_contrasts_is_found(checkout):
    checkout.result["claims"]["1.1"]["parts"] = ["gone"]
    assert "its result lacks 'gone' for the rule" in only(checkout.check())


def test_a_derivation_settles(checkout):
    for claim in checkout.claims:
        claim |= {"experiment": None, "verdict": "not settled"}
    assert "a derivation or a survey settles a claim" in checkout.check()[0]


@pytest.mark.parametrize(
    ("verdict", "problems"),
    [("holds", 0), ("holds under conditions", 0), ("does not hold", 1), ("not settled", 1)],
)
def test_a_survey_alone_says_that_something_is_so_somewhere(checkout, verdict, problems):
    checkout.twins = []
    alone = {"experiment": None, "derivation": [], "survey": ["wave2014"], "verdict": verdict}
    checkout.claims[0] |= alone | {"sentence": "Many do."}
    assert len(checkout.check()) == problems


def test_twins_that_differ_are_found(checkout):
    """Here one rests on the derivation alone."""
    checkout.claims[1] |= {"experiment": None, "verdict": "does not hold"}
    (problem,) = checkout.check()
    assert "claim 1.2: says what claim 1.1 says and has another verdict or experiment" in problem


def test_a_twin_that_is_not_answered_is_found(checkout):
    del checkout.claims[1]
    checkout.contradictions = []
    (problem,) = checkout.check()
    assert "claim 1.2: says what claim 1.1 says, which is answered; answer both alike" in problem


def test_what_is_planned_counts_when_its_part_is_asked_for(checkout):
    assert checkout.check(parts=["theory"]) == []
    (problem,) = checkout.check(parts=["theory", "formulas"])
    assert re.fullmatch(r"book/claims\.yml:5: claim 2\.1: of the part formulas is unanswered; .+", problem)


def test_what_is_answered_and_planned_is_found(checkout):
    checkout.planned.append({"id": "1.1", "part": "theory", "says": "Now."})
    assert "answered and still planned; take the line out" in only(checkout.check())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"between": ["1.1", "7.7"]}, "no statement 7.7 in the ledger; name those"),
        (
            {"resolved_by": "theory/gone#seen"},
            "resolved_by theory/gone#seen: there is no book/theory/gone.md",
        ),
        ({"resolved_by": "theory/page#unseen"}, "book/theory/page.md has no line (unseen)="),
        ({"resolved_by": "theory/loose#seen"}, "the page is not in _toc.yml"),
        ({"sentence": "By {trial:contrasts.helps.hot.estimate:.1%}."}, "no hot in"),
        ({"sentence": "By {trial:contrasts.helps}."}, "what stands there is no number"),
        ({"sentence": "By 3%."}, "number 3% is typed by hand and no setting"),
    ],
)
def test_a_contradiction_that_is_wrongly_resolved_is_found(checkout, change, said):
    checkout.contradictions[0] |= change
    (problem,) = checkout.check()
    assert re.match(
        rf"book/claims\.yml:9: contradiction {'/'.join(checkout.contradictions[0]['between'])}: ", problem
    )
    assert said in problem


def test_what_no_experiment_settled_is_not_settled_by_evidence(checkout):
    checkout.contradictions[0]["kind"] = "settled by evidence"
    assert checkout.check() == []
    for claim in checkout.claims:
        claim["verdict"] = "not settled"
    checkout.result["contrasts"]["helps"]["warm"] |= {"low": -0.02}
    checkout.result["claims"] = {
        name: {**row, "verdict": "not settled"} for name, row in RESULT["claims"].items()
    }
    (problem,) = checkout.check()
    assert (
        "contradiction 1.1/1.2: settled by evidence, but no experiment has settled a claim of it" in problem
    )
    checkout.contradictions[0]["kind"] = "open"
    assert checkout.check() == []


def test_a_contradiction_without_an_answer_counts_when_all_its_parts_are_asked_for(checkout):
    checkout.planned = []
    checkout.contradictions = [{"between": ["1.2", "1.1"], "about": "Later, or now?"}]
    assert checkout.check() == []
    (problem,) = checkout.check(parts=["theory"])
    assert re.fullmatch(r"book/claims\.yml:8: contradiction 1\.2/1\.1: is unanswered; say how .+", problem)
    checkout.claims[1]["part"] = "tuning"
    assert not any("contradiction" in problem for problem in checkout.check(parts=["theory"]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "settled"}, "contradiction 1.1/1.2: kind 'settled' is none of told apart, "),
        ({"sentence": ""}, "contradiction 1.1/1.2: kind, resolved_by and sentence are given together"),
        ({"between": ["1.1"]}, "between is a list of at least two ids, each in quotes"),
        ({"between": [1.1, 1.2]}, "between is a list of at least two ids, each in quotes"),
        ({"abut": "x"}, "unknown field abut"),
    ],
)
def test_a_contradiction_that_cannot_be_read_is_one_line(checkout, change, said):
    checkout.contradictions[0] |= change
    (problem,) = checkout.check()
    assert problem.startswith("claims.yml: ")
    assert said in problem


def test_an_entry_that_cannot_be_read_is_one_line(checkout):
    del checkout.claims[0]["says"]
    assert checkout.check() == ["claims.yml: claim 1.1: says missing in the ledger"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a ledger has its entries under `claims`"),
        ("claims:", "a ledger has its entries under `claims`"),
        ("planned: []", "a ledger has its entries under `claims`"),
        ("claims: []\nplanned: [{id: '9.9', part: theory}]", "claim 9.9: says missing in the ledger"),
        ("claims: []\nplanned: [{id: 1.1, part: theory, says: s}]", "claim 1.1: an id is text"),
    ],
)
def test_what_is_no_ledger_is_one_line(checkout, text, said):
    checkout.ledger.write_text(text)
    (problem,) = check(checkout.ledger)
    assert problem.startswith(f"claims.yml: {said}")


@pytest.mark.parametrize(
    ("field", "one", "said"),
    [
        ("derivation", "tests/test_wave.py::test_it_waves", "derivation is a list of tests"),
        ("survey", "wave2014", "survey is a list of works"),
    ],
)
def test_one_in_the_place_of_a_list_is_one_line(checkout, field, one, said):
    checkout.claims[0][field] = one
    (problem,) = checkout.check()
    assert f"claim 1.1: {said}" in problem


def test_a_ledger_that_is_no_yaml_is_one_line(checkout):
    checkout.ledger.write_text("claims:\n- {id: 1.1")
    (problem,) = check(checkout.ledger)
    assert problem.startswith("claims.yml: while parsing a flow mapping")


def test_a_part_that_no_statement_belongs_to_is_refused(checkout):
    with pytest.raises(ValueError, match="part theorie; there are: formulas, theory"):
        checkout.check(parts=["theorie"])


def test_outside_a_checkout_it_says_so(tmp_path):
    with pytest.raises(FileNotFoundError, match="lies in no checkout"):
        check(tmp_path / "claims.yml")


@pytest.mark.parametrize(
    ("break_it", "options", "code", "said"),
    [
        (lambda c: None, [], 0, "every link, number and verdict"),
        (lambda c: c.claims[0].update(demo="gone"), [], 1, "claim 1.1: demo gone"),
        (lambda c: None, ["--part", "formulas"], 1, "claim 2.1"),
        (lambda c: None, ["--part", "tea"], 2, "no statement belongs to the part tea"),
    ],
)
def test_the_command_fails_with_the_lines(checkout, monkeypatch, break_it, options, code, said):
    break_it(checkout)
    checkout.check()
    monkeypatch.setattr("dropout_course.claims.check.ledger_path", lambda: checkout.ledger)
    ran = CliRunner().invoke(cli.build_app(), ["claims", "check", *options])
    assert ran.exit_code == code
    assert said in ran.output
