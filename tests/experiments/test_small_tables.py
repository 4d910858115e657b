from dataclasses import replace

import numpy as np
import pytest

from dropout_course.experiments import small_tables
from dropout_course.training import Recipe

TINY = replace(
    small_tables.SETTINGS,
    tables=("wine",),
    learning_rates=(0.05,),
    recipe=Recipe(hidden=(8, 8), epochs=2, batch_size=32),
    seeds=(1, 2, 3),
)


def refuse(stacks):
    raise AssertionError("tables are trained by themselves")


@pytest.fixture(scope="module")
def result():
    return small_tables.measure(TINY, refuse)


@pytest.mark.parametrize("table", small_tables.TABLES)
def test_a_split_shares_no_row_and_is_standardised_by_its_training_rows(table):
    parts = small_tables.split(table, 1)
    sizes = [len(part) for part in (parts.train, parts.validation, parts.test)]
    rows = np.concatenate([part.inputs() for part in (parts.train, parts.validation, parts.test)])
    assert str(sum(sizes)) in small_tables.TABLES[table].replace(",", "")
    assert sizes[0] == pytest.approx(2 * sizes[2], abs=2)
    x = parts.train.inputs()
    np.testing.assert_allclose(x.mean(0), 0, atol=1e-5)
    np.testing.assert_allclose(x.std(0)[x.std(0) > 0], 1, rtol=1e-4)
    again = small_tables.split(table, 1)
    np.testing.assert_array_equal(parts.test.inputs(), again.test.inputs())
    assert not np.array_equal(rows[: sizes[0]], small_tables.split(table, 2).train.inputs())


def test_rivals_have_as_many_settings():
    counts = {name: len(of) for name, of in small_tables.SETTINGS.arms.items()}
    assert counts["dropout"] == counts["l2"]


def test_shared_rows_widen_the_interval_however_many_splits_there_are():
    by_split = np.random.default_rng(1).normal(size=20)
    effect = small_tables.over_splits(by_split, share=0.5, rows=50)
    variance = by_split.var(ddof=1) * (1 / 20 + 0.5)  # Nadeau and Bengio's
    assert effect.seed_variance + effect.image_variance == pytest.approx(variance)
    low, high = effect.interval(10_000)[1:]
    assert high - low > 2 * 1.96 * np.sqrt(by_split.var(ddof=1) * 0.5)


def test_a_comparison_is_signed_for_its_first_arm(result):
    def mean(arm, metric):
        return result["arms"]["wine"][arm][metric]["mean"]

    helps, likelier = (result["contrasts"][name]["wine"] for name in ("dropout_helps", "dropout_likelier"))
    assert helps["estimate"] == pytest.approx(mean("dropout", "accuracy") - mean("none", "accuracy"))
    assert likelier["estimate"] == pytest.approx(mean("none", "nll") - mean("dropout", "nll"))


def test_every_split_chose_something(result):
    for found in result["arms"]["wine"].values():
        assert sum(found["chosen"].values()) == sum(found["learning_rates"].values()) == len(TINY.seeds)


def test_what_is_computed_again_is_what_was_written(result):
    for place, (number,) in small_tables.sample(TINY, result, refuse).items():
        _, table, arm, metric, _ = place.split(".")
        assert result["arms"][table][arm][metric]["by_seed"][0] == number


def test_the_figure_names_every_table_and_arm(result):
    figure = small_tables.figure(result)
    assert "178 wines" in figure.caption
    assert all(name in figure.alternative for name in ("wine", "none", "dropout", "L2"))
    assert len(small_tables.verdicts(result).rows) == 3
