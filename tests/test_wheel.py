"""The wheel stands alone: an empty environment, outside the checkout, shows the demo and runs a check."""

import sys
import textwrap
from pathlib import Path

import pytest
from commands import run

REPO = Path(__file__).parents[1]

SCRIPT = textwrap.dedent(
    """
    import importlib.util, pathlib
    import numpy as np
    import dropout_course
    from dropout_course.checks import check
    from dropout_course.demos import Expectation

    assert importlib.util.find_spec("torch") is None, "the environment was meant to be empty"
    assert "site-packages" in dropout_course.__file__, dropout_course.__file__
    demo = Expectation()
    assert demo._repr_mimebundle_()[0]["application/vnd.jupyter.widget-view+json"]
    assert "data-demo" in demo._esm or "dataset.demo" in demo._esm

    def inverted_dropout(x, p, rng, training=True):
        return x * (rng.random(x.shape) >= p) if training else x.copy()

    assert "1 / (1 - p)" in repr(check(inverted_dropout)), repr(check(inverted_dropout))
    assert (pathlib.Path(dropout_course.__file__).parent / "claims.yml").exists()
    print("alive")
    """
)


@pytest.mark.slow
def test_the_wheel_shows_the_demo_and_runs_a_check_in_an_empty_environment(tmp_path: Path) -> None:
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, REPO)
    (wheel,) = tmp_path.glob("*.whl")
    run(sys.executable, "-m", "venv", tmp_path / "env")
    python = tmp_path / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "-c", REPO / "constraints.txt", wheel)
    assert run(python, "-c", SCRIPT, cwd=tmp_path) == "alive\n"
