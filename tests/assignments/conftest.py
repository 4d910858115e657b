"""Each assignment is built once for all tests of the homework."""

from functools import cache

import pytest
from gallery.build import build_script


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """assignment -> a course folder of its own, built for learners who name no term."""

    @cache
    def course(assignment):
        folder = tmp_path_factory.mktemp(assignment)
        assert build_script().build(assignment, folder)
        return folder

    return course
