import subprocess
import sys

import pytest

from dropout_course import results


def test_every_committed_result_can_be_loaded():
    for name in results.names():
        assert results.load(name)["experiment"] == name


def test_an_unknown_result_is_named_with_the_known_ones():
    with pytest.raises(KeyError, match="no result 'rate-tabel'"):
        results.load("rate-tabel")


def test_reading_results_needs_numpy_alone():
    code = (
        "import sys\n"
        "for name in ('torch', 'scipy', 'joblib', 'matplotlib', 'rich', 'typer'): sys.modules[name] = None\n"
        "from dropout_course import results\n"
        "[results.load(name) for name in results.names()]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
