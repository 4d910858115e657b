import copy
import dataclasses
import io
import math
import types

import pytest
from rich.console import Console

from dropout_course.experiments import command, find, names, screen, verification
from dropout_course.experiments.provenance import fingerprint, machine
from dropout_course.experiments.verification import compare

PLACE = "tuned.p50.test.nll.by_seed"


@pytest.fixture(scope="module")
def committed(tiny_of, tmp_path_factory):
    folder = tmp_path_factory.mktemp("verified")
    tiny, quiet = tiny_of(), Console(file=io.StringIO())
    result = command.run(tiny, tiny.SETTINGS, jobs=1, cache=folder, results=folder, console=quiet)
    return command.rounded(result)


@pytest.fixture
def result(committed):
    return copy.deepcopy(committed)


def by_seed(result):
    return result["tuned"]["p50"]["test"]["nll"]["by_seed"]


def elsewhere(result):
    result["provenance"]["processor"] = "another one"
    return result


def differing(found):
    return [comparison.place for comparison in found.comparisons if not comparison.agrees]


def test_a_sample_equals_what_was_committed_on_the_same_fingerprint(tiny, result):
    found = compare(tiny, result)
    assert found.exact
    assert found.agrees
    assert [comparison.place for comparison in found.comparisons] == [
        "tuned.p50.test.accuracy.by_seed.0",
        "tuned.p50.test.nll.by_seed.0",
    ]


def test_the_last_digit_counts_on_the_same_fingerprint(tiny, result):
    by_seed(result)[0] *= 1 + 1e-5
    assert differing(compare(tiny, result)) == [f"{PLACE}.0"]


@pytest.mark.parametrize(("deviations", "far"), [(-3.1, True), (-2.9, False), (2.9, False), (3.1, True)])
def test_elsewhere_three_standard_deviations_over_seeds_are_allowed(tiny, result, deviations, far):
    here = by_seed(result)[0]
    off = 0.1 / math.sqrt(2)
    by_seed(result)[:] = [here, here + off, here - off]  # the others have a standard deviation of 0.1
    by_seed(result)[:] = [number + 0.1 * deviations for number in by_seed(result)]
    found = compare(tiny, elsewhere(result))
    assert not found.exact
    assert differing(found) == ([f"{PLACE}.0"] if far else [])


def test_elsewhere_a_number_far_from_all_others_does_not_excuse_itself(tiny, result):
    here = by_seed(result)[0]
    by_seed(result)[:] = [here + 100, here + 0.1, here - 0.1, here, here]
    assert differing(compare(tiny, elsewhere(result))) == [f"{PLACE}.0"]


def test_elsewhere_what_does_not_vary_over_seeds_may_differ_in_its_last_digit_only(tiny, result):
    here = by_seed(result)[0]
    by_seed(result)[:] = [here * (1 + 0.9e-5)] * 3
    assert compare(tiny, elsewhere(result)).agrees
    by_seed(result)[:] = [here * (1 + 3e-5)] * 3
    assert not compare(tiny, elsewhere(result)).agrees


def test_no_number_agrees_with_no_number_alone(tiny, result):
    tiny.sample = lambda settings, result, train: {PLACE: [math.nan]}
    assert not compare(tiny, elsewhere(result)).agrees
    by_seed(result)[0] = None
    assert compare(tiny, result).agrees


def test_changed_settings_are_told_and_nothing_is_computed(tiny, result):
    tiny.SETTINGS = dataclasses.replace(tiny.SETTINGS, seeds=(1, 2))
    tiny.sample = None  # would fail if called
    found = compare(tiny, result)
    assert not found.agrees
    assert found.problem == "the settings are not those of the result"


@pytest.mark.parametrize(
    ("sample", "problem"),
    [
        ({"tuned.p51.test.nll.by_seed": [1.0]}, "nothing at tuned.p51.test.nll.by_seed: no p51 in p0"),
        (
            {"tuned.p50.test.nll.mean": [1.0]},
            "no list with a number for each seed at tuned.p50.test.nll.mean",
        ),
        ({PLACE: [1.0] * 4}, "no list with a number for each seed"),
        ({}, "the sample holds no number"),
        ({PLACE: []}, "the sample holds no number"),
    ],
)
def test_a_sample_without_counterpart_is_no_agreement(tiny, result, sample, problem):
    tiny.sample = lambda settings, result, train: sample
    found = compare(tiny, result)
    assert not found.agrees
    assert problem in found.problem


def test_the_fingerprint_tells_processors_and_versions_apart_and_nothing_else():
    here = {**machine(), "packages": {"torch": "2"}}
    assert fingerprint(here) == fingerprint({**here, "cores": 99, "wall_seconds": 1.0})
    for change in ({"processor": "x"}, {"instructions": "avx"}, {"packages": {"torch": "3"}}):
        assert fingerprint(here) != fingerprint({**here, **change})


@pytest.mark.parametrize("name", names())
def test_every_experiment_offers_a_sample(name):
    assert callable(find(name).sample)


def on_screen(tiny, result, monkeypatch):
    monkeypatch.setattr(verification, "find", lambda name: tiny)
    monkeypatch.setattr(verification, "load", lambda name: result)
    console = Console(file=io.StringIO(), width=400)
    return screen.verify_to_screen(["rate-table"], 1, console), console.file.getvalue()


def test_the_screen_says_what_agrees(tiny, result, monkeypatch):
    code, said = on_screen(tiny, result, monkeypatch)
    assert code == 0
    assert "rate-table: 2 numbers equal in every digit (the same fingerprint)" in said
    assert "1 of 1 agree" in said


def test_the_screen_says_what_differs_and_what_to_do(tiny, result, monkeypatch):
    by_seed(result)[0] = 99.0
    code, said = on_screen(tiny, result, monkeypatch)
    assert code == 1
    assert f"99.0 committed at {PLACE}.0" in said
    assert "run it again: dropout-course experiments run rate-table" in said
    assert "0 of 1 agree" in said


def test_a_sample_that_raises_is_told_and_the_others_go_on(tiny, result, monkeypatch):
    broken = types.SimpleNamespace(**vars(tiny))
    broken.sample = lambda settings, result, train: 1 / 0
    monkeypatch.setattr(verification, "find", {"depth": broken, "rate-table": tiny}.__getitem__)
    monkeypatch.setattr(verification, "load", lambda name: result)
    console = Console(file=io.StringIO(), width=400)
    assert screen.verify_to_screen(["depth", "rate-table"], 1, console) == 1
    said = console.file.getvalue()
    assert "depth: ZeroDivisionError: division by zero\n" in said
    assert "depth: find what changed it" in said
    assert "rate-table: 2 numbers equal in every digit" in said
    assert "1 of 2 agree" in said


def test_what_cannot_be_verified_is_refused_with_a_reason(monkeypatch):
    console = Console(file=io.StringIO(), width=400)
    assert screen.verify_to_screen(["rate-tabel"], 1, console) == 2
    assert "there are: " in console.file.getvalue()
    monkeypatch.setattr(screen, "committed", list)
    assert screen.verify_to_screen(["rate-table"], 1, console) == 2
    assert "no committed result of rate-table" in console.file.getvalue()
