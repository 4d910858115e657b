"""Formulas that pages write out in cells instead of importing them, each against another way to count."""

import contextlib
import io
import re
from pathlib import Path

import numpy as np
import pytest

from dropout_course.reference import all_masks, dropout_regression, quadratic_dropout_penalty

BOOK = Path(__file__).parents[2] / "book"


def run(chapter, mark, **changes):
    """The names that the cell with ``mark`` leaves, and what it prints; names may be given other values."""
    text = (BOOK / f"{chapter}.md").read_text(encoding="utf-8")
    cells = re.findall(r"```\{code-cell\}[^\n]*\n(.*?)```", text, re.DOTALL)
    (cell,) = (cell for cell in cells if mark in cell)
    for name, value in changes.items():
        cell, found = re.subn(rf"^{name} = .*$", f"{name} = {value}", cell, flags=re.MULTILINE)
        assert found == 1
    space, printed = {"np": np}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(cell, space)
    return space, printed.getvalue()


def weights_of_masks(units, p):
    masks = all_masks(units)
    return masks, np.where(masks, 1 - p, p).prod(axis=1)


@pytest.mark.parametrize("p", [0.3, 0.5])
def test_two_masks_of_the_ensemble_page_are_equal_as_often_as_over_all_pairs(p):
    space, _ = run("theory/ensemble", "same = ", **{"units, draws, p": f"4, 1000, {p}"})
    _, chances = weights_of_masks(4, p)
    assert space["same"] == pytest.approx((chances**2).sum())
    assert space["pairs"] == 1000 * 999 / 2


def test_the_band_of_copies_is_that_over_all_masks_and_the_posterior_that_of_least_squares():
    space, _ = run("theory/bayesian", "copies    band")
    x, y, p, there = (space[name] for name in ("x", "y", "p", "there"))
    masks, chances = weights_of_masks(3, p)
    answers = (masks / (1 - p) * there) @ dropout_regression(x, y, p)
    assert space["band"] ** 2 == pytest.approx(chances @ (answers - chances @ answers) ** 2)
    rows = np.linalg.pinv(np.tile(x, (64, 1)))  # weights = rows @ targets, each with a variance of sigma^2
    assert space["posterior"] == pytest.approx(space["sigma"] * np.linalg.norm(there @ rows))


def test_the_ridge_that_stands_beside_the_logistic_penalty_starts_like_its_second_order():
    space, _ = run("theory/regulariser", "starts like the second order")
    little = quadratic_dropout_penalty(np.ones((1, 1)), np.array([1e-4]), space["p"])
    assert space["ridge"] / space["w"] ** 2 == pytest.approx(little / 1e-8, rel=1e-6)


def test_classic_test_pass_and_mean_over_masks_are_printed_alike_and_the_scaled_bias_is_not():
    _, printed = run("formulas/classic-dropout", "mean over masks")
    mean, test_pass, scaled_bias = (line[line.index("[") :] for line in printed.splitlines())
    assert mean == test_pass != scaled_bias


def test_over_four_masks_a_relu_has_the_mean_that_one_of_them_makes():
    space, _ = run("formulas/inverted-dropout", "average over the four masks")
    assert np.mean(space["outputs"]) == 2 / 4  # one mask in four keeps the first input alone, and doubles it
