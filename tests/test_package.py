"""What holds for the package as a whole."""

import subprocess
import sys
import time

import pytest


def test_importing_the_package_is_instant() -> None:
    """Under 0.3 s, interpreter start-up included; the best of three, since a busy machine only adds."""
    assert min(seconds_to_import("dropout_course") for _ in range(3)) < 0.3


@pytest.mark.parametrize("module", ["reference", "kernels", "checks", "demos", "results", "data"])
def test_light_environments_never_load_torch(module: str) -> None:
    code = f"import sys, dropout_course.{module}; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_command_line_answers_without_loading_torch_or_nbgrader() -> None:
    code = (
        "import sys; from dropout_course.cli import build_app; build_app(); "
        "assert not {'torch', 'nbgrader'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def seconds_to_import(module: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    return time.perf_counter() - start
