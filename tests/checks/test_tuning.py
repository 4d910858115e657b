"""Homework 5's checks: how sharp they are, what broken answers hear, and that rivals are told apart."""

import numpy as np
import pytest
import torch
from scipy import stats

from dropout_course.checks import check, grade
from dropout_course.checks.stats import binomial_interval
from dropout_course.checks.tuning import PROPERTIES, choices, intervals, picks, reports
from dropout_course.checks.tuning.networks import JUDGED_BY, LEAST

TABLES = {
    "pick_rate": (picks.RULES, picks.draw_scores),
    "pick_rate_paired": (choices.PAIRED, choices.draw_losses),
    "halving_winner": (choices.HALVING, choices.draw_curves),
    "honest_score": (choices.HONEST, choices.draw_tables),
}


class Liar(torch.Tensor):
    """A subclass could bring its own idea of equality."""


BROKEN = {
    "nothing": lambda *_: None,
    "text": lambda *_: "0.2",
    "nan": lambda *_: float("nan"),
    "a tensor of NaN": lambda *_: torch.full((3,), torch.nan),
    "a tensor larger than memory": lambda *_: torch.zeros(1).expand(1 << 40),
    "an array larger than memory": lambda *_: np.broadcast_to(0.0, (1 << 40,)),
    "a subclass": lambda *_: torch.zeros(3).as_subclass(Liar),
    "a class": lambda *_: torch.nn.Linear,
    "a model of NaN": lambda *_: lambda x: torch.full((len(x), 10), torch.nan),
    "a model of complex numbers": lambda *_: lambda x: torch.zeros(len(x), 10, dtype=torch.complex64),
    "a model that fails": lambda *_: lambda x: 1 / 0,
    "an error": lambda *_: 1 / 0,
}


def named(name, function):
    function.__name__ = name
    return function


@pytest.mark.parametrize("name", PROPERTIES)
@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_answer_is_told_in_a_line_and_earns_next_to_nothing(name, kind, capsys):
    report = check(named(name, BROKEN[kind]), seed=0)
    assert not report.passed
    assert all("\n" not in finding.message for finding in report.findings)
    earned = grade(named(name, BROKEN[kind]), points=len(report.findings), seed=0)
    assert earned <= (
        "max_norm" in name or name == "projected_step_"
    )  # who does nothing leaves the short alone
    assert capsys.readouterr().out


def test_the_bar_for_learning_has_the_rates_that_its_table_states():
    low, _ = binomial_interval(JUDGED_BY, LEAST)
    assert stats.binom.cdf(low - 1, JUDGED_BY, LEAST) < 1e-9
    assert stats.binom.sf(low - 1, JUDGED_BY, 0.57) < 1e-6


def test_the_quantiles_are_those_of_students_t():
    np.testing.assert_allclose(intervals.T975, stats.t.ppf(0.975, np.arange(1, 10)), atol=6e-5)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", TABLES)
def test_every_known_mistake_is_misled_and_named(name, seed):
    rules, draw = TABLES[name]
    cases = rules.draw_cases(draw, np.random.default_rng(seed))
    for misconception, rule in rules.rivals:
        answers = [rule(case) for case in cases]
        assert rules.first_wrong(cases, answers) is not None
        assert rules.reason(cases, answers, None) is misconception
    assert rules.first_wrong(cases, [rules.right(case) for case in cases]) is None


def test_every_mistake_in_an_interval_is_named_and_so_are_two_at_once():
    rng = np.random.default_rng(0)
    trial = reports.draw_trial(lambda models, test: None, rng)
    samples = [trial.sample, trial.few().sample]
    for (mistakes, first), (_, second) in zip(*map(intervals.known_ends, samples), strict=True):
        found = intervals.mistakes_in(list(zip(samples, (first, second), strict=True)))
        assert len(found) <= len(mistakes)
        if len(mistakes) == 1 or (len(mistakes) == 2 and intervals.HALF not in mistakes):  # 2 / 2 is 1
            assert set(found) in (set(mistakes), set(mistakes) - {intervals.CLIPPED})  # there may be nothing
    assert intervals.mistakes_in([(sample, (0.0, 2.0)) for sample in samples]) == ()


def test_a_report_is_judged_on_the_models_of_the_given_train():
    asked = []

    def train(rate, data, seed):
        asked.append((rate, len(data[0])))
        bias = torch.bincount(data[1], minlength=10).float()
        return lambda x: bias.expand(len(x), 10)

    def report(models, test):
        x, y = test
        each = np.array([(model(x).argmax(1) == y).double().mean().item() for model in models])
        half = intervals.T975[len(each) - 2] * each.std(ddof=1) / len(each) ** 0.5
        return each.mean(), each.mean() - half, each.mean() + half

    assert check(report, seed=0).passed
    assert not asked
    assert check(report, seed=0, given=train).passed
    assert {rate for rate, _ in asked} == {reports.NO_DROPOUT}


def test_models_that_are_all_alike_prove_no_interval():
    def train(rate, data, seed):
        return lambda x: torch.eye(10)[torch.zeros(len(x), dtype=torch.long)]

    def report(models, test):
        x, y = test
        mean = (models[0](x).argmax(1) == y).double().mean().item()
        return mean, mean, mean

    assert grade(report, "mean", "interval", points=2, seed=0, given=train) == 0
