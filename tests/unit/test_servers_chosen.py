"""Which server a test gets: the one named, else the usual one if it will do, else its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.nats_broker import NATS
from tests.postgres import POSTGRES
from tests.servers import Kind, NotUsable, chosen


class Locked(Exception):
    """The server does not let us in."""


def kind(*usable: str) -> Kind:
    async def look(address: str) -> None:
        if address not in usable:
            raise Locked(f"{address} is shut")

    @contextmanager
    def own() -> Iterator[str]:
        yield "own"

    return Kind("TESTBED_X", "standard", look, (Locked,), own)


def test_the_one_that_is_named_comes_first() -> None:
    with chosen(kind("named", "standard"), "named") as address:
        assert address == "named"


def test_the_usual_one_is_next() -> None:
    with chosen(kind("standard"), "") as address:
        assert address == "standard"


def test_the_tests_own_is_the_last() -> None:
    with chosen(kind(), "") as address:
        assert address == "own"


def test_nobody_who_names_a_server_gets_another() -> None:
    expected = "TESTBED_X 'named': expected a server .* Locked: named is shut; start it"
    with pytest.raises(NotUsable, match=expected), chosen(kind("standard"), "named"):
        pass


@pytest.mark.parametrize("served", [POSTGRES, NATS])
def test_who_is_not_there_is_not_usable(served: Kind) -> None:
    scheme = served.standard.partition("://")[0]
    with pytest.raises(NotUsable), chosen(served, f"{scheme}://nobody@127.0.0.1:9/x"):
        pass
