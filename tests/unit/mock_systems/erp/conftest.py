"""A small hospital group around one ERP, with a clock, recorder and publisher that tests read."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.erp.desk import Desk, opened


@pytest.fixture
def desk() -> Desk:
    return opened()
