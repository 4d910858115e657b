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


def test_a_result_that_is_no_json_is_named(tmp_path, monkeypatch):
    (tmp_path / "cut.json").write_text('{"a": ')
    monkeypatch.setattr("dropout_course.results.reader.resources.files", lambda package: tmp_path)
    with pytest.raises(ValueError, match=r"results/cut\.json is no JSON"):
        results.load("cut")


def test_a_path_leads_through_keys_and_lists():
    assert results.value_at({"a": {"b": [1, {"c": 2}]}}, "a.b.1.c") == 2


@pytest.mark.parametrize(
    ("path", "said"),
    [("a.x", "no x in b"), ("a.b.7", "no 7 in a list"), ("a.b.x", "no x in a list"), ("a.b.0.c", "in a int")],
)
def test_a_path_that_leads_nowhere_says_where_it_ends(path, said):
    with pytest.raises(LookupError, match=f"nothing at {path}: no .* ?{said.removeprefix('no ')}"):
        results.value_at({"a": {"b": [1]}}, path)


def test_reading_results_needs_numpy_alone():
    code = (
        "import sys\n"
        "for name in ('torch', 'scipy', 'joblib', 'matplotlib', 'rich', 'typer'): sys.modules[name] = None\n"
        "from dropout_course import results\n"
        "[results.load(name) for name in results.names()]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
