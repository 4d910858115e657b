import dataclasses

import numpy as np
import pytest

from dropout_course import results
from dropout_course.experiments import choosing_a_rate, choosing_a_rate_figures, rate_map
from dropout_course.experiments.cell_search import Search, found_by, search_cells
from dropout_course.experiments.choosing_a_rate import Fold
from dropout_course.experiments.ways_of_choosing import Rules, Seen, by_gap, by_rule, choose
from dropout_course.results import Verdict, rate_key

RATES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
TASKS = {
    name: dataclasses.replace(task, rates=RATES, learning_rates=(0.02, 0.05), tuning_seeds=(101, 102))
    for name, task in rate_map.TASKS.items()
}
SMALL = dataclasses.replace(
    choosing_a_rate.SETTINGS,
    map=dataclasses.replace(
        rate_map.SETTINGS,
        tasks=TASKS,
        seeds=(1, 2, 3, 4),
        shared=(),
        recipe=dataclasses.replace(rate_map.SETTINGS.recipe, epochs=3),
    ),
    rates=RATES,
    partitions=(201, 202),
    folds=2,
    search=Search(runs=4, studies=2, first_at_random=2),
)
OVERFITS, FITS = 0.2, 0.0  # gaps


def sight(*found):
    """What is seen of the rates 0, 0.1, ...: pairs of gap and validation accuracy."""
    return {round(0.1 * i, 1): Seen(score + gap, score, 1 - score) for i, (gap, score) in enumerate(found)}


def test_the_rate_is_raised_while_the_network_overfits_and_gets_better():
    seen = sight((OVERFITS, 0.5), (OVERFITS, 0.5), (OVERFITS, 0.6), (OVERFITS, 0.7), (OVERFITS, 0.69))
    assert by_rule(seen, Rules(), "accuracy") == (0.3, 3)
    assert by_gap(seen, Rules()) == (0.4, 3)


def test_the_rate_is_lowered_while_the_network_underfits_and_gets_better():
    seen = sight((FITS, 0.6), (FITS, 0.7), (FITS, 0.65), (FITS, 0.9))
    assert by_rule(seen, Rules(), "accuracy") == (0.1, 3)
    assert by_gap(seen, Rules()) == (0.0, 3)


def test_the_walk_ends_where_the_diagnosis_turns():
    seen = sight((OVERFITS, 0.5), (OVERFITS, 0.5), (OVERFITS, 0.6), (FITS, 0.7), (FITS, 0.8))
    assert by_rule(seen, Rules(), "nll") == (0.3, 2)


def test_a_split_chooses_on_each_fold_and_cross_validation_once_on_all():
    folds = [sight((FITS, 0.6), (FITS, 0.1), (FITS, 0.5)), sight((FITS, 0.1), (FITS, 0.6), (FITS, 0.5))]
    found = choose([folds], Rules())
    assert found["split"]["accuracy"].rates == [[0.0, 0.1]]
    assert found["cross"]["accuracy"].rates == [[0.2]]
    assert found["split"]["accuracy"].runs == 3
    assert found["cross"]["accuracy"].runs == 6


def test_folds_hold_each_image_out_once_and_are_balanced():
    sizes = Fold(train=100, validation=50, test=50, seed=0, partition=3, folds=5)
    loaded = [dataclasses.replace(sizes, held_out=i).load() for i in range(5)]
    whole = super(Fold, sizes).load().train
    held = np.concatenate([found.validation.inputs() for found in loaded])
    assert sorted(map(bytes, held)) == sorted(map(bytes, whole.inputs()))
    for found in loaded:
        assert np.bincount(found.validation.labels).tolist() == [2] * 10
        seen = {bytes(image) for image in found.train.inputs()}
        assert len(found.train) == 80
        assert not seen & {bytes(image) for image in found.validation.inputs()}


def hill(best, drop):
    def accuracy(run, name):
        p = run.rates[1]
        return 1 - 0.2 * p if name == "train" else 0.9 - drop * abs(p - best)

    return accuracy


def test_where_a_guideline_misses_by_much_whoever_validates_beats_it(pretend):
    result = choosing_a_rate.measure(SMALL, pretend(hill(0.5, drop=1.0)))
    readings = result["claims"]["1.9"]["readings"]
    assert readings["to validate beats the guideline 0.2, on accuracy"]["verdict"] is Verdict.HOLDS
    assert readings["to validate beats the guideline 0.5, on accuracy"]["verdict"] is Verdict.DOES_NOT_HOLD
    chosen = result["choices"]["plain"]
    assert chosen["p20"]["accuracy"]["regret"]["mean"] == pytest.approx(0.3, abs=0.03)
    assert chosen["cross"]["accuracy"]["regret"]["mean"] == pytest.approx(0, abs=0.01)
    assert result["contrasts"]["cross_near_best_accuracy"]["verdict"] is Verdict.HOLDS
    assert result["contrasts"]["cross_near_best_nll"]["verdict"] is Verdict.HOLDS


def test_images_that_mislead_lead_to_a_rate_that_is_not_near_the_best(pretend):
    def misleading(run, name):
        return hill(0.5 if name == "test" else 0.0, drop=0.5)(run, name)

    result = choosing_a_rate.measure(SMALL, pretend(misleading))
    assert result["contrasts"]["split_near_best_accuracy"]["verdict"] is Verdict.DOES_NOT_HOLD
    assert result["claims"]["0.7"]["verdict"] is Verdict.DOES_NOT_HOLD


def test_no_choice_hangs_on_test_images(pretend):
    def upside_down(run, name):
        return 0.3 if name == "test" else hill(0.3, drop=0.5)(run, name)

    found, other = (
        choosing_a_rate.measure(SMALL, pretend(accuracy)) for accuracy in (hill(0.3, 0.5), upside_down)
    )
    for name in choosing_a_rate.CONDITIONS:
        for way, of_way in found["choices"][name].items():
            assert of_way["accuracy"]["rates"] == other["choices"][name][way]["accuracy"]["rates"]
    assert found["search"]["trials"] == other["search"]["trials"]


def test_what_is_computed_again_is_what_was_written(pretend):
    train = pretend(hill(0.3, drop=0.5))
    result = choosing_a_rate.measure(SMALL, train)
    for place, found in choosing_a_rate.sample(SMALL, result, train).items():
        _, name, rate, metric, _ = place.split(".")
        assert found == pytest.approx(result["folds"][name][rate][metric]["by_seed"][:1])


def curves():
    """Cells that differ in their last accuracy and rise evenly to it."""
    return {
        (p, rate): np.linspace(0.1, 0.9 - abs(p - 0.3) - 5 * abs(rate - 0.04), 10)
        for p in RATES
        for rate in (0.01, 0.02, 0.04, 0.08)
    }


def test_a_search_keeps_to_its_budget_and_prunes_only_if_it_learns():
    search = Search(runs=12, first_at_random=4, first_epochs=2)
    for learns in (True, False):
        trials = search_cells(curves(), search, seed=0, learns=learns)
        assert 110 < sum(trial["epochs"] for trial in trials) <= 120
        assert any(trial["pruned"] for trial in trials) is learns
        assert trials == search_cells(curves(), search, seed=0, learns=learns)


def test_a_search_finds_the_best_trial_that_came_to_its_end():
    trials = search_cells(curves(), Search(runs=30), seed=1, learns=True)
    p, learning_rate = found_by(trials)
    ended = [trial["accuracy"] for trial in trials if not trial["pruned"]]
    assert curves()[p, learning_rate][-1] == max(ended)
    assert max(ended) > 0.8


@pytest.fixture(scope="module")
def committed():
    return results.load("choosing-a-rate")


def test_the_stored_study_is_what_optuna_does_on_the_first_network_of_each_cell(committed):
    """As far as the map keeps it: the accuracies at the end."""
    rows = results.load("rate-map")["map"]
    trials = committed["search"]["trials"]
    budget = choosing_a_rate.SETTINGS.search.runs * choosing_a_rate.SETTINGS.map.recipe.epochs
    assert sum(trial["epochs"] for trial in trials) <= budget
    for trial in trials:
        if not trial["pruned"]:
            cell = next(
                cell for cell in rows[rate_key(trial["p"])] if cell["learning_rate"] == trial["learning_rate"]
            )
            assert trial["accuracy"] == pytest.approx(cell["validation"]["accuracy"]["by_seed"][0])


def test_each_rate_has_the_learning_rate_that_the_map_found(committed):
    arms = results.load("rate-map")["arms"]
    for task, found in committed["folds"].items():
        for name, row in found.items():
            assert row["learning_rate"] == arms[task][name]["learning_rate"]


def test_the_figures_say_in_words_what_they_show(committed):
    regrets, study = choosing_a_rate_figures.regrets(committed), choosing_a_rate_figures.study(committed)
    for words in ("1,000 images", "2,000 test", "5 partitions", "95% intervals", "Fashion-MNIST"):
        assert words in regrets.caption
    half = committed["choices"]["noisy"]["p50"]["accuracy"]["regret"]
    assert f"always 0.5, a fifth mislabelled: {100 * half['mean']:.1f} (" in regrets.alternative
    stopped = sum(trial["pruned"] for trial in committed["search"]["trials"])
    assert f"{stopped} of them stopped early" in study.alternative


def test_the_tables_have_a_row_for_each_way_and_each_contrast(committed):
    assert len(choosing_a_rate_figures.table(committed).rows) == 6
    assert [row[1] for row in choosing_a_rate_figures.searches(committed).rows] == ["20", "20", "77"]
    assert len(choosing_a_rate_figures.verdicts(committed).rows) == len(choosing_a_rate.COMPARISONS) + 1
