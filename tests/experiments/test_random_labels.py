import dataclasses

import numpy as np
import pytest

from dropout_course import results
from dropout_course.data import CLASSES
from dropout_course.experiments import random_labels
from dropout_course.experiments.relabelled import Relabelled, relabel
from dropout_course.experiments.stacks import Sizes
from dropout_course.experiments.trainer import Trainer
from dropout_course.results import Verdict
from dropout_course.training import SETS, Outcome, Predictions

SETTINGS = random_labels.SETTINGS


def pretend(accuracy):
    """Trains nothing: outcomes of the accuracy that ``accuracy(run, stack, set)`` tells."""

    def outcome(run, stack):
        final, curves = {}, {}
        for name in stack.measure:
            rng = np.random.default_rng([run.seed, SETS.index(name)])  # paired by seed
            told = accuracy(run, stack, name)
            correct = rng.random(getattr(stack.sizes, name)) < told
            nll = np.where(correct, 0.1, 2.0).astype(np.float32)
            final[name] = Predictions(correct, nll, np.full(len(correct), 0.9, np.float32))
            rising = np.linspace(0, told, stack.recipe.epochs)
            curves[name] = np.stack([rising, rising, rising], axis=1)
        return Outcome(curves, final)

    return lambda stacks: {run: outcome(run, stack) for stack in stacks for run in stack.runs}


def as_the_notes_tell(run, stack, name):
    """A world in which every claim stands: dropout forgets noise and generalises."""
    p, large = run.rates[1], stack.recipe.hidden[0] == 256
    if stack.sizes.share == 1:
        return {0: 0.99, 0.2: 0.7, 0.5: 0.3}[p] if large else 0.5
    return {0: 1.0, 0.2: 0.95, 0.5: 0.9}[p] if name == "train" else {0: 0.7, 0.2: 0.74, 0.5: 0.78}[p]


@pytest.fixture(scope="module")
def told():
    return random_labels.measure(SETTINGS, pretend(as_the_notes_tell))


def test_what_the_notes_tell_would_be_found_true(told):
    verdicts = {name: claim["verdict"] for name, claim in told["claims"].items()}
    assert verdicts == dict.fromkeys(random_labels.CLAIMS, Verdict.HOLDS)


def test_each_claim_rests_on_contrasts_that_share_their_conditions():
    for parts in random_labels.CLAIMS.values():
        assert set(parts) <= set(random_labels.MEMORISING) or set(parts) <= set(random_labels.GENERALISING)


def test_memorising_that_only_takes_longer_holds_under_the_short_budget_alone():
    def accuracy(run, stack, name):
        if stack.sizes.share == 1 and stack.recipe.epochs == 120 and stack.recipe.hidden[0] == 256:
            return 0.995
        return as_the_notes_tell(run, stack, name)

    claim = random_labels.measure(SETTINGS, pretend(accuracy))["claims"]["3.1"]
    assert [claim[budget] for budget in ("short", "long")] == [Verdict.HOLDS, Verdict.DOES_NOT_HOLD]
    assert claim["verdict"] is Verdict.HOLDS_UNDER_CONDITIONS


def test_dropout_that_changes_nothing_does_not_hold(told):
    result = random_labels.measure(SETTINGS, pretend(lambda run, stack, name: 0.8))
    assert {claim["verdict"] for claim in result["claims"].values()} == {Verdict.DOES_NOT_HOLD}
    assert result["contrasts"]["p50_takes_longer"]["verdict"] is Verdict.DOES_NOT_HOLD


def test_epochs_are_counted_to_the_first_that_knows_ninety_percent(told):
    long = told["arms"]["long"]
    first = 1 + np.argmax(np.linspace(0, 0.99, 120) >= 0.9)
    assert long["p0"]["epochs_to_90"] == [first] * 5
    assert long["p50"]["epochs_to_90"] == [120] * 5  # never: all there were
    assert long["p0"]["seeds_that_got_there"] == 5
    assert long["p50"]["seeds_that_got_there"] == 0
    assert told["contrasts"]["p50_takes_longer"]["long"]["estimate"] == 120 - first


def test_tuning_uses_other_seeds_and_the_set_that_the_arm_names_and_each_rate_gets_its_best():
    best = {0.0: 0.08, 0.2: 0.04, 0.5: 0.02}
    asked = []

    def accuracy(run, stack, name):
        return 0.9 if run.learning_rate == best[run.rates[1]] else 0.5

    def train(stacks):
        asked.append(stacks)
        return pretend(accuracy)(stacks)

    result = random_labels.measure(SETTINGS, train)
    assert all(
        row["learning_rate"] == best[row["p"]] for arm in result["arms"].values() for row in arm.values()
    )
    for tuning, judged, arm in zip(asked[::2], asked[1::2], SETTINGS.arms.values(), strict=True):
        assert {stack.measure for stack in tuning} == {(arm.chosen_by,)}
        assert {run.seed for stack in tuning for run in stack.runs} == set(SETTINGS.tuning_seeds)
        assert {run.seed for stack in judged for run in stack.runs} == set(arm.seeds)
        assert all(stack.sizes.label_seed == run.seed for stack in judged for run in stack.runs)
        assert not set(arm.seeds) & set(SETTINGS.tuning_seeds)
        assert arm.chosen_by != "test"
    assert sum(map(len, asked)) == random_labels.stacks_planned(SETTINGS)


def test_relabelling_changes_the_training_labels_only_and_as_many_as_told():
    whole = Sizes(train=1000, validation=100, test=100, seed=0).load()
    noisy = Relabelled(1000, 100, 100, 0, share=0.4, label_seed=1).load()
    np.testing.assert_array_equal(noisy.train.pixels, whole.train.pixels)
    np.testing.assert_array_equal(noisy.validation.labels, whole.validation.labels)
    np.testing.assert_array_equal(noisy.test.labels, whole.test.labels)
    changed = (noisy.train.labels != whole.train.labels).sum()
    # Of 400 fresh labels 360 are expected to differ, with a deviation of 6; 6.2 of these: 6e-10.
    assert abs(changed - 360) < 6.2 * 6
    other = Relabelled(1000, 100, 100, 0, share=0.4, label_seed=2).load()
    assert (other.train.labels != noisy.train.labels).any()


def test_relabelling_with_a_larger_share_goes_on_where_a_smaller_one_stopped():
    labels = np.zeros(1000, dtype=np.int64)
    few, many, all_ = (relabel(labels, share, np.random.default_rng(3)) for share in (0.0, 0.4, 1.0))
    np.testing.assert_array_equal(few, labels)
    assert ((many == all_) | (many == 0)).all()
    counts = np.bincount(all_, minlength=len(CLASSES))
    assert (
        abs(counts - 100) < 6.3 * np.sqrt(90)
    ).all()  # ten counts: 3e-9 by a normal law, less by the true one


def test_a_small_run_trains_from_end_to_end_and_its_sample_agrees(tmp_path):
    arms = {
        name: dataclasses.replace(
            arm, recipe=dataclasses.replace(arm.recipe, epochs=arm.recipe.epochs // 20), seeds=(1, 2)
        )
        for name, arm in SETTINGS.arms.items()
    }
    small = dataclasses.replace(
        SETTINGS, arms=arms, tuning_seeds=(101,), learning_rates=(0.04,), train=100, validation=100, test=100
    )
    train = Trainer(tmp_path, jobs=1)
    result = random_labels.measure(small, train)
    assert train.trained == random_labels.stacks_planned(small)
    (place, found), *_ = random_labels.sample(small, result, Trainer(tmp_path / "again", 1)).items()
    assert place == "arms.short.p50.train.accuracy.by_seed"
    assert found[0] == result["arms"]["short"]["p50"]["train"]["accuracy"]["by_seed"][0]
    assert "Three panels" in random_labels.figure(result).alternative
    assert len(random_labels.table(result).rows) == 4
    assert all(set(example["learned"]) == {"p0", "p20", "p50"} for example in result["examples"])


def test_a_statement_that_was_not_tried_under_a_condition_has_a_dash_there():
    memorised, slower = random_labels.verdicts(
        results.load("random-labels"), "p20_memorises_less", "p20_takes_longer"
    ).rows
    assert memorised[1].startswith("holds\n+26.1 points")
    assert slower[1] == "\u2013"
    assert slower[2].startswith("holds\n+21.4 epochs")


def test_a_delay_of_seeds_that_never_got_there_is_shown_as_a_lower_bound():
    (row,) = random_labels.verdicts(results.load("random-labels"), "p50_takes_longer").rows
    assert row[1] == "holds\nat least +74.8 epochs\n(+71.8 or more)"
