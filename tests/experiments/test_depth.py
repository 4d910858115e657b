import dataclasses

import pytest

from dropout_course import results
from dropout_course.experiments import depth
from dropout_course.results import Verdict

SMALL = dataclasses.replace(
    depth.SETTINGS,
    seeds=(1, 2, 3),
    grid=depth.Grid((0.01, 0.02), seeds=(101,)),
    recipe=dataclasses.replace(depth.SETTINGS.recipe, epochs=1),
)


@pytest.fixture(scope="module")
def committed():
    return results.load("depth")


def rows_of(result):
    """What each depth and rate came to, in the order of the table."""
    depths = result["settings"]["depths"]
    return [row for depth in depths for row in result[f"d{depth}"].values()]


def test_a_gain_that_grows_with_depth_is_what_the_claim_needs(pretend):
    def accuracy(run, name):
        """Without dropout train and test lie far apart; dropout helps by two points a layer."""
        layers, p = len(run.rates) - 1, run.rates[-1]
        return 1.0 if name == "train" else 0.5 + (0.08 * layers if p else 0.0)

    result = depth.measure(SMALL, pretend(accuracy))
    assert result["claims"]["2.14"]["verdict"] is Verdict.HOLDS
    assert result["contrasts"]["deep_gains_more"]["light"]["estimate"] == pytest.approx(0.24, abs=0.03)


def test_a_gain_that_is_the_same_at_every_depth_does_not_make_the_claim(pretend):
    def accuracy(run, name):
        return 1.0 if name == "train" else 0.6 + 0.2 * (run.rates[-1] > 0)

    result = depth.measure(SMALL, pretend(accuracy))
    assert result["contrasts"]["deep_gains"]["heavy"]["verdict"] is Verdict.HOLDS
    assert result["claims"]["2.14"]["verdict"] is not Verdict.HOLDS


def test_each_depth_and_rate_is_tuned_by_itself_and_never_on_the_test_set(pretend, watched):
    world = pretend(lambda run, name: 0.9 - abs(run.learning_rate - 0.02) * (run.rates[-1] > 0))
    train, asked = watched(world)
    result = depth.measure(SMALL, train)
    assert len(asked) == depth.stacks_planned(SMALL)
    tuned = [stack for stack in asked if stack.runs[0].seed in SMALL.grid.seeds]
    assert all(stack.measure == ("validation",) for stack in tuned)
    assert {len(stack.recipe.hidden) for stack in tuned} == set(SMALL.depths)
    assert result["d4"]["p50"]["learning_rate"] == 0.02


def test_a_lower_nll_is_a_gain(committed):
    for contrast, layers in (("shallow_likelier", "d1"), ("deep_likelier", "d4")):
        rows = committed[layers]
        gain = rows["p0"]["test"]["nll"]["mean"] - rows["p20"]["test"]["nll"]["mean"]
        assert committed["contrasts"][contrast]["light"]["estimate"] == pytest.approx(gain, abs=1e-5)


def test_no_chosen_learning_rate_lies_at_the_edge_of_the_grid(committed):
    inner = depth.SETTINGS.grid.learning_rates[1:-1]
    assert all(row["learning_rate"] in inner for row in rows_of(committed))


def test_figure_and_tables_speak_of_every_depth_and_rate(committed):
    figure, table = depth.figure(committed), depth.table(committed)
    for words in ("1,000 training", "2,000 test", "10 seeds", "95% intervals", "60 epochs", "Fashion-MNIST"):
        assert words in figure.caption
    for row, found in zip(table.rows, rows_of(committed), strict=True):
        assert row[3].startswith(f"{found['test']['accuracy']['mean']:.1%}")
        assert f"{found['test']['nll']['mean']:.2f} (" in figure.alternative
    assert len(depth.verdicts(committed).rows) == len(depth.CONTRASTS)
