"""A page's notebook, as published, in an environment of Binder's own package list (through pip here)."""

import re
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from commands import run
from lab import jupyterlab, open_notebook
from playwright.sync_api import Page, expect

REPO = Path(__file__).parents[1]
NOTEBOOK = REPO / "_build/html/notebooks/formulas/inverted-dropout.ipynb"
CONDA_TO_PIP = {"matplotlib-base": "matplotlib", "pytorch-cpu": "torch"}

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def binder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that holds Binder's packages and ours, and nothing else."""
    env = tmp_path_factory.mktemp("binder") / "env"
    run(sys.executable, "-m", "venv", env)
    pip = (env / "bin/python", "-m", "pip", "install", "--quiet")
    run(*pip, "-c", REPO / "constraints.txt", *binders_packages())
    run(*pip, "--no-deps", REPO)  # as binder/postBuild does
    return env / "bin"


def test_the_published_notebook_runs_top_to_bottom_with_its_demo(binder: Path, tmp_path: Path) -> None:
    run(binder / "jupyter", "execute", "--output", tmp_path / "executed.ipynb", NOTEBOOK, cwd=tmp_path)
    executed = nbformat.read(tmp_path / "executed.ipynb", as_version=4)
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "error"]
    assert any("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in outputs)


def test_its_demo_is_alive_there(binder: Path, tmp_path: Path, page: Page) -> None:
    shutil.copy(NOTEBOOK, tmp_path)
    with jupyterlab(binder / "python", tmp_path, tmp_path / "home") as address:
        open_notebook(page, address(NOTEBOOK.name))
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        demo = page.locator('[data-demo="expectation"][data-ready="true"]')
        expect(demo).to_be_visible(timeout=40_000)
        variance = demo.locator('[data-number="inverted.variance"]')
        before = variance.get_attribute("data-value")
        demo.get_by_label("Dropout rate").press("ArrowRight")
        expect(variance).not_to_have_attribute("data-value", str(before))


def binders_packages() -> list[str]:
    """Requirements for pip, from the conda names and ``name=version`` pins of ``binder/environment.yml``."""
    listed = yaml.safe_load((REPO / "binder/environment.yml").read_text())["dependencies"]
    split = (re.fullmatch(r"([\w-]+)=([\d.]+)", item).groups() for item in listed)
    return [f"{CONDA_TO_PIP.get(name, name)}=={version}.*" for name, version in split if name != "python"]
