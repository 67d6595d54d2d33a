"""One group for all vectors: building it costs more than attacking it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.integration.security.guarded_group import GuardedGroup


@pytest.fixture(scope="session")
def built() -> Iterator[GuardedGroup]:
    with closing(GuardedGroup()) as found:
        yield found


@pytest.fixture
def group(built: GuardedGroup) -> GuardedGroup:
    """With empty books; documents of other tests may be there."""
    built.books.effects.clear()
    return built
