import dataclasses

import numpy as np
import pytest

from dropout_course import results
from dropout_course.experiments import co_adaptation, co_adaptation_figures, rate_table
from dropout_course.experiments.co_adaptation_probes import STATISTICS, Damage
from dropout_course.experiments.command import rounded
from dropout_course.experiments.stacks import Sizes
from dropout_course.experiments.trainer import Trainer
from dropout_course.results import rate_key, value_at
from dropout_course.training import Recipe

TINY = dataclasses.replace(
    co_adaptation.SETTINGS,
    seeds=(1, 2, 3),
    recipe=Recipe(hidden=(16, 16), epochs=4),
    sizes=Sizes(train=200, validation=100, test=100, seed=0),
    damage=Damage(draws=2),
    resamples=3,
    pictured=(0, 1, 2, 3),
)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    trainer = Trainer(tmp_path_factory.mktemp("cache"), 1)
    return rounded(co_adaptation.measure(TINY, trainer)), trainer


@pytest.fixture(scope="module")
def committed():
    return results.load("co-adaptation")


def test_each_claim_rests_on_contrasts_of_the_settings_and_one_claim_in_two_rows_on_the_same():
    for readings in co_adaptation.CLAIMS.values():
        for parts in readings.values():
            assert set(parts) <= set(co_adaptation.CONTRASTS)
    assert co_adaptation.CLAIMS["0.4"] == co_adaptation.CLAIMS["1.10"]


def test_the_learning_rates_are_those_that_the_rate_table_tuned_on_the_same_networks_and_images():
    settings, tuned = co_adaptation.SETTINGS, results.load("rate-table")["tuned"]
    assert (settings.recipe, settings.sizes) == (rate_table.SETTINGS.recipe, rate_table.SETTINGS.sizes)
    for p, learning_rate in settings.arms:
        assert learning_rate == tuned[rate_key(p)]["learning_rate"]
    assert not set(settings.seeds) & set(rate_table.SETTINGS.tuning_seeds)


def test_a_run_trains_as_many_stacks_as_planned_and_measures_every_layer_and_rate(tiny):
    result, trainer = tiny
    assert trainer.trained == co_adaptation.stacks_planned(TINY)
    expected = {*STATISTICS, "intact", *TINY.damage.names()}
    for p, _ in TINY.arms:
        for layer in co_adaptation.CONDITIONS:
            row = result["rates"][rate_key(p)][layer]
            assert set(row) == expected
            for found in row.values():
                assert found["low"] <= found["mean"] <= found["high"]
                assert np.mean(found["by_seed"]) == pytest.approx(found["mean"], rel=1e-4)


def test_contrasts_are_the_differences_of_the_rows(tiny):
    result, _ = tiny
    for name, contrast in TINY.contrasts.items():
        for layer in co_adaptation.CONDITIONS:
            expected = sum(
                c * result["rates"][rate_key(p)][layer][what]["mean"] for c, what, p in contrast.terms
            )
            assert result["contrasts"][name][layer]["estimate"] == pytest.approx(expected, abs=1e-4)


def test_redundant_and_independent_are_one_number_with_two_signs(tiny):
    contrasts = tiny[0]["contrasts"]
    for layer in co_adaptation.CONDITIONS:
        more, less = (contrasts[name][layer] for name in ("more_redundant", "more_independent"))
        assert (more["estimate"], more["low"]) == (-less["estimate"], -less["high"])


def test_a_sample_finds_the_numbers_of_the_whole_run(tiny):
    result, trainer = tiny
    for place, found in co_adaptation.sample(TINY, result, trainer).items():
        assert value_at(result, place)[0] == pytest.approx(found[0], rel=1e-4)


def test_what_is_pictured_is_what_training_wrote(tiny):
    images = co_adaptation_figures.pictures(tiny[0], "p0")
    assert images.shape == (4, 28, 28)
    assert np.abs(images).max() == co_adaptation_figures.STEPS
    assert (images[:, 0, 0] == 0).all()  # a corner is always dark and teaches nothing: its weights stayed


def test_the_figures_speak_of_every_rate_and_name_their_evidence(committed):
    for draw in (co_adaptation.figure, co_adaptation.damage_figure):
        figure = draw(committed)
        for p in ("0", "0.5"):
            assert f"p = {p}" in figure.alternative
        for word in ("Fashion-MNIST", "2,000 test", "10 seeds", "95% intervals"):
            assert word in figure.caption
    assert "seed 1" in co_adaptation.features_figure(committed).caption


def test_the_tables_show_the_results_numbers_and_verdicts(committed):
    intact, *damaged = co_adaptation.table(committed).rows
    for cell, found in zip(intact[1:], committed["rates"].values(), strict=True):
        assert cell.startswith(f"{found['layer1']['intact']['mean']:.1%}")
    assert damaged[1][3].startswith(f"{committed['rates']['p50']['layer2']['plain50']['mean']:.1%}")
    for row, contrast in zip(
        co_adaptation.verdicts(committed).rows, committed["contrasts"].values(), strict=True
    ):
        assert row[0] == contrast["says"]
        assert row[2].startswith(contrast["layer2"]["verdict"])
