"""What every committed result must be, whichever experiment made it."""

import itertools
import json
import re
import subprocess
import sys
from collections.abc import Mapping

import numpy as np
import pytest

from dropout_course import results
from dropout_course.claims.check import rule
from dropout_course.experiments import find, names
from dropout_course.experiments.contrasts import answer, in_words
from dropout_course.experiments.provenance import as_json, digest
from dropout_course.results import Interval, Verdict, over_conditions, verdict


@pytest.fixture(params=names())
def experiment(request):
    return find(request.param)


@pytest.fixture
def committed(experiment):
    return results.load(experiment.NAME)


def dicts_in(value):
    if isinstance(value, dict | list):
        if isinstance(value, dict):
            yield value
        for item in value.values() if isinstance(value, dict) else value:
            yield from dicts_in(item)


def numbers_in(value):
    if isinstance(value, dict | list):
        return {n for v in (value.values() if isinstance(value, dict) else value) for n in numbers_in(v)}
    return {value} if isinstance(value, int | float) else set()


def test_the_book_needs_no_more_than_numpy_and_matplotlib_to_draw_it(experiment):
    code = (
        "import sys\n"
        "for name in ('torch', 'scipy', 'joblib', 'rich', 'typer', 'pooch'): sys.modules[name] = None\n"
        "from dropout_course import results\n"
        "from dropout_course.experiments import find\n"
        f"experiment, result = find({experiment.NAME!r}), results.load({experiment.NAME!r})\n"
        "for name, draw in list(vars(experiment).items()):\n"
        "    own = name.endswith('_figure') and draw.__module__ == experiment.__name__\n"
        "    if name in ('figure', 'table') or own:\n"
        "        draw(result)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_it_was_made_with_the_settings_of_the_code(experiment, committed):
    assert committed["settings"] == as_json(experiment.SETTINGS)
    assert committed["provenance"]["settings_digest"] == digest(experiment.SETTINGS)


def test_its_margins_are_those_of_the_settings(committed):
    assert {contrast["margin"] for contrast in committed["contrasts"].values()} <= numbers_in(
        committed["settings"]
    )


def test_its_intervals_are_judged_by_the_rule_and_shown_as_they_are(committed):
    for contrast in committed["contrasts"].values():
        found = [contrast[condition] for condition in committed["conditions"] if condition in contrast]
        assert found
        for one in found:
            interval = Interval(one["estimate"], one["low"], one["high"])
            assert one["low"] <= one["estimate"] <= one["high"]
            assert one["verdict"] == verdict(interval, contrast["margin"])
            assert one["shown"] == in_words(interval, contrast["metric"])
        assert contrast["verdict"] == over_conditions([Verdict(one["verdict"]) for one in found])


def test_its_claims_rest_on_the_contrasts_that_the_code_names(experiment, committed):
    assert committed["claims"].keys() == experiment.CLAIMS.keys()
    for name, named in experiment.CLAIMS.items():
        claim = committed["claims"][name]
        readings = list(claim["readings"].values() if "readings" in claim else [claim])
        for reading in readings:
            under = [condition for condition in committed["conditions"] if condition in reading]
            assert reading == answer(reading["parts"], committed["contrasts"], under)
        parts = {part for reading in readings for part in reading["parts"]}
        stems = itertools.chain(*named.values()) if isinstance(named, Mapping) else named
        of_code = "|".join(rf"{stem}(?:_p\d+)?" for stem in stems)  # a contrast may stand once for each rate
        assert parts == {name for name in committed["contrasts"] if re.fullmatch(of_code, name)}
        assert claim["verdict"] == rule(committed, name)


def test_its_means_are_those_of_its_seeds(committed):
    """Both are written to six digits."""
    summaries = [found for found in dicts_in(committed) if {"mean", "by_seed"} <= found.keys()]
    assert summaries
    for found in summaries:
        if None not in found["by_seed"]:  # a run that diverged has no number
            seeds = np.array(found["by_seed"])
            assert found["mean"] == pytest.approx(seeds.mean(), rel=1e-5, abs=1e-5 * np.abs(seeds).max())


def test_it_is_small_and_says_where_it_comes_from(committed):
    assert len(json.dumps(committed)) < 200_000
    assert committed["provenance"]["processor"]
    assert committed["provenance"]["finished"]
    assert committed["provenance"]["packages"].keys() >= {"numpy", "scipy", "torch"}
