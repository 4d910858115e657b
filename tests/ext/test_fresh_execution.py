import pytest
from fresh_execution import digest


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "claims.yml").write_text("claims: []\n")
    (tmp_path / "dropout_course" / "demos").mkdir(parents=True)
    (tmp_path / "dropout_course" / "__init__.py").write_text("x = 1\n")
    (tmp_path / "dropout_course" / "demos" / "demo.js").write_text("export default 1\n")
    return tmp_path


@pytest.mark.parametrize(
    "change",
    [
        "dropout_course/__init__.py",
        "dropout_course/demos/demo.js",
        "dropout_course/new.json",
        "book/claims.yml",
    ],
)
def test_the_digest_changes_with_any_file_that_a_page_may_show(checkout, change):
    before = digest(checkout)
    (checkout / change).write_text("changed\n")
    assert digest(checkout) != before


def test_the_digest_changes_when_a_file_is_renamed(checkout):
    before = digest(checkout)
    (checkout / "dropout_course" / "__init__.py").rename(checkout / "dropout_course" / "other.py")
    assert digest(checkout) != before


def test_the_digest_stays_when_nothing_or_only_byte_code_or_a_page_changes(checkout):
    before = digest(checkout)
    (checkout / "dropout_course" / "__pycache__").mkdir()
    (checkout / "dropout_course" / "__pycache__" / "x.pyc").write_bytes(b"1")
    (checkout / "book" / "page.md").write_text("# Page\n")
    assert digest(checkout) == before


def test_the_digest_changes_with_the_version_of_a_library(checkout, monkeypatch):
    before = digest(checkout)
    monkeypatch.setattr("fresh_execution.version", lambda library: "0")
    assert digest(checkout) != before
