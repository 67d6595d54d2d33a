"""The caller that tests of the API layer use."""

from __future__ import annotations

import pytest

from tests.unit.integration_under_test.reference.fakes import FakeHost
from tests.unit.integration_under_test.reference.gateway.services.asking import Caller


@pytest.fixture
def caller(host: FakeHost) -> Caller:
    return Caller(host)
