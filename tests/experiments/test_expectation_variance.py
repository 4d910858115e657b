import dataclasses

import numpy as np
import pytest

from dropout_course import results
from dropout_course.experiments import expectation_variance as ev
from dropout_course.results import Verdict

SMALL = dataclasses.replace(
    ev.SETTINGS, rates=(0.5,), seeds=(1, 2, 3), images=20, width=64, depth=3, looked_at=16, masks=100
)


@pytest.fixture(scope="module")
def committed():
    return results.load("expectation-variance")


@pytest.fixture
def found(request):
    x = np.abs(np.random.default_rng(0).standard_normal((SMALL.images, 30)))
    return ev._measured(SMALL, x, request.param, 0.5, seed=5)


@pytest.mark.parametrize("found", ev.FORMS, indirect=True)
def test_both_forms_keep_the_sums_and_their_variance_and_not_what_a_relu_makes_of_them(found):
    assert abs(found.mean["sums"]) < 0.05
    assert found.mean["rectified"] > 0.1
    assert found.variance == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("form", ev.FORMS)
def test_without_dropout_there_is_nothing_to_see(form):
    x = np.abs(np.random.default_rng(0).standard_normal((SMALL.images, 30)))
    with np.errstate(all="ignore"):  # no variance over none
        found = ev._measured(SMALL, x, form, 0.0, seed=5)
    assert found.mean == pytest.approx({"sums": 0, "rectified": 0})
    assert found.growth == pytest.approx({"sums": 1, "rectified": 1})


def test_a_shifted_mean_would_be_refused(monkeypatch):
    """An inverted form that forgets to scale loses half of the mean."""
    forgetful = {**ev.MULTIPLIER, "inverted": lambda *args, training=True: np.ones(args[0]) / (1 + training)}
    monkeypatch.setattr(ev, "MULTIPLIER", forgetful)
    monkeypatch.setattr(ev, "CLAIMS", {"1.5": ("p50_keeps_mean",)})
    result = ev.measure(SMALL, lambda stacks: {})
    assert result["contrasts"]["p50_keeps_mean"]["sums"]["verdict"] is Verdict.DOES_NOT_HOLD
    assert result["inverted"]["p50"]["mean"]["sums"]["mean"] == pytest.approx(-0.5)


def test_the_committed_contrasts_are_what_the_numbers_leave_of_the_tolerance(committed):
    for key, row in committed["inverted"].items():
        for name in ev.CONDITIONS:
            left = 0.01 - np.abs(row["mean"][name]["by_seed"])
            found = committed["contrasts"][f"{key}_keeps_mean"][name]["estimate"]
            assert found == pytest.approx(left.mean(), abs=1e-5)


def test_both_forms_share_their_draws_and_so_the_numbers_of_the_table(committed):
    for inverted, classic in zip(committed["inverted"].values(), committed["classic"].values(), strict=True):
        for part in ("mean", "growth"):
            for name in ev.CONDITIONS:
                assert inverted[part][name]["by_seed"] == pytest.approx(
                    classic[part][name]["by_seed"], abs=2e-6
                )
        assert inverted["variance"]["by_seed"] == pytest.approx(classic["variance"]["by_seed"])


def test_figure_and_table_speak_of_every_rate(committed):
    figure = ev.figure(committed)
    for p in ev.SETTINGS.rates:
        assert f"at p = {p:g}" in figure.alternative
    for words in ("200 Fashion-MNIST", "200 masks", "10 seeds", "95% intervals"):
        assert words in figure.caption
    table = ev.table(committed)
    assert table.header[1:] == tuple(f"p = {p:g}" for p in ev.SETTINGS.rates)
    shown = committed["inverted"]["p50"]
    means = (1 + shown["mean"][name]["mean"] for name in ev.CONDITIONS)
    numbers = [*means, shown["variance"]["mean"], shown["growth"]["rectified"]["mean"]]
    assert [row[2].split("\n")[0] for row in table.rows] == [f"{number:.3f}" for number in numbers]
    assert len(ev.verdicts(committed).rows) == 2 * len(ev.SETTINGS.rates)
