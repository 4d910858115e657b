import zipfile
from types import SimpleNamespace

import pytest
from homework_zips import unpack_zips, write_zips
from website import ROOT

NAME = "hw1-masks"


@pytest.fixture
def app(tmp_path):
    """What of Sphinx the module looks at: a book with the course's assignments."""
    (tmp_path / "book" / "homework").mkdir(parents=True)
    (tmp_path / "assignments").symlink_to(ROOT / "assignments")
    return SimpleNamespace(
        srcdir=tmp_path, outdir=tmp_path / "_build", builder=SimpleNamespace(format="html")
    )


def test_a_zip_holds_the_notebook_for_learners(app):
    write_zips(app)
    with zipfile.ZipFile(app.srcdir / "book" / "homework" / f"{NAME}.zip") as bundle:
        names = [f"{NAME}/{NAME}.ipynb", f"{NAME}/README.md", f"{NAME}/requirements.txt"]
        assert sorted(bundle.namelist()) == sorted(names)
        notebook = bundle.read(names[0]).decode()
    assert "raise NotImplementedError()" in notebook
    assert "SOLUTION" not in notebook
    assert "*Term: self-study.*" in notebook


def test_an_unchanged_zip_stays_as_it_is(app):
    write_zips(app)
    path = app.srcdir / "book" / "homework" / f"{NAME}.zip"
    before = path.stat()
    write_zips(app)
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


def test_what_is_no_longer_right_is_written_anew(app):
    path = app.srcdir / "book" / "homework" / f"{NAME}.zip"
    path.write_bytes(b"old")
    write_zips(app)
    assert zipfile.is_zipfile(path)


def test_it_is_unpacked_beside_the_executed_notebooks(app):
    write_zips(app)
    unpack_zips(app, None)
    assert (app.outdir / "notebooks" / "homework" / NAME / f"{NAME}.ipynb").is_file()


def test_a_book_without_assignments_is_built_all_the_same(tmp_path):
    write_zips(SimpleNamespace(srcdir=tmp_path))
    assert list(tmp_path.iterdir()) == []
