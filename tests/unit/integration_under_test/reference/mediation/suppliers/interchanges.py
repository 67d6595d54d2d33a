"""Interchanges of one supplier, written by hand."""

from __future__ import annotations

from integration_under_test.boundary import Document

SUPPLIER, GROUP = "30000001", "0614141000005"

ACKNOWLEDGEMENT = (
    "BAK*00*AC*PO-00000012*20260414****SO000007*20260414",
    "PO1*1*10*BX*12.5**IN*100000001",
    "ACK*IA*10*BX",
    "PO1*2*4*CA*.47**IN*100000002",
    "ACK*IP*4*CA",
    "PO1*3*2*EA*310**IN*100000003",
    "ACK*IB*2*EA*068*20260428",
    "PO1*4*2*EA*299.99**IN*100000004",
    "ACK*IS*2*EA****IN*100000009*UK*10614141000415",
    "CTT*4",
)
SHIP_NOTICE = (
    "BSN*00*ASN-77-1*20260415*0930*0001",
    "HL*1**S",
    "TD1*CTN*2",
    "TD5**2*UPSN",
    "REF*BM*77-1",
    "DTM*011*20260415",
    "DTM*017*20260417",
    "N1*ST*RECEIVING DOCK*UL*0614141000005",
    "N1*SU*ACME*92*30000001",
    "HL*2*1*O",
    "PRF*PO-00000012***20260414",
    "HL*3*2*P",
    "MAN*GM*006141410000001234",
    "HL*4*3*I",
    "LIN*1*IN*100000001*LT*L-1",
    "SN1*1*6*BX",
    "DTM*036*20270430",
    "HL*5*3*I",
    "LIN*1*IN*100000001*LT*L-2",
    "SN1*1*4*BX",
    "HL*6*3*I",
    "LIN*2*IN*100000002",
    "SN1*2*1*CA",
    "CTT*6",
)
INVOICE = (
    "BIG*20260417*INV-9*20260414*PO-00000012***DI",
    "N1*ST*RECEIVING DOCK*UL*0614141000005",
    "N1*SU*ACME*92*30000001",
    "IT1*1*10*BX*12.5**IN*100000001",
    "IT1*4*2*CA*.47**IN*100000004",
    "TDS*12594",
    "CTT*2",
)
ACCEPTED = ("AK1*PO*12", "AK2*850*0001", "AK5*A", "AK9*A*1*1*1")
REFUSED = ("AK1*PO*12", "AK2*850*0001", "AK5*R*5", "AK9*R*1*1*0")

GROUPS = {"855": "PR", "856": "SH", "810": "IN", "997": "FA"}


def interchange(code: str, body: tuple[str, ...], number: int = 31, sender: str = SUPPLIER) -> str:
    """As a supplier's translator writes it."""
    ends = f"ZZ*{sender:15}*ZZ*{GROUP:15}"
    segments = (
        f"ISA*00*{'':10}*00*{'':10}*{ends}*260414*0930*U*00401*{number:09d}*0*P*:",
        f"GS*{GROUPS[code]}*{sender}*{GROUP}*20260414*0930*{number}*X*004010",
        f"ST*{code}*0001",
        *body,
        f"SE*{len(body) + 2}*0001",
        f"GE*1*{number}",
        f"IEA*1*{number:09d}",
    )
    return "".join(f"{segment}~" for segment in segments)


def document(text: str, name: str = "30000001-000001") -> Document:
    return Document(name, SUPPLIER, "application/edi-x12", text.encode("ascii"))
