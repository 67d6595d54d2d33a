"""Every act leads from some states to one, and from all others nowhere."""

from __future__ import annotations

from itertools import product

import pytest

from integration_under_test.reference.releases.lifecycle import (
    Act,
    IllegalAct,
    State,
    after,
    require_another,
)

LEGAL = {
    (Act.PASS, State.DRAFT): State.TESTED,
    (Act.PASS, State.TESTED): State.TESTED,
    (Act.FAIL, State.DRAFT): State.DRAFT,
    (Act.FAIL, State.TESTED): State.DRAFT,
    (Act.FAIL, State.SIGNED_OFF): State.DRAFT,
    (Act.SIGN_OFF, State.TESTED): State.SIGNED_OFF,
    (Act.PROMOTE, State.SIGNED_OFF): State.LIVE,
    (Act.RETIRE, State.LIVE): State.RETIRED,
    (Act.ROLL_BACK, State.LIVE): State.ROLLED_BACK,
    (Act.BRING_BACK, State.RETIRED): State.LIVE,
}


@pytest.mark.parametrize(("act", "state"), list(product(Act, State)))
def test_an_act_is_legal_in_its_states_alone(act: Act, state: State) -> None:
    expected = LEGAL.get((act, state))
    if expected is not None:
        assert after(act, state, 2) is expected
        return
    with pytest.raises(IllegalAct, match=f"release 2: expected .* got {state}") as refused:
        after(act, state, 2)
    assert refused.value.code == "ILLEGAL_STATE"


def test_nobody_signs_what_is_their_own() -> None:
    require_another("ben", "ann", 2)
    with pytest.raises(IllegalAct, match="somebody else than its author"):
        require_another("ann", "ann", 2)
