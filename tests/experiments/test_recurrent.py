import dataclasses

import pytest

from dropout_course import results
from dropout_course.experiments import comparison, recurrent
from dropout_course.results import Verdict

CONDITION = recurrent.SETTINGS.conditions["rows"]
SMALL = dataclasses.replace(
    recurrent.SETTINGS,
    seeds=(1, 2, 3),
    tuning_seeds=(101,),
    conditions={"rows": dataclasses.replace(CONDITION, learning_rates=(0.02,))},
)


def accuracies(of_state, *, locked=0.0, memory=0.0):
    """By the rate on the state; what locking adds, and what a rate on the memory costs."""

    def accuracy(run, name):
        gain = locked if run.masks == "locked" else 0.0
        return of_state[run.rates[1]] + gain - memory * run.rates[2]

    return accuracy


def test_rates_that_help_up_to_three_tenths_and_then_harm_make_the_claim(pretend):
    result = recurrent.measure(SMALL, pretend(accuracies({0: 0.5, 0.1: 0.7, 0.3: 0.8, 0.5: 0.6})))
    assert result["claims"]["2.9"]["verdict"] is Verdict.HOLDS
    assert len(result["claims"]["2.9"]["readings"]) == 4


def test_a_rate_of_a_half_that_is_best_does_not(pretend):
    result = recurrent.measure(SMALL, pretend(accuracies({0: 0.5, 0.1: 0.6, 0.3: 0.7, 0.5: 0.9})))
    assert result["contrasts"]["fresh_p10_helps"]["verdict"] is Verdict.HOLDS
    assert result["claims"]["2.9"]["verdict"] is Verdict.DOES_NOT_HOLD


def test_masks_that_should_last_and_a_memory_that_should_stay_are_told_from_the_rest(pretend):
    accuracy = accuracies(dict.fromkeys((0, 0.1, 0.3, 0.5), 0.7), locked=0.1, memory=1.0)
    contrasts = recurrent.measure(SMALL, pretend(accuracy))["contrasts"]
    for p in (10, 30, 50):
        assert contrasts[f"locked_beats_fresh_p{p}"]["rows"]["estimate"] == pytest.approx(0.1, abs=0.03)
        assert contrasts[f"locked_beats_fresh_p{p}_likelier"]["verdict"] is Verdict.HOLDS
    assert contrasts["memory_harms"]["rows"]["estimate"] == pytest.approx(0.1, abs=0.03)
    assert contrasts["memory_harms_more"]["rows"]["estimate"] == pytest.approx(0.2, abs=0.03)


def test_each_arm_drops_where_its_name_says():
    arms = {name: run for name, (run,) in CONDITION.arms.items()}
    assert list(arms) == list(recurrent.NAMES)
    for name, run in arms.items():
        place, _, rate = name.partition("_p")
        p = int(rate or 0) / 100
        drops = {
            "none": (0, 0, 0, 0),
            "memory": (0, 0, p, 0),
            "ends": (p, 0, 0, p),
            "everywhere": (p, p, 0, p),
        }
        assert run.rates == drops.get(place, (0, p, 0, 0))
        assert (run.masks == "locked") == (place in ("locked", "everywhere"))


def test_a_lower_nll_is_better(pretend):
    result = recurrent.measure(SMALL, pretend(accuracies({0: 0.5, 0.1: 0.7, 0.3: 0.8, 0.5: 0.6})))
    arms = result["arms"]["rows"]
    gain = arms["none"]["test"]["nll"]["mean"] - arms["fresh_p10"]["test"]["nll"]["mean"]
    assert gain > 0
    found = result["contrasts"]["fresh_p10_helps_likelier"]["rows"]["estimate"]
    assert found == pytest.approx(gain, abs=1e-5)


def test_every_network_is_counted(pretend):
    asked = []
    train = pretend(accuracies({0: 0.5, 0.1: 0.7, 0.3: 0.8, 0.5: 0.6}))
    recurrent.measure(SMALL, lambda stacks: asked.extend(stacks) or train(stacks))
    assert len(asked) == recurrent.stacks_planned(SMALL) == 3 * len(CONDITION.arms)
    assert recurrent.stacks_planned(recurrent.SETTINGS) == comparison.stacks_planned(recurrent.SETTINGS)


@pytest.fixture(scope="module")
def committed():
    return results.load("recurrent")


def test_no_chosen_learning_rate_lies_at_the_edge_of_the_grid(committed):
    assert not any(arm["at_edge"] for arm in committed["arms"]["rows"].values())


def test_figure_and_tables_speak_of_every_arm_contrast_and_reading(committed):
    figure = recurrent.figure(committed)
    for words in ("1,000 training", "2,000 test", "10 seeds", "95% intervals", "20 epochs", "Fashion-MNIST"):
        assert words in figure.caption
    assert all(f"{name}: " in figure.alternative for name in recurrent.NAMES.values())
    assert "A GRU reads" in recurrent.table(committed).caption
    assert len(recurrent.table(committed).rows) == len(CONDITION.arms)
    assert len(recurrent.verdicts(committed).rows) == len(recurrent.CONTRASTS)
    found = committed["claims"]["2.9"]["readings"]
    cells = [cell for row in recurrent.readings(committed).rows for cell in row[1:]]
    assert cells == [found[reading]["rows"] for reading in recurrent.CLAIMS["2.9"]]
