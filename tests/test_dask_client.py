import threading

import pytest

from dropout_course.dask_client import connect


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1", "foo://x:1", ""])
def test_a_client_that_finds_no_scheduler_leaves_nothing_behind_that_could_stop_the_next(address):
    """One that is left half open is collected in the thread of the next, now and then: both would wait."""
    before = threading.enumerate()
    with pytest.raises(ConnectionError, match=r"address"):
        connect(address, patience=10)
    assert threading.enumerate() == before
