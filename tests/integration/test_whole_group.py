"""A month of the whole group with a second implementation of what the reference does for parties.

The couriers share no code with it beyond the core flows: where both pass, what is owed can be
done, and nothing is owed that cannot.
"""

from __future__ import annotations

import pytest

from sim.world.parties import PARTIES
from tests.couriers.everybody import EVERYBODY
from tests.couriers.house import outcomes, serve


@pytest.mark.slow
def test_a_month_of_the_whole_group_passes_with_couriers() -> None:
    found, _ = serve(EVERYBODY, tuple(PARTIES), "month_end", 0.01)
    assert found.verdict.outcome == "pass", outcomes(found)
