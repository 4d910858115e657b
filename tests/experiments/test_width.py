import dataclasses

import numpy as np
import pytest

from dropout_course import results
from dropout_course.experiments import width
from dropout_course.experiments.stacks import Sizes
from dropout_course.experiments.tuning import Grid
from dropout_course.results import Verdict

SMALL = dataclasses.replace(
    width.SETTINGS,
    seeds={"clean": (1, 2, 3), "noisy": (1, 2)},
    grids=dict.fromkeys(("clean", "noisy"), Grid((0.01, 0.02, 0.04), seeds=(101,))),
    recipe=dataclasses.replace(width.SETTINGS.recipe, epochs=1),
    sizes=Sizes(train=100, validation=500, test=500, seed=0),
)


@pytest.fixture
def world(pretend):
    """Judges in a world of given test accuracies by units, rate and noise; 0.02 is the best learning rate."""

    def judged(accuracy):
        def outcomes(stack):
            (units,) = stack.recipe.hidden

            def right(run, name):
                return accuracy(units, run.rates[1], run.label_noise) - 2 * abs(run.learning_rate - 0.02)

            return pretend(right)([stack]).items()

        return width.measure(SMALL, lambda stacks: {run: o for stack in stacks for run, o in outcomes(stack)})

    return judged


def test_a_gain_that_grows_with_the_width_is_what_the_claim_needs(world):
    result = world(lambda units, p, noise: 0.5 + (0.03 * np.log2(units) if p else 0.1))
    assert result["claims"]["4.6"]["verdict"] is Verdict.HOLDS
    step = result["contrasts"]["wide_gains_more"]["noisy_light"]["estimate"]
    assert step == pytest.approx(0.12, abs=0.04)


def test_a_gain_that_is_the_same_at_every_width_does_not_make_the_claim(world):
    result = world(lambda units, p, noise: 0.6 + 0.1 * (p > 0))
    assert result["contrasts"]["w1024_gains"]["clean_heavy"]["verdict"] is Verdict.HOLDS
    assert result["claims"]["4.6"]["verdict"] is Verdict.DOES_NOT_HOLD


def test_what_holds_with_noisy_labels_alone_holds_under_conditions(world):
    result = world(lambda units, p, noise: 0.5 + (0.03 * np.log2(units) if p and noise else 0.1))
    claim = result["claims"]["4.6"]
    assert claim["noisy_heavy"] is Verdict.HOLDS
    assert claim["clean_heavy"] is Verdict.DOES_NOT_HOLD
    assert claim["verdict"] is Verdict.HOLDS_UNDER_CONDITIONS


def test_the_narrow_network_that_is_to_be_beaten_has_the_rate_that_was_best_for_it(world):
    result = world(lambda units, p, noise: 0.9 if units == 64 and p == 0.2 else 0.7)
    assert result["best_rate_when_narrow"] == {"clean": 0.2, "noisy": 0.2}
    found = result["contrasts"]["wide_beats_narrow"]["clean_heavy"]
    assert found["estimate"] == pytest.approx(-0.2, abs=0.03)


def test_each_width_is_tuned_by_itself_and_an_edge_is_reported(world):
    result = world(lambda units, p, noise: 0.7)
    assert result["clean"]["w16"]["p20"]["learning_rate"] == 0.02
    assert not result["clean"]["w16"]["p20"]["at_edge"]


def test_choosing_never_looks_at_the_test_set(pretend, watched):
    train, asked = watched(pretend(lambda run, name: 0.7))
    result = width.measure(SMALL, train)
    assert len(asked) == width.stacks_planned(SMALL)
    tuned = [stack for stack in asked if stack.runs[0].seed in (101,)]
    assert tuned
    assert all(stack.measure == ("validation",) for stack in tuned)
    figure = width.figure(result)
    assert "3 seeds (noisy labels: 2)" in figure.caption
    assert figure.alternative.count("p = 0.5") == 2
    assert [len(t.rows) for t in (width.table(result), width.noisy_table(result))] == [12, 12]
    assert len(width.verdicts(result).rows) == len(width.CONTRASTS)


def test_no_learning_rate_that_the_claim_rests_on_lies_at_the_edge_of_its_grid():
    """16 units at p = 0.5, in no contrast of the claim, would have liked a smaller one."""
    result = results.load("width")
    rows = {
        f"{labels}.{units}.{p}": row
        for labels in width.LABELS
        for units, of in result[labels].items()
        for p, row in of.items()
    }
    assert len(rows) == 24
    assert [name for name, row in rows.items() if row["at_edge"]] == ["clean.w16.p50"]
    terms = [width.CONTRASTS[part].terms for part in width.CLAIMS["4.6"]]
    assert not any(group[0] == width.TINY for of_part in terms for _, _, group in of_part if group != "best")
