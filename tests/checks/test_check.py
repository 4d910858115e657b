"""``check`` tells, ``grade`` gives points; both draw their inputs from the seed and from nothing else."""

import subprocess
import sys

import numpy as np
import pytest

from dropout_course.checks import PROPERTIES, check, grade


def keep_mask(shape, p, rng):
    return rng.random(shape) >= p


def swapped(shape, p, rng):
    return rng.random(shape) < p


swapped.__name__ = "keep_mask"


def recorded(calls):
    def keep_mask(shape, p, rng):
        calls.append((shape, p, rng.bit_generator.state["state"]["state"]))
        return rng.random(shape) >= p

    return keep_mask


def calls_of(seed, *properties):
    calls = []
    grade(recorded(calls), *properties, points=1, seed=seed)
    return calls


def test_inputs_come_from_the_seed():
    assert calls_of(5) == calls_of(5)
    first, second = calls_of(5), calls_of(6)
    assert not {p for _, p, _ in first if 0 < p < 1} & {p for _, p, _ in second}
    assert not {state for *_, state in first} & {state for *_, state in second}


def test_inputs_of_a_property_do_not_depend_on_the_others_that_are_asked():
    assert calls_of(5, "rate") == [call for call in calls_of(5) if call in calls_of(5, "rate")]


def test_without_a_seed_the_inputs_are_new_each_time():
    calls = []
    check(recorded(calls), "rate")
    check(recorded(calls), "rate")
    assert calls[0] != calls[1]


def test_a_secret_seed_may_have_any_number_of_bits(capsys):
    assert grade(keep_mask, "rate", points=2, seed=2**200 + 1) == 2
    assert capsys.readouterr().out == ""


def test_points_are_shared_by_the_properties(capsys):
    assert grade(swapped, "values", "edges", points=2, seed=0) == 1.0
    assert isinstance(grade(swapped, "values", points=2, seed=0), float)


def test_a_misconception_that_costs_several_properties_is_told_once(capsys):
    assert grade(swapped, "edges", "rate", points=2, seed=0) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("Keep and drop are swapped: ")


def test_a_function_of_an_unknown_name_or_property_is_an_error_of_the_caller():
    with pytest.raises(ValueError, match="nothing is known of a function named 'grade'"):
        check(grade)
    with pytest.raises(ValueError, match="keep_mask has no property 'rates'; it has values, rate"):
        check(keep_mask, "rates")


def test_every_property_of_a_function_has_its_own_name_and_says_what_must_be_true():
    for properties in PROPERTIES.values():
        names = [property.name for property in properties]
        assert len(set(names)) == len(names)
        assert all(property.statement for property in properties)


def test_one_grading_of_the_homework_makes_few_calls():
    """A call to a learner in a sandbox costs a message each way."""
    assert len(calls_of(0)) <= 60


def test_the_checks_need_numpy_alone():
    code = (
        "import sys, dropout_course.checks;"
        "heavy = {'torch', 'scipy', 'matplotlib', 'sklearn', 'IPython'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_rng_that_a_function_gets_is_a_plain_generator():
    seen = []

    def keep_mask(shape, p, rng):
        seen.append((type(rng), type(p), {type(length) for length in shape}))
        return rng.random(shape) >= p

    check(keep_mask, seed=0)
    assert set(map(repr, seen)) == {repr((np.random.Generator, float, {int}))}


@pytest.mark.parametrize("wrong", ["keep_mask", None])
def test_what_is_no_function_is_refused_with_the_mend(wrong):
    with pytest.raises(TypeError, match=r"check\(keep_mask\)"):
        check(wrong)
