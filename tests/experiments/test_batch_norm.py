from dataclasses import replace

import pytest

from dropout_course.experiments import batch_norm, comparison
from dropout_course.experiments.intervals import seed_effect
from dropout_course.experiments.stacks import Sizes
from dropout_course.results import Verdict, load

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


@pytest.mark.parametrize("metric", ["accuracy", "nll"])
def test_what_refitting_changes_is_paired_by_seed_and_has_the_usual_interval(metric):
    for found in load("batch-norm")["shift"].values():
        by_seed = [found[name]["by_seed"] for name in (f"refitted_{metric}", metric)]
        usual = seed_effect([after - before for after, before in zip(*by_seed, strict=True)]).interval()
        change, half = batch_norm.refit_change(found, metric)
        assert change == pytest.approx(found[f"refitted_{metric}"]["mean"] - found[metric]["mean"], abs=1e-5)
        assert half == pytest.approx(usual.high - usual.estimate, rel=1e-3)


def test_refitting_changes_no_accuracy_that_five_seeds_could_tell_and_raises_every_loss():
    shifts = load("batch-norm")["shift"].values()
    points, nats = (
        [batch_norm.refit_change(found, metric) for found in shifts] for metric in ("accuracy", "nll")
    )
    assert all(abs(change) < half for change, half in points)
    assert all(change > half for change, half in nats)
