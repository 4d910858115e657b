from dataclasses import replace

from dropout_course.experiments import comparison, early_late
from dropout_course.results import Verdict

SMALL = replace(
    early_late.SETTINGS,
    conditions={
        name: replace(condition, learning_rates=(0.02,)) for name, condition in early_late.CONDITIONS.items()
    },
    seeds=(1, 2, 3),
    tuning_seeds=(101,),
)


def test_early_and_late_dropout_make_up_the_whole_training():
    for condition in early_late.CONDITIONS.values():
        periods = {name: {run.period for run in runs} for name, runs in condition.arms.items()}
        ((begin, change),), ((onward, end),) = periods["early"], periods["late"]
        assert (begin, end) == (0, 1)
        assert change == onward
        assert periods["whole"] == {(0, 1)}


def test_contrasts_are_signed_as_they_say(pretend):
    reached = {(0.0, 1.0): 0.7, (0.0, early_late.START): 0.8, (early_late.START, 1.0): 0.9}
    result = comparison.measure(
        SMALL, pretend(lambda run, name: reached[run.period] if any(run.rates) else 0.5)
    )
    assert all(contrast["verdict"] is Verdict.HOLDS for contrast in result["contrasts"].values())
    assert early_late.figure(result).alternative
