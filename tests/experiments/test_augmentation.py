from dataclasses import replace

import pytest

from dropout_course.experiments import augmentation, comparison
from dropout_course.results import Verdict

(CONDITION,) = augmentation.SETTINGS.conditions.values()
SMALL = replace(
    augmentation.SETTINGS,
    conditions={"few": replace(CONDITION, learning_rates=(0.02,))},
    seeds=(1, 2, 3),
    tuning_seeds=(101,),
)


def world(dropout, shifts, together):
    def accuracy(run, name):
        drops, shifted = any(run.rates), run.augmentation == "shift"
        return 0.5 + (together if drops and shifted else dropout * drops + shifts * shifted)

    return accuracy


@pytest.mark.parametrize(
    ("together", "verdict"),
    [(0.4, Verdict.HOLDS), (0.15, Verdict.DOES_NOT_HOLD), (-0.1, Verdict.DOES_NOT_HOLD)],
)
def test_the_claim_asks_that_each_adds_to_the_other(pretend, together, verdict):
    result = comparison.measure(SMALL, pretend(world(0.1, 0.3, together)))
    assert result["claims"]["3.10"]["verdict"] is verdict


def test_what_dropout_gains_less_beside_shifts_is_what_is_missing_from_the_sum(pretend):
    result = comparison.measure(SMALL, pretend(world(0.2, 0.2, 0.2)))
    assert result["contrasts"]["less_beside"]["few"]["estimate"] == pytest.approx(0.2, abs=0.04)
    assert augmentation.figure(result).alternative
