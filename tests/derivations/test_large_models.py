"""What the page on large models says of its small cells."""

import re
from pathlib import Path

import numpy as np
import pytest

from dropout_course.reference import dropout_regression, inverted_multiplier

PAGE = Path(__file__).parents[2] / "book" / "placement" / "large-models.md"


@pytest.mark.parametrize("shape", [(8, 5, 16), (8, 1, 16), (8, 5, 1), (8, 1, 1), (1, 1, 1)])
def test_whichever_axes_share_a_draw_the_mean_is_kept(shape):
    """20,000 multipliers of size 2 have a mean within 0.05 of 1 but for a chance below 1e-9 (7 sigma)."""
    rng = np.random.default_rng(0)
    m = np.array(
        [np.broadcast_to(inverted_multiplier(shape, 0.5, rng), (8, 5, 16))[0, 0, 0] for _ in range(20_000)]
    )
    assert set(m) == {0, 2}
    assert m.mean() == pytest.approx(1, abs=0.05)


def test_a_dropped_branch_lets_the_stream_pass_and_a_dropped_stream_is_soon_gone():
    p = 0.5 * np.arange(1, 55) / 54
    assert (1 - p).sum() == pytest.approx(54 - 0.5 * 55 / 2)
    assert np.prod(1 - p) < 1e-6


def excess(n, p, seed):
    rng = np.random.default_rng(seed)
    w = rng.normal(size=20) / np.sqrt(20)
    x = rng.normal(size=(n, 20))
    y = x @ w + rng.normal(size=n)
    return np.sum((dropout_regression(x, y, p) - w) ** 2)  # of features with mean square 1


def test_heavy_dropout_helps_where_data_are_few_and_costs_where_they_are_many():
    few = [np.mean([excess(25, p, seed) for seed in range(20)]) for p in (0, 0.1, 0.5)]
    many = [np.mean([excess(10_000, p, seed) for seed in range(3)]) for p in (0, 0.1, 0.5)]
    assert few[0] > few[1] > few[2]
    assert many[0] < many[1] < many[2]


def test_what_dropout_costs_with_endless_data_is_its_shrinkage():
    """Features of mean square 1, uncorrelated: every weight is shrunk by 1 - p, so p^2 |w|^2 is left."""
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(200_000, 5)), np.arange(1.0, 6)
    found = dropout_regression(x, x @ w, 0.5)
    np.testing.assert_allclose(found, w / 2, rtol=0.03)


def test_the_answer_to_the_exercise_does_what_it_should_and_the_exercise_does_not():
    text = PAGE.read_text(encoding="utf-8")
    (exercise,) = re.findall(r"```\{code-cell\} ipython3\n(def block.*?)```", text, re.DOTALL)
    (answer,) = re.findall(r"```python\n(def block.*?)```", text, re.DOTALL)
    checks = exercise[exercise.index("out =") :].replace('print("', 'said.append(("').replace("())", "()))")
    checks = checks.replace("off < 0.2)", "off < 0.2))")
    for code, wanted in ((exercise[: exercise.index("out =")], (False, False)), (answer, (True, True))):
        rng = np.random.default_rng(0)
        space = {"np": np, "rng": rng, "h": rng.normal(size=(8, 5, 16)), "branch": np.tanh, "said": []}
        exec(code + checks, space | {"inverted_multiplier": inverted_multiplier})
        assert tuple(bool(found) for _, found in space["said"]) == wanted
