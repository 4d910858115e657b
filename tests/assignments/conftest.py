"""One built course for all tests of the homework."""

import pytest
from gallery.build import build_script


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A course folder with homework 1 built into it."""
    folder = tmp_path_factory.mktemp("course")
    assert build_script().build("hw1-masks", folder)
    return folder
