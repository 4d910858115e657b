from dataclasses import dataclass, field, fields, is_dataclass

import pytest

from dropout_course.experiments import costs, early_late, find, names
from dropout_course.experiments.costs import full_costs, seconds_of
from dropout_course.experiments.provenance import as_json
from dropout_course.experiments.shorter import shorter
from dropout_course.experiments.tuning import Grid
from dropout_course.experiments.variant import CHEAP, variant
from dropout_course.results import judging_seeds


@dataclass(frozen=True)
class Part:
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5, 6)
    partitions: tuple[int, ...] = (1, 2, 3, 4, 5, 6)


@dataclass(frozen=True)
class Whole:
    part: Part = Part()
    parts: dict[str, Part] = field(default_factory=lambda: {"one": Part()})
    several: tuple[Part, ...] = (Part(),)
    grid: Grid = Grid((0.1, 0.2, 0.3), seeds=(101, 102, 103))  # noqa: RUF009  (frozen)
    seeds: dict[str, tuple[int, ...]] = field(
        default_factory=lambda: {"few": (1, 2), "many": tuple(range(9))}
    )
    tuning_seeds: tuple[int, ...] = (101, 102, 103, 104)


def test_the_first_five_seeds_judge_and_the_first_tunes_wherever_they_stand():
    found = shorter(Whole())
    for part in (found.part, found.parts["one"], found.several[0]):
        assert part == Part(seeds=(1, 2, 3, 4, 5))  # and what else is a tuple stays
    assert found.grid == Grid((0.1, 0.2, 0.3), seeds=(101,))
    assert found.seeds == {"few": (1, 2), "many": (0, 1, 2, 3, 4)}
    assert found.tuning_seeds == (101,)


def test_what_is_short_already_is_the_same_object():
    short = shorter(Whole())
    assert shorter(short) is short


def differing(settings, short, name=""):
    """(field, before, after) of whatever is not the same."""
    if is_dataclass(settings):
        settings, short = (
            {f.name: getattr(value, f.name) for f in fields(value)} for value in (settings, short)
        )
    if isinstance(settings, dict):
        for key in settings:
            yield from differing(settings[key], short[key], key if "seeds" not in name else name)
    elif settings != short:
        yield name, settings, short


@pytest.mark.parametrize("name", names())
def test_only_seeds_are_fewer_never_below_five_that_judge_and_one_that_chooses(name):
    settings = find(name).SETTINGS
    for where, before, after in differing(settings, shorter(settings)):
        assert "seeds" in where
        assert after == before[: len(after)]
        tuning = 2 if name in {"rate-map", "choosing-a-rate"} else 1  # the two that measure what chooses
        assert len(after) == (tuning if min(before) > 100 else 5)  # seeds that choose are counted from 101
    before, after = (judging_seeds(as_json(value)) for value in (settings, shorter(settings)))
    assert [min(number, 5) for number in before] == [min(number, 5) for number in after]


@pytest.mark.parametrize("name", names())
def test_it_trains_less_unless_it_has_the_fewest_seeds_already(name):
    experiment = find(name)
    short = shorter(experiment.SETTINGS)
    assert experiment.stacks_planned(short) <= experiment.stacks_planned(experiment.SETTINGS)
    before, after = (sum(judging_seeds(as_json(value))) for value in (experiment.SETTINGS, short))
    fewest = short is experiment.SETTINGS
    assert fewest == (name in {"gradient-noise", "mask-speed"})
    assert after < before or fewest or len(short.tuning_seeds) < len(experiment.SETTINGS.tuning_seeds)


def test_what_is_cheap_is_not_shortened_and_results_lie_elsewhere(tmp_path):
    short, full = (variant(short=which, out=None) for which in (True, False))
    measured = full_costs()
    for name in names():
        experiment = find(name)
        assert full.settings(experiment) is experiment.SETTINGS
        if measured.get(name, CHEAP) < CHEAP:
            assert short.settings(experiment) is experiment.SETTINGS
        else:
            assert short.settings(experiment) == shorter(experiment.SETTINGS)
    assert short.path("depth") != full.path("depth")
    assert variant(short=True, out=tmp_path).path("depth") == tmp_path / "depth.json"


def provenance(cpu, clock, **more):
    return {"provenance": {"cpu_seconds": cpu, "wall_seconds": clock, **more}}


def test_what_nobody_measured_costs_none_and_is_not_cheap(monkeypatch):
    assert seconds_of(provenance(0.0, None)) is None
    assert seconds_of(provenance(0.0, 7.0)) == 7.0  # older results
    assert seconds_of(provenance(5.0, 7.0)) == 5.0
    assert seconds_of(provenance(0.0, 7.0, own_cpu_seconds=6.0)) == 6.0
    assert seconds_of(provenance(5.0, 7.0, own_cpu_seconds=0.0)) == 5.0

    monkeypatch.setattr(costs, "load", lambda name: provenance(0.0, None))
    assert full_costs() == {}
    experiment = find("rate-table")
    short = variant(short=True, out=None).settings(experiment)
    assert short == shorter(experiment.SETTINGS) != experiment.SETTINGS


def test_a_comparison_is_measured_and_drawn_with_shorter_settings(pretend):
    short = shorter(early_late.SETTINGS)
    result = early_late.measure(short, pretend(lambda run, name: 0.5 + max(run.rates) / 4))
    assert result["settings"]["seeds"] == [1, 2, 3, 4, 5]
    assert early_late.figure(result).svg.startswith("<svg")
