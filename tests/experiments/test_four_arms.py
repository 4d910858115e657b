from dataclasses import replace

import pytest

from dropout_course.experiments import four_arms
from dropout_course.experiments.provenance import as_json
from dropout_course.results import Verdict

SMALL = replace(
    four_arms.SETTINGS,
    conditions={
        name: replace(condition, learning_rates=(0.02, 0.1)) for name, condition in four_arms.NETWORKS.items()
    },
    seeds=(1, 2, 3),
    tuning_seeds=(101,),
)


def world(inner, dropout, extra=0.0):
    """Accuracies in which both changes add up, but for ``extra`` where they meet."""

    def accuracy(run, name):
        has_inner, drops = len(run.rates) > 1, any(run.rates)
        return 0.5 + inner * has_inner + dropout * drops + extra * (has_inner and drops)

    return accuracy


@pytest.mark.parametrize(
    ("inner", "dropout", "verdict"),
    [
        (0.2, 0.2, Verdict.HOLDS),
        (0.4, -0.2, Verdict.HOLDS_UNDER_CONDITIONS),  # together they gain, but dropout takes away
        (-0.2, -0.2, Verdict.DOES_NOT_HOLD),
    ],
)
def test_the_claim_is_read_of_both_changes_and_of_dropouts_share(pretend, inner, dropout, verdict):
    result = four_arms.measure(SMALL, pretend(world(inner, dropout)))
    assert result["claims"]["3.9"]["verdict"] is verdict


def test_each_change_gets_its_own_share(pretend):
    contrasts = four_arms.measure(SMALL, pretend(world(0.2, 0.1, extra=0.1)))["contrasts"]
    shares = {
        "together": 0.4,
        "dropout_with_inner": 0.2,
        "dropout_alone": 0.1,
        "inner_alone": 0.2,
        "dropout_on_average": 0.15,
        "inner_on_average": 0.25,
        "interaction": 0.1,
    }
    for name, share in shares.items():
        assert contrasts[name][four_arms.TOGETHER]["estimate"] == pytest.approx(share, abs=0.03)


def test_the_result_holds_the_settings_of_the_plan(pretend):
    result = four_arms.measure(SMALL, pretend(world(0.2, 0.1)))
    assert result["settings"] == as_json(SMALL)


def test_the_figure_shows_all_four(pretend):
    result = four_arms.measure(SMALL, pretend(world(0.2, 0.1)))
    assert four_arms.figure(result).alternative.count("%") == 4
    assert len(four_arms.verdicts(result).rows) == len(four_arms.CONTRASTS)
