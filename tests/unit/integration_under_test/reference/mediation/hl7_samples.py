"""Messages as the EHR and clinics send them, written by hand."""

from __future__ import annotations

HEADER = r"MSH|^~\&|EHR|1234567890128|HUB|GROUP|20260414093000||{kind}|{number}|T|2.5.1"
PATIENT = "PID|1||E-1^^^1234567890128^ANON||^^^^^^S"
VISIT = "PV1|1|I|H01-WARD^^^1234567890128" + "|" * 16 + "E-1" + "|" * 25 + "20260414081500"

ADMISSION = (
    "EVN|A01|20260414093000",
    PATIENT,
    VISIT,
    "IN1|1|PAY-MCR^^L|PAY-MCR",
    "IN1|2|X|PAY-SUP",
)
DISCHARGE = ("EVN|A03|20260416110000", PATIENT, VISIT + "|20260416103000")
CODING = (
    *("EVN|A08|20260418090000", PATIENT, VISIT),
    *("DG1|1||J189^^I10C|||F", "DG1|2||E119^^I10C|||F", "DRG|194^^MSDRG"),
    "PR1|1||0BH17EZ^^I10P||20260414",
)
CHARGE = "FT1|1|T000000001||20260414||CG|LAB00001^SODIUM^L|||2|31.00^USD|15.50^USD|LAB^^L"
CHARGED = ("EVN|P03|20260414140000", PATIENT, VISIT, CHARGE + "|" * 10 + "O000000001")
CREDIT = CHARGE.replace("T000000001", "T000000002").replace("|CG|", "|CD|")
CREDITED = ("EVN|P03|20260414180000", PATIENT, VISIT, CREDIT + "|" * 10 + "O000000001")
CLINIC_CHARGED = (
    *("EVN|P03|20260414140000", "PID|1||100001^^^CLINIC1^ANON||^^^^^^S", "PV1|1|O|FAMILY"),
    *("FT1|1|T0000001||20260414||CG|C101^X RAY^L|||2", "FT1|2|T0000002||20260414||CG|C999^^L|||1"),
)


def framed(kind: str, number: str, *segments: str) -> bytes:
    """One message in its MLLP frame."""
    lines = [HEADER.format(kind=kind, number=number), *segments]
    return b"\x0b" + "".join(line + "\r" for line in lines).encode() + b"\x1c\r"
