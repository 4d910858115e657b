import dataclasses

import numpy as np
import pytest

from dropout_course import results
from dropout_course.experiments import monte_carlo
from dropout_course.experiments.stacks import Sizes
from dropout_course.experiments.trainer import Trainer
from dropout_course.training import Recipe

TINY = dataclasses.replace(
    monte_carlo.SETTINGS,
    seeds=(1, 2),
    passes=(1, 3),
    recipe=Recipe(hidden=(16, 16), epochs=3),
    sizes=Sizes(train=200, validation=10, test=100, seed=0),
)


def small_contrasts():
    """The contrasts with the passes that the tiny settings make."""
    renamed = {"passes_100": "passes_3", "passes_10": "passes_1"}

    def shrink(contrast):
        terms = tuple((c, name, renamed.get(group, group)) for c, name, group in contrast.terms)
        return dataclasses.replace(contrast, terms=terms)

    return {name: shrink(contrast) for name, contrast in monte_carlo.CONTRASTS.items()}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    settings = dataclasses.replace(TINY, contrasts=small_contrasts())
    trainer = Trainer(tmp_path_factory.mktemp("cache"), 1)
    return monte_carlo.measure(settings, trainer), trainer


def test_every_way_is_judged_at_every_rate_and_no_stack_is_trained_twice(tiny):
    result, trainer = tiny
    ways = {"off", "passes_1", "passes_3", "twice", "forgotten", "bare_off", "bare_forgotten"}
    for condition in monte_carlo.CONDITIONS:
        assert set(result[condition]) == ways
        for found in result[condition].values():
            assert len(found["accuracy"]["by_seed"]) == len(TINY.seeds)
    assert trainer.trained == monte_carlo.stacks_planned(TINY)


def test_without_biases_a_forgotten_factor_costs_no_accuracy_and_moves_the_loss(tiny):
    for condition in monte_carlo.CONDITIONS:
        off, forgotten = (tiny[0][condition][f"bare_{way}"] for way in ("off", "forgotten"))
        assert off["accuracy"]["by_seed"] == forgotten["accuracy"]["by_seed"]
        assert off["nll"]["by_seed"] != forgotten["nll"]["by_seed"]


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    """One trained network at p = 0.5, and what it comes to when 300 passes are averaged."""
    settings = dataclasses.replace(TINY, seeds=(1,), passes=(300,))
    trainer = Trainer(tmp_path_factory.mktemp("cache"), 1)
    (outcome,) = trainer([monte_carlo._stack(settings, "p50")]).values()
    return outcome, *monte_carlo._use(settings, outcome, 0.5, settings.sizes.load().test, seed=1)


def test_dropout_off_in_numpy_is_what_training_measured(one):
    outcome, by_way, _ = one
    measured = outcome.final["test"]
    np.testing.assert_allclose(by_way["off"].final["test"].nll, measured.nll, rtol=1e-4, atol=1e-5)


def test_dropout_off_gives_logits_of_the_size_of_the_passes_and_a_factor_gives_others(one):
    _, _, scale = one
    assert scale["off"] == pytest.approx(1, abs=0.25)  # two ReLUs bend the mean a little
    assert scale["twice"] == pytest.approx(scale["off"] / 4, rel=0.3)  # not exactly: there are biases
    assert scale["forgotten"] == pytest.approx(scale["off"] * 4, rel=0.3)


def test_the_sample_is_what_the_whole_run_found_for_that_seed(tiny, tmp_path):
    small = dataclasses.replace(TINY, passes=(1, 100))
    found = monte_carlo.sample(small, {}, Trainer(tmp_path, 1))
    assert found["p50.off.nll.by_seed"] == pytest.approx(
        tiny[0]["p50"]["off"]["nll"]["by_seed"][:1], abs=1e-4
    )
    assert all(len(numbers) == 1 for numbers in found.values())


@pytest.fixture(scope="module")
def committed():
    return results.load("monte-carlo")


def test_the_learning_rates_are_those_that_the_rate_table_chose():
    chosen = {f"{row['p']:g}": row["learning_rate"] for row in results.load("rate-table")["tuned"].values()}
    settings = monte_carlo.SETTINGS
    for name, p in settings.rates.items():
        assert settings.learning_rates[name] == chosen[f"{p:g}"]


def test_the_committed_contrasts_agree_with_the_committed_rows(committed):
    for name, contrast in monte_carlo.SETTINGS.contrasts.items():
        for condition in monte_carlo.CONDITIONS:
            rows = committed[condition] | {"none": committed["none"]["off"]}
            terms = (c * rows[way][contrast.metric]["mean"] for c, _, way in contrast.terms)
            assert committed["contrasts"][name][condition]["estimate"] == pytest.approx(sum(terms), abs=1e-5)


def test_figure_and_tables_show_the_committed_numbers(committed):
    figure = monte_carlo.figure(committed)
    for word in ("3,000 training", "2,000 test", "10 seeds", "95% intervals", "60 epochs", "Fashion-MNIST"):
        assert word in figure.caption
    for condition in monte_carlo.CONDITIONS:
        for way in ("off", "passes_1", "passes_100"):
            assert f"{committed[condition][way]['accuracy']['mean']:.1%}" in figure.alternative
    rows = monte_carlo.mistakes(committed).rows
    assert [row[2].split("\n")[0] for row in rows] == [
        f"{committed['p50'][way]['accuracy']['mean']:.1%}" for way in monte_carlo.MISTAKES
    ]
