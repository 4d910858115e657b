"""Only plain numpy values are judged, and nothing that an answer brings along can speak for it."""

import re

import numpy as np
import pytest

from dropout_course.checks import check, grade
from dropout_course.checks.answers import describe


class AlwaysEqual:
    """Agrees with everything."""

    shape = (3, 4)
    dtype = np.dtype(bool)

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __array__(self, dtype=None, copy=None):
        return np.ones(self.shape)


class LyingArray(np.ndarray):
    """An array with its own idea of comparison."""

    def __ne__(self, other):
        return np.ones(self.shape, dtype=bool)


class LyingInt(int):
    """An int that equals any other."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 0


def named(name, answer):
    def function(*arguments):
        return answer(*arguments)

    function.__name__ = name
    return function


def right(shape, p, rng):
    return rng.random(shape) >= p


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda shape, p, rng: AlwaysEqual(), "not a numpy array"),
        (lambda shape, p, rng: right(shape, p, rng).view(LyingArray), "not a numpy array"),
        (lambda shape, p, rng: np.ma.masked_array(right(shape, p, rng)), "not a numpy array"),
        (lambda shape, p, rng: right(shape, p, rng).astype(object), "holds no numbers"),
        (lambda shape, p, rng: right(shape, p, rng).astype(complex), "holds no numbers"),
        (lambda shape, p, rng: right(shape, p, rng).astype(str), "holds no numbers"),
        (lambda shape, p, rng: np.full(shape, np.nan), "NaN or infinity"),
        (lambda shape, p, rng: np.where(right(shape, p, rng), np.inf, 0), "NaN or infinity"),
        (lambda shape, p, rng: right(shape, p, rng)[np.newaxis], "wrong shape"),
        (lambda shape, p, rng: np.ones(10_000_000, dtype=bool), "wrong shape"),
    ],
)
def test_what_is_no_plain_array_earns_nothing_and_is_told_so(answer, told, capsys):
    function = named("keep_mask", answer)
    for finding in check(function, seed=1).findings:
        assert not finding.passed
    assert grade(function, "values", "rate", points=2, seed=1) == 0
    assert told in capsys.readouterr().out


@pytest.mark.parametrize("count", [LyingInt(4), True, None, np.array([4]), "4", 4 + 0j, [4]])
def test_what_is_no_plain_number_is_no_count(count):
    assert not check(named("count_subnetworks", lambda n: count), seed=1).passed
    assert "whole number" in check(named("count_subnetworks", lambda n: count), seed=1).findings[0].message


def test_a_count_of_many_digits_is_not_printed():
    report = check(named("count_subnetworks", lambda n: 10**100_000), seed=1)
    assert "a number of 100,001 digits" in repr(report)


def test_numpy_integers_count_small_networks():
    assert check(named("count_subnetworks", lambda n: np.int64(2**n)), "small", seed=1).passed


def test_warnings_are_no_errors(recwarn):
    def keep_mask(shape, p, rng):
        np.asarray([1.0]) / np.asarray([0.0])
        return rng.random(shape) >= p

    assert check(keep_mask, seed=1).passed
    assert not recwarn


def test_an_error_of_many_lines_is_told_in_one(capsys):
    def keep_mask(shape, p, rng):
        raise ValueError("first\nKeep and drop are swapped: second")

    grade(keep_mask, "rate", "fresh", points=2, seed=1)
    (line,) = capsys.readouterr().out.splitlines()
    assert "raised ValueError: first Keep and drop are swapped: second;" in line


def test_a_function_that_was_never_defined_is_told_apart_from_one_that_raises():
    def keep_mask(shape, p, rng):
        raise NameError("keep_mask is not defined: its cell stopped with SyntaxError: invalid syntax")

    message = check(keep_mask, "rate", seed=1).findings[0].message
    assert message.startswith("The function is not defined: keep_mask is not defined: its cell stopped")


def test_a_recursion_that_is_too_deep_for_python_costs_nothing():
    def count_subnetworks(n):
        return 1 if n == 0 else 2 * count_subnetworks(n - 1)

    assert check(count_subnetworks, seed=1).passed


def test_an_error_is_told_with_the_call_that_raised_it():
    def keep_mask(shape, p, rng):
        raise RuntimeError("no idea")

    message = check(keep_mask, "rate", seed=1).findings[0].message
    assert re.search(r"keep_mask\(\(3\d\d, 400\), 0\.024\d+, rng\) raised RuntimeError: no idea", message)


def test_an_array_that_is_handed_out_again_and_again_is_judged_as_it_was():
    buffer = {}

    def keep_mask(shape, p, rng):
        mask = buffer.setdefault(shape, np.empty(shape))
        mask[...] = rng.random(shape) >= p
        return mask

    assert check(keep_mask, seed=1).passed


def test_a_dict_is_described_by_its_size():
    assert describe({0.1: [0.8] * 30, 0.5: [0.7] * 30}) == "<dict of 2 keys>"


@pytest.mark.parametrize(
    "function", [lambda: None, lambda shape, p: None, lambda shape, p, rng, training: None]
)
def test_a_function_with_other_arguments_is_told_how_it_is_called(function):
    function.__name__ = function.__qualname__ = "keep_mask"
    message = check(function, "reproducible", seed=1).findings[0].message
    assert message.startswith("The function takes other arguments: keep_mask() ")
    assert re.search(r"to be called as keep_mask\(\(16, 32\), 0\.\d+, rng\)\.", message)


def test_a_call_inside_that_fails_is_an_error_of_the_function_s():
    def keep_mask(shape, p, rng):
        return np.zeros_like()

    assert check(keep_mask, seed=1).findings[0].message.startswith("Your function raised an error: ")


def test_nothing_is_called_none(capsys):
    grade(named("keep_mask", lambda *arguments: None), "values", points=1, seed=1)
    assert capsys.readouterr().out.startswith("The answer is not a numpy array: None; expected: ")
