from dataclasses import replace

import pytest

from dropout_course.experiments import batch_norm, comparison
from dropout_course.experiments.stacks import Sizes
from dropout_course.results import Verdict

(CONDITION,) = batch_norm.SETTINGS.conditions.values()
SMALL = replace(
    batch_norm.SETTINGS,
    conditions={"thousand": replace(CONDITION, learning_rates=(0.02,))},
    seeds=(1, 2, 3),
    tuning_seeds=(101,),
)


def world(norm, alone, after, before):
    """Accuracies by what the norm gains, and dropout alone, after the norm and before it."""

    def accuracy(run, name):
        if not any(run.rates):
            return 0.5 + norm * (run.batch_norm != "none")
        beside = {"after": norm + after, "before": norm + before, "none": alone}
        return 0.5 + beside[run.batch_norm]

    return accuracy


def test_contrasts_are_signed_as_they_say(pretend):
    result = comparison.measure(SMALL, pretend(world(norm=0.1, alone=0.3, after=0.2, before=0.1)))
    assert {contrast["verdict"] for contrast in result["contrasts"].values()} == {Verdict.HOLDS}
    assert result["contrasts"]["less_beside_norm"]["thousand"]["estimate"] == pytest.approx(0.1, abs=0.03)


def test_both_orders_and_both_rates_are_looked_at_for_their_shift():
    tiny = replace(
        CONDITION, recipe=replace(CONDITION.recipe, epochs=1, hidden=(8, 8)), sizes=Sizes(100, 50, 50, 0)
    )
    found = batch_norm._shifts(tiny)
    assert found.keys() == {"before_p20", "before_p50", "after_p20", "after_p50"}
    for shift in found.values():
        assert 0 < shift["derived"]["mean"] < 1
        assert len(shift["measured"]["by_seed"]) == len(batch_norm.SHIFT_SEEDS)
    assert found["before_p50"]["derived"]["mean"] < found["before_p20"]["derived"]["mean"]
