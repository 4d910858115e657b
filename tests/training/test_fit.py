import dataclasses
import re

import numpy as np
import pytest

from dropout_course.reference import forward_pass, log_softmax
from dropout_course.training import METRICS, SETS, Recipe, Run
from dropout_course.training.fit import train
from dropout_course.training.labels import relabel
from dropout_course.training.streams import Streams

RECIPE = Recipe(hidden=(16, 12), epochs=4, batch_size=25)
RUNS = [
    Run((0.0, 0.0, 0.0), 0.05, seed=1),
    Run((0.2, 0.5, 0.5), 0.02, seed=1),
    Run((0.0, 0.8, 0.8), 0.05, seed=2),
]
MIXED = [
    *RUNS,
    Run((0.2, 0.5, 0.0), 0.05, seed=1, form="classic", init="unit", init_scale=0.1, momentum=0.5),
    Run((0.0, 0.5, 0.5), 0.1, seed=1, schedule="cosine", max_norm=1.0, label_noise=0.4),
    Run((0.0, 0.2, 0.5), 0.05, seed=2, weight_decay=0.01, label_smoothing=0.1, init="glorot"),
    Run((0.0, 0.5, 0.5), 0.002, seed=1, optimiser="adam", biases=False),
    Run((0.1, 0.5, 0.5), 0.004, seed=1, optimiser="adam", schedule="constant", momentum=0.5),
    Run((0.0, 0.5, 0.5), 0.05, seed=1, period=(0.5, 1.0)),
]


def test_a_stack_ends_as_the_same_runs_one_by_one(splits):
    stacked = train(MIXED, RECIPE, splits)
    for run, together in zip(MIXED, stacked, strict=True):
        (alone,) = train([run], RECIPE, splits)
        for name in SETS:
            np.testing.assert_allclose(together.curves[name], alone.curves[name], rtol=1e-5, atol=1e-5)
            ours, theirs = together.final[name], alone.final[name]
            np.testing.assert_array_equal(ours.correct, theirs.correct)
            np.testing.assert_allclose(ours.nll, theirs.nll, rtol=1e-5, atol=1e-5)
            np.testing.assert_allclose(ours.confidence, theirs.confidence, rtol=1e-5, atol=1e-5)


def test_the_order_of_the_runs_does_not_matter(splits):
    forward, backward = train(MIXED, RECIPE, splits), train(MIXED[::-1], RECIPE, splits)
    for a, b in zip(forward, backward[::-1], strict=True):
        np.testing.assert_allclose(a.curves["test"], b.curves["test"], rtol=1e-5, atol=1e-5)


def test_a_network_learns_what_can_be_learnt(splits):
    (outcome,) = train([Run((0.0, 0.1, 0.1), 0.1, seed=0)], Recipe(hidden=(32, 32), epochs=20), splits)
    accuracy = outcome.curves["test"][:, METRICS.index("accuracy")]
    assert accuracy[-1] > 0.9
    assert accuracy[0] < accuracy[-1]


def test_the_last_point_of_the_curves_is_the_final_predictions(splits):
    (outcome,) = train(RUNS[:1], RECIPE, splits)
    for name in SETS:
        accuracy, nll, _ = outcome.curves[name][-1]
        assert outcome.curves[name].shape == (RECIPE.epochs, len(METRICS))
        assert len(outcome.final[name].correct) == len(getattr(splits, name))
        assert accuracy == outcome.final[name].correct.mean()
        assert nll == pytest.approx(outcome.final[name].nll.mean(), rel=1e-6)


def test_only_the_sets_asked_for_are_measured(splits):
    whole, part = (train(RUNS[:1], RECIPE, splits, measure=m)[0] for m in (SETS, ("validation",)))
    assert set(part.curves) == set(part.final) == {"validation"}
    np.testing.assert_array_equal(part.curves["validation"], whole.curves["validation"])


def test_a_trained_network_that_is_asked_for_says_what_was_measured(splits):
    outcomes = train(RUNS, RECIPE, splits, networks=True)
    for outcome in outcomes:
        logits = forward_pass(outcome.network, splits.test.inputs()).output
        nll = -np.take_along_axis(log_softmax(logits), splits.test.labels[:, None], axis=1)[:, 0]
        np.testing.assert_allclose(nll, outcome.final["test"].nll, rtol=1e-4, atol=1e-5)
        assert outcome.network.sizes == (784, *RECIPE.hidden, 10)
    assert train(RUNS[:1], RECIPE, splits)[0].network is None


def test_a_run_without_biases_keeps_them_at_zero_and_leaves_its_neighbours_theirs(splits):
    without = dataclasses.replace(RUNS[0], biases=False)
    bare, full = (outcome.network for outcome in train([without, RUNS[0]], RECIPE, splits, networks=True))
    assert not any(b.any() for b in bare.biases)
    assert all(b.any() for b in full.biases)
    (alone,) = train([RUNS[0]], RECIPE, splits, networks=True)
    for w, own in zip(full.weights, alone.network.weights, strict=True):
        np.testing.assert_allclose(w, own, rtol=1e-4, atol=1e-5)


def test_another_seed_gives_another_model(splits):
    one, other = train([RUNS[1], Run(RUNS[1].rates, RUNS[1].learning_rate, seed=9)], RECIPE, splits)
    assert (one.final["test"].nll != other.final["test"].nll).any()


def test_a_diverging_run_neither_fails_nor_touches_its_neighbours(splits):
    wild = Run((0.0, 0.0, 0.0), 1e30, seed=0)
    diverged, calm = train([wild, RUNS[0]], RECIPE, splits)
    assert np.isnan(diverged.curves["test"][-1, METRICS.index("nll")])
    (alone,) = train(RUNS[:1], RECIPE, splits)
    np.testing.assert_allclose(calm.curves["test"], alone.curves["test"], rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("rates", [(0.5, 0.5), (0.0, 0.5, 1.5), (0.0, -0.1, 0.5), (0.0, float("nan"), 0.5)])
def test_rates_that_do_not_fit_the_layers_are_refused(rates, splits):
    with pytest.raises(ValueError, match=r"3 rates in \[0, 1\]"):
        train([Run(rates, 0.1, seed=0)], RECIPE, splits)


@pytest.mark.parametrize(
    "wrong",
    [
        {"form": "inverse"},
        {"init": "small"},
        {"optimiser": "adamw"},
        {"schedule": "step"},
        {"init_scale": -1.0},
        {"momentum": 1.0},
        {"max_norm": 0.0},
        {"weight_decay": float("nan")},
        {"label_smoothing": 1.5},
        {"label_noise": -0.1},
        {"period": (0.5, 0.2)},
    ],
)
def test_a_setting_out_of_its_range_is_named(wrong):
    (name, value), *_ = wrong.items()
    with pytest.raises(ValueError, match=f"^{name} must be .*{re.escape(repr(value))}"):
        Run((0.5,), 0.1, seed=0, **wrong)


def test_noise_in_the_labels_is_learned_and_measured_on_the_training_set_only(splits):
    clean, noisy = (Run((0.0, 0.0, 0.0), 0.1, seed=3, label_noise=share) for share in (0.0, 0.5))
    taught = relabel(splits.train.labels, 0.5, Streams(3, layers=3).label_noise())
    of_clean, of_noisy = train([clean, noisy], Recipe(hidden=(64, 64), epochs=80), splits, networks=True)
    for outcome, labels in ((of_clean, splits.train.labels), (of_noisy, taught)):
        guesses = forward_pass(outcome.network, splits.train.inputs()).output.argmax(1)
        np.testing.assert_array_equal(outcome.final["train"].correct, guesses == labels)
    assert of_noisy.final["train"].correct.mean() > 0.9  # on labels of which nearly half are wrong
    assert (taught != splits.train.labels).mean() > 0.3


def test_no_hidden_unit_outgrows_the_max_norm_and_it_binds(splits):
    free, bound = (Run((0.0, 0.0, 0.0), 0.2, seed=1, max_norm=norm) for norm in (None, 0.9))
    long, short = (o.network for o in train([free, bound], RECIPE, splits, networks=True))
    for layer in (0, 1):
        norms = [np.linalg.norm(network.weights[layer], axis=0) for network in (long, short)]
        assert norms[1].max() < 0.9 * (1 + 1e-5)
        assert norms[0].max() > 1
    assert np.linalg.norm(short.weights[2], axis=0).max() > 0.9  # the output layer is free


def test_the_learning_rate_falls_or_stays():
    progress = [0, 0.25, 0.5, 0.75]
    assert [Recipe(schedule="cosine").share(x) for x in progress] == pytest.approx(
        [1, (1 + 0.5**0.5) / 2, 0.5, (1 - 0.5**0.5) / 2]
    )
    assert [Recipe(schedule="linear").share(x) for x in progress] == [1, 0.75, 0.5, 0.25]
    assert [Recipe(schedule="constant").share(x) for x in progress] == [1, 1, 1, 1]


def test_the_schedule_is_followed(splits):
    """At a constant rate later steps are larger: the two end apart although they begin alike."""
    falling, steady = (
        train(RUNS[:1], Recipe(hidden=(16, 12), epochs=4, batch_size=120, schedule=s), splits)[0]
        for s in ("linear", "constant")
    )
    np.testing.assert_allclose(falling.curves["train"][0], steady.curves["train"][0])  # one step each
    assert abs(falling.curves["train"][-1, 1] - steady.curves["train"][-1, 1]) > 1e-3
