import dataclasses
import re
from itertools import product

import numpy as np
import pytest

from dropout_course import results
from dropout_course.experiments import find, names, rate_table
from dropout_course.results import Verdict, rate_key
from dropout_course.training import METRICS

SMALL = dataclasses.replace(
    rate_table.SETTINGS, recipe=dataclasses.replace(rate_table.SETTINGS.recipe, epochs=2)
)


def as_the_note_tells(run, name):
    """Accuracies with which every part of the note's table would hold, at any learning rate."""
    p = run.rates[1]
    return {
        "train": {0: 1.0, 0.2: 0.95, 0.5: 0.9, 0.8: 0.6},
        "test": {0: 0.7, 0.2: 0.75, 0.5: 0.85, 0.8: 0.6},
    }["train" if name == "train" else "test"][p]


def test_the_experiment_can_be_found_by_its_name():
    assert [find(name).NAME for name in names()] == names()
    with pytest.raises(KeyError, match=r"there are: .*rate-table"):
        find("rate_tabel")


def test_each_claim_rests_on_contrasts_of_the_settings():
    for parts in rate_table.CLAIMS.values():
        assert set(parts) <= set(rate_table.SETTINGS.contrasts)


def test_tuning_and_judging_use_different_seeds_and_tuning_never_sees_the_test_set(pretend):
    asked = []

    def train(stacks):
        asked.append(stacks)
        return pretend(as_the_note_tells)(stacks)

    rate_table.measure(SMALL, train)
    tuning, final = asked
    assert {stack.measure for stack in tuning} == {("validation",)}
    seeds = [{run.seed for stack in stacks for run in stack.runs} for stacks in asked]
    assert seeds == [set(SMALL.tuning_seeds), set(SMALL.seeds)]
    assert len(tuning) + len(final) <= rate_table.stacks_planned(SMALL)


def test_each_rate_gets_the_learning_rate_that_validated_best(pretend):
    best = {0.0: 0.08, 0.2: 0.04, 0.5: 0.02, 0.8: 0.01}

    def accuracy(run, name):
        return 0.9 if run.learning_rate == best[run.rates[1]] else 0.5

    result = rate_table.measure(SMALL, pretend(accuracy))
    assert {row["p"]: row["learning_rate"] for row in result["tuned"].values()} == best
    assert {row["learning_rate"] for row in result["shared"].values()} == {0.08}
    assert result["tuned"]["p80"]["test"]["accuracy"]["mean"] == pytest.approx(0.9, abs=0.05)
    assert result["shared"]["p80"]["test"]["accuracy"]["mean"] == pytest.approx(0.5, abs=0.05)


def test_what_the_note_tells_would_be_found_true(pretend):
    result = rate_table.measure(SMALL, pretend(as_the_note_tells))
    assert {name: claim["verdict"] for name, claim in result["claims"].items()} == dict.fromkeys(
        rate_table.CLAIMS, Verdict.HOLDS
    )


def test_a_rate_that_makes_no_difference_does_not_hold_or_stays_unsettled(pretend):
    result = rate_table.measure(SMALL, pretend(lambda run, name: 0.85))
    for contrast in ("p50_beats_p0", "p50_beats_p20", "p80_struggles", "p0_memorises"):
        assert result["contrasts"][contrast]["verdict"] is Verdict.DOES_NOT_HOLD


def test_what_only_one_learning_rate_shows_holds_under_conditions(pretend):
    def accuracy(run, name):
        """p = 0.5 beats p = 0 with a learning rate of its own and loses with that of p = 0."""
        p, rate = run.rates[1], run.learning_rate
        if p == 0.5:
            return 0.9 if rate == 0.01 else 0.3
        return 0.7 if rate == 0.08 else 0.5

    contrast = rate_table.measure(SMALL, pretend(accuracy))["contrasts"]["p50_beats_p0"]
    assert [contrast[name]["verdict"] for name in ("tuned", "shared")] == ["holds", "does not hold"]
    assert contrast["verdict"] is Verdict.HOLDS_UNDER_CONDITIONS


def test_seeds_that_would_settle_are_told_only_where_something_is_open(pretend):
    result = rate_table.measure(SMALL, pretend(as_the_note_tells))
    for contrast in result["contrasts"].values():
        for condition in rate_table.CONDITIONS:
            found = contrast[condition]
            if found["verdict"] is not Verdict.NOT_SETTLED:
                assert found["seeds_to_settle"] is None


@pytest.fixture(scope="module")
def committed():
    return results.load("rate-table")


def test_the_committed_contrasts_agree_with_the_committed_rows(committed):
    for name, contrast in rate_table.SETTINGS.contrasts.items():
        for condition in rate_table.CONDITIONS:
            rows = committed[condition]
            terms = (c * rows[rate_key(p)][s][contrast.metric]["mean"] for c, s, p in contrast.terms)
            estimate = committed["contrasts"][name][condition]["estimate"]
            assert estimate == pytest.approx(contrast.constant + sum(terms), abs=1e-5)


def test_the_committed_curves_end_at_the_committed_rows(committed):
    for row in (row for condition in rate_table.CONDITIONS for row in committed[condition].values()):
        for name, metric in product(row["curves"], METRICS):
            curve = row["curves"][name][metric]
            assert len(curve) == rate_table.SETTINGS.recipe.epochs
            np.testing.assert_allclose(curve[-1], row[name][metric]["mean"], atol=1e-5)


def test_no_chosen_learning_rate_lies_at_the_edge_of_the_grid(committed):
    inner = rate_table.SETTINGS.learning_rates[1:-1]
    assert all(row["learning_rate"] in inner for row in committed["tuned"].values())


def test_the_figure_speaks_of_every_rate_and_names_its_evidence(committed):
    figure = rate_table.figure(committed)
    for p in rate_table.SETTINGS.rates:
        assert len(re.findall(rf"at p = {p:g}(?=, |\. )|at p = {p:g}\.$", figure.alternative)) == 5
    for word in ("3,000 training", "2,000 test", "5 seeds", "95% intervals", "60 epochs", "Fashion-MNIST"):
        assert word in figure.caption


def test_the_tables_show_the_results_numbers_and_verdicts(committed):
    rates = rate_table.table(committed)
    assert [row[0] for row in rates.rows] == ["0", "0.2", "0.5", "0.8"]
    for row, found in zip(rates.rows, committed["tuned"].values(), strict=True):
        assert row[1].startswith(f"{found['test']['accuracy']['mean']:.1%}")
        assert f"{found['learning_rate']:g}" in rates.caption
    verdicts = rate_table.verdicts(committed)
    for row, contrast in zip(verdicts.rows, committed["contrasts"].values(), strict=True):
        assert row[0] == contrast["says"]
        for cell, condition in zip(row[1:], rate_table.CONDITIONS, strict=True):
            assert cell.startswith(contrast[condition]["verdict"])
