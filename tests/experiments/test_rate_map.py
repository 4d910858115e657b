import dataclasses

import pytest

from dropout_course import results
from dropout_course.experiments import rate_map, rate_map_figures
from dropout_course.results import Verdict

SMALL = dataclasses.replace(
    rate_map.SETTINGS,
    tasks={
        name: dataclasses.replace(
            task,
            rates=(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.8),
            learning_rates=(0.02, 0.05, 0.1),
            tuning_seeds=(101, 102),
        )
        for name, task in rate_map.TASKS.items()
    },
    seeds=(1, 2, 3),
    recipe=dataclasses.replace(rate_map.SETTINGS.recipe, epochs=4),
    epochs_kept=(1, 4),
)


def hill(best, *, drop, by_learning_rate=0.0):
    """Accuracies that fall by ``drop`` for each unit of the rate's distance from ``best(run)``."""

    def accuracy(run, name):
        p = run.rates[1]
        off = abs(run.learning_rate - 0.05) * by_learning_rate
        return (1 - 0.5 * p if name == "train" else 0.95 - drop * abs(p - best(run))) - off

    return accuracy


@pytest.fixture
def measured(pretend):
    return lambda accuracy: rate_map.measure(SMALL, pretend(accuracy))


def test_a_world_in_which_the_rate_hardly_matters_needs_no_tuning_and_half_works_well(measured):
    result = measured(hill(lambda run: 0.5, drop=0.004))
    readings = result["claims"]["2.8"]["readings"]
    assert readings["the rates advised differ, on accuracy"]["verdict"] is not Verdict.HOLDS
    assert result["contrasts"]["p50_near_best_accuracy"]["verdict"] is Verdict.HOLDS
    assert result["claims"]["4.5"]["verdict"] is not Verdict.HOLDS  # nothing is too high


def test_a_world_in_which_each_task_has_a_rate_of_its_own_needs_tuning(measured):
    result = measured(hill(lambda run: 0.1 if run.label_noise else 0.5, drop=0.8))
    readings = result["claims"]["2.8"]["readings"]
    assert readings["the rates advised differ, on accuracy"]["verdict"] is Verdict.HOLDS
    carried = readings["the best rate does not carry over, on accuracy"]
    assert carried["noisy"] is Verdict.HOLDS
    assert carried["few"] is Verdict.DOES_NOT_HOLD
    assert "plain" not in carried
    assert result["best"]["noisy"]["best_accuracy"] == 0.1


def test_the_advice_stands_if_the_range_is_best_its_beginning_near_and_what_lies_outside_worse(measured):
    def accuracy(run, name):
        p = run.rates[1]
        if name == "train":
            return 0.6 if p > 0.6 else 0.99
        return {0.0: 0.8, 0.1: 0.8}.get(p, 0.85 if p < 0.6 else 0.6)

    result = measured(accuracy)
    assert result["claims"]["4.5"]["readings"]["on accuracy"]["verdict"] is Verdict.HOLDS

    def low_is_enough(run, name):
        return 0.9 if run.rates[1] == 0.1 else accuracy(run, name)

    answered = measured(low_is_enough)["claims"]["4.5"]["readings"]["on accuracy"]
    assert answered["verdict"] is Verdict.DOES_NOT_HOLD


def test_half_does_not_work_well_where_it_does_harm(measured):
    result = measured(hill(lambda run: 0.0, drop=0.4))
    assert result["claims"]["3.7"]["verdict"] is Verdict.DOES_NOT_HOLD


def test_a_rate_judged_with_the_wrong_learning_rate_loses(measured):
    def accuracy(run, name):
        best = 0.02 if run.rates[1] == 0.8 else 0.1
        return 0.8 - 4 * abs(run.learning_rate - best)

    result = measured(accuracy)
    assert result["arms"]["plain"]["p80"]["learning_rate"] == 0.02
    assert result["shared"]["p80"]["learning_rate"] == 0.1
    assert result["contrasts"]["p80_needs_its_own"]["plain"]["verdict"] is Verdict.HOLDS
    assert result["contrasts"]["p50_needs_its_own"]["plain"]["verdict"] is Verdict.DOES_NOT_HOLD
    assert "few" not in result["contrasts"]["p80_needs_its_own"]


def test_what_chooses_does_not_judge_and_test_images_choose_nothing(pretend, watched):
    train, asked = watched(pretend(hill(lambda run: 0.3, drop=0.1, by_learning_rate=1)))

    def upside_down(run, name):
        found = hill(lambda run: 0.3, drop=0.1, by_learning_rate=1)(run, name)
        return 1 - found if name == "test" else found

    result = rate_map.measure(SMALL, train)
    assert len(asked) == rate_map.stacks_planned(SMALL)
    for task in SMALL.tasks.values():
        assert not set(task.tuning_seeds) & set(SMALL.seeds)
    turned = rate_map.measure(SMALL, pretend(upside_down))
    assert turned["best"] == result["best"]
    chosen = [row["learning_rate"] for row in result["arms"]["plain"].values()]
    assert chosen == [row["learning_rate"] for row in turned["arms"]["plain"].values()]


def test_what_is_computed_again_is_what_was_written(pretend):
    train = pretend(hill(lambda run: 0.3, drop=0.1))
    result = rate_map.measure(SMALL, train)
    for place, found in rate_map.sample(SMALL, result, train).items():
        *_, name, metric, _ = place.split(".")
        assert found == result["arms"]["plain"]["p50"][name][metric]["by_seed"][:1]


@pytest.fixture(scope="module")
def committed():
    return results.load("rate-map")


def test_the_best_learning_rate_lies_inside_its_grid_but_where_nothing_is_learned(committed):
    edges = [
        (task, arm["p"])
        for task, arms in committed["arms"].items()
        for arm in arms.values()
        if arm["at_edge"]
    ]
    assert edges == [("plain", 0.9)]
    assert committed["arms"]["plain"]["p90"]["train"]["accuracy"]["mean"] < 0.3


def test_the_cells_of_the_map_chose_the_learning_rates(committed):
    for key, row in committed["map"].items():
        best = max(row, key=lambda cell: cell["validation"]["accuracy"]["mean"])
        assert committed["arms"]["plain"][key]["learning_rate"] == best["learning_rate"]


def test_the_curves_end_where_the_networks_do(committed):
    for arm in committed["arms"]["plain"].values():
        for name, of_set in arm["curves"].items():
            for metric, curve in of_set.items():
                assert curve["mean"][-1] == pytest.approx(arm[name][metric]["mean"], abs=2e-5)
                assert len(curve["mean"]) == len(rate_map.SETTINGS.epochs_kept)


def test_the_figures_say_in_words_what_they_show(committed):
    by_rate, by_task = rate_map_figures.by_rate(committed), rate_map_figures.by_task(committed)
    for found in (by_rate, by_task):
        for words in (
            "1,000 training",
            "2,000 test",
            "10 seeds",
            "95% intervals",
            "30 epochs",
            "Fashion-MNIST",
        ):
            assert words in found.caption
    half = committed["arms"]["few"]["p50"]["test"]["nll"]
    assert f"{half['mean']:.2f} ({half['low']:.2f}\u2013{half['high']:.2f}) at p = 0.5" in by_task.alternative
    cells = rate_map_figures.cells(committed)
    assert cells.alternative.count(" at 0.015") == len(rate_map.ALL_RATES)
    curves = rate_map_figures.curves(committed, metric="nll")
    assert "Shaded: the gap" in curves.caption
    assert curves.alternative.count("validation: ") == 4


def test_the_tables_have_a_row_for_each_rate_and_each_contrast(committed):
    assert len(rate_map_figures.table(committed).rows) == len(rate_map.ALL_RATES)
    assert len(rate_map_figures.verdicts(committed).rows) == len(rate_map.CONTRASTS)
