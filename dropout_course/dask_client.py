"""Clients of a Dask scheduler, for experiments and for grading. Importing it needs the extra ``cluster``."""

from typing import Any

from distributed import Client


class _Client(Client):
    """A client that closes itself where it cannot connect.

    distributed's own stays half open until it is collected as garbage, and closes then, in whatever thread it
    is: if that is the next client's new one, both wait for one lock.
    """

    def start(self, **options: Any) -> None:
        """Connect, or close."""
        try:
            super().start(**options)  # type: ignore[no-untyped-call]
        except BaseException:
            self.close()  # type: ignore[no-untyped-call]
            raise


def connect(address: str, patience: float, **options: Any) -> Client:
    """A client of the scheduler at ``address``, who has ``patience`` seconds to answer.

    Raises:
        ConnectionError: none answers there, or it is no address, or what answers is of another version.
    """
    try:
        return _Client(address, timeout=patience, **options)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, ImportError) as error:
        raise ConnectionError(error) from None
