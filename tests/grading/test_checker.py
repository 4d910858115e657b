"""What a learner's function raises arrives in a test as an exception of Python's own, and does no more."""

import pytest

from dropout_course.grading.checker import _same_error


@pytest.mark.parametrize("kind", ["StopIteration", "StopAsyncIteration", "SystemExit", "NoReplyError"])
def test_what_would_end_a_loop_of_the_test_or_pass_its_except_arrives_as_another(kind):
    """After a StopIteration out of `map`, the answers so far would be all that the test sees."""

    def falls(x):
        raise _same_error(kind, "over")

    with pytest.raises(RuntimeError, match=f"{kind}: over"):
        all(map(falls, [1, 2]))
