import dataclasses

import numpy as np
import pytest

from dropout_course import results
from dropout_course.experiments import gradient_noise
from dropout_course.experiments.contrasts import answer
from dropout_course.experiments.example_gradients import example_gradients
from dropout_course.experiments.gradient_noise import Noise, doublings
from dropout_course.experiments.stacks import Sizes
from dropout_course.experiments.trainer import Trainer
from dropout_course.reference import (
    backward_pass,
    draw_multipliers,
    draw_network,
    forward_pass,
    softmax_cross_entropy,
)
from dropout_course.results import rate_key
from dropout_course.training import Recipe

TINY = dataclasses.replace(
    gradient_noise.SETTINGS,
    seeds=(1, 2),
    hidden=(8, 8),
    recipes={
        "underway": Recipe(hidden=(8, 8), epochs=1, schedule="constant"),
        "late": Recipe(hidden=(8, 8), epochs=2),
    },
    sizes=Sizes(train=200, validation=100, test=100, seed=0),
)


@pytest.fixture(scope="module")
def images():
    return TINY.sizes.load().train


@pytest.fixture(scope="module")
def network():
    return draw_network((784, 8, 8, 10), np.random.default_rng(3))


def one_by_one(network, images, p, rng):
    """The same gradients, each by the reference's own backward pass: (images, weights and biases)."""
    masks = draw_multipliers(network, (0, p, p, 0), len(images), rng)
    flat = []
    for i, x in enumerate(images.inputs().astype(float)):
        passed = forward_pass(network, x[None], [m[i : i + 1] for m in masks])
        _, dlogits = softmax_cross_entropy(passed.output, images.labels[i : i + 1])
        gradients = backward_pass(network, passed, dlogits)
        flat.append(np.concatenate([g.ravel() for g in (*gradients.weights, *gradients.biases)]))
    return np.array(flat)


@pytest.mark.parametrize("p", [0.0, 0.5])
def test_lengths_products_and_distances_are_those_of_the_gradients_written_out(network, images, p):
    few = images.take(np.arange(30))
    rng, same = np.random.default_rng(0), np.random.default_rng(0)
    first, second = (example_gradients(network, few, p, rng) for _ in range(2))
    g, h = (one_by_one(network, few, p, same) for _ in range(2))
    np.testing.assert_allclose(first.products(first), (g * g).sum(1), rtol=1e-9)
    np.testing.assert_allclose(first.products(second), (g * h).sum(1), rtol=1e-9, atol=1e-9)
    assert first.squared_distances().mean() == pytest.approx(g.var(axis=0, ddof=1).sum())


def test_without_dropout_the_masks_make_nothing_of_the_variance(network, images):
    assert gradient_noise.noise(network, images, 0.0, seed=1).by_masks == pytest.approx(0, abs=1e-12)
    assert 0.5 < gradient_noise.noise(network, images, 0.5, seed=1).by_masks < 1


def test_twice_the_variance_is_one_doubling():
    rng = np.random.default_rng(0)
    low = [Noise(rng.uniform(1, 2, 500), 0.5, 1.0, 0.1) for _ in range(3)]
    high = [dataclasses.replace(n, distances=4 * n.distances) for n in low]
    effect = doublings(high, low).interval()
    assert effect == pytest.approx((2, 2, 2))


def test_measuring_gives_the_sample_and_small_networks_give_all_places(tmp_path):
    trainer = Trainer(tmp_path, jobs=1)
    result = gradient_noise.measure(TINY, trainer)
    for place in gradient_noise.CONDITIONS:
        assert list(result[place]) == ["p0", "p20", "p50", "p80"]
        assert result[place]["p0"]["times_p0"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    for path, values in gradient_noise.sample(TINY, result, trainer).items():
        assert results.value_at(result, path)[: len(values)] == pytest.approx(values)
    assert trainer.trained == gradient_noise.stacks_planned(TINY)


@pytest.fixture(scope="module")
def committed():
    return results.load("gradient-noise")


def test_the_learning_rates_are_those_that_the_rate_table_chose():
    tuned = results.load("rate-table")["tuned"].values()
    assert gradient_noise.SETTINGS.learning_rates == {row["p"]: row["learning_rate"] for row in tuned}


def test_the_committed_contrasts_agree_with_the_committed_variances(committed):
    for name, (high, low) in gradient_noise.CONTRASTS.items():
        for place in gradient_noise.CONDITIONS:
            rows = (committed[place][rate_key(p)]["variance"]["by_seed"] for p in (high, low))
            expected = np.mean(np.log2(next(rows)) - np.log2(next(rows)))
            assert committed["contrasts"][name][place]["estimate"] == pytest.approx(expected, abs=1e-4)
    for claim, parts in gradient_noise.CLAIMS.items():
        found = answer(parts, committed["contrasts"], list(gradient_noise.CONDITIONS))
        assert committed["claims"][claim] == found


def test_the_committed_multiples_are_those_of_the_committed_variances(committed):
    for place in gradient_noise.CONDITIONS:
        plain = np.array(committed[place]["p0"]["variance"]["by_seed"])
        for row in committed[place].values():
            doublings_by_seed = np.log2(row["variance"]["by_seed"] / plain)
            assert row["times_p0"]["mean"] == pytest.approx(np.exp2(doublings_by_seed.mean()), rel=1e-4)


def test_figure_and_tables_speak_of_every_rate_and_place(committed):
    figure = gradient_noise.figure(committed)
    for words in gradient_noise.PLACES.values():
        assert words in figure.alternative
    assert [row[0] for row in gradient_noise.table(committed).rows] == ["0", "0.2", "0.5", "0.8"]
    assert len(gradient_noise.verdicts(committed).rows) == len(gradient_noise.CONTRASTS)
    for word in ("3,000 training", "5 seeds", "95% intervals", "Fashion-MNIST"):
        assert word in figure.caption
