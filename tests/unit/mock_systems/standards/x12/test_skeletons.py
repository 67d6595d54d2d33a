"""The bodies that reference/domain.md prints are understood as they stand."""

from __future__ import annotations

from typing import Any

import pytest

from mock_systems.standards.x12 import SETS, receive
from mock_systems.standards.x12.envelope import interchange
from tests.unit.mock_systems.standards.x12.grammar import body_errors
from tests.unit.mock_systems.standards.x12.samples import ENVELOPE

PLACE = "N1*ST*HOSPITAL 1 DOCK*UL*0614141000036"
BODIES = {
    "850": "BEG*00*SA*PO100045**20260105 | REF*CT*GPO-7781 | DTM*002*20260107 | "
    + PLACE
    + " | PO1*1*10*BX*12.5**IN*ITM0001*VC*AB-123*UK*10614141000415 | PID*F****GLOVE EXAM NITRILE M"
    " | PO1*2*4*EA*310**IN*ITM0002*MG*SCR-35 | CTT*2",
    "855": "BAK*00*AC*PO100045*20260105****SO88123 | PO1*1*10*BX*12.75**IN*ITM0001*VC*AB-123"
    " | ACK*IP*10*BX*068*20260106 | PO1*2*4*EA*310**IN*ITM0002*MG*SCR-35"
    " | ACK*IB*4*EA*068*20260119 | CTT*2",
    "856": "BSN*00*ASN5512*20260106*0600*0001 | HL*1**S | TD1*CTN*1 | TD5**2*UPSN | REF*BM*BOL991"
    " | DTM*011*20260106 | " + PLACE + " | HL*2*1*O | PRF*PO100045***20260105 | HL*3*2*P"
    " | MAN*GM*006141410000001231 | HL*4*3*I | LIN*1*IN*ITM0001*UK*10614141000415*LT*L2401"
    " | SN1*1*10*BX | DTM*036*20281231 | CTT*4",
    "810": "BIG*20260106*INV70012*20260105*PO100045***DI | REF*VN*SO88123 | "
    + PLACE
    + " | ITD*08*3*****30 | IT1*1*10*BX*12.75**IN*ITM0001*VC*AB-123"
    " | PID*F****GLOVE EXAM NITRILE M | TDS*12750 | CTT*1",
    "997": "AK1*PO*1 | AK2*850*0001 | AK5*A | AK9*A*1*1*1",
}


def received(code: str) -> Any:
    [kind] = [one.kind for one in SETS if one.kind.code == code]
    segments = [tuple(segment.split("*")) for segment in BODIES[code].split(" | ")]
    text = interchange(kind, [segments], ENVELOPE)
    assert body_errors(text) == []
    [document] = receive(text).documents
    return document


@pytest.mark.parametrize("code", BODIES)
def test_each_skeleton_is_a_document(code: str) -> None:
    assert received(code) is not None


def test_the_855_tells_of_a_changed_price_beside_a_back_order() -> None:
    lines = received("855").lines
    assert [line.statuses[0].status for line in lines] == ["IP", "IB"]
    assert lines[0].line.unit_price_minor == 1275


def test_the_invoice_adds_up_in_cents() -> None:
    document = received("810")
    assert document.total_minor == document.lines_and_freight_minor == 12750
