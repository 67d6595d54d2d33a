"""The segment tables of the 835 (005010X221A1)."""

from __future__ import annotations

from mock_systems.standards.x12.elements import (
    UNUSED,
    Element,
    cents,
    code,
    composite,
    day,
    npi,
    optional,
    quantity,
    text,
    whole,
)
from mock_systems.standards.x12.segments import Table

CLAIM_STATUSES = ("1", "2", "3", "4", "19", "20", "21", "22", "23", "25")
"""CLP02: 1-3 paid as primary to tertiary, 4 denied, 19-21 forwarded, 22 reversal, 23, 25."""
_FILING = "12 13 14 15 16 17 AM CH DS HM LM MA MB MC OF TV VA WC ZZ"
FILING_CODES = tuple(_FILING.split())
_REASONS = (
    "50 51 72 90 AH AM AP B2 B3 BD BN C5 CR CS CT CV CW DM E3 FB FC GO HM IP IR IS J1 L3 L6 LE"
    " LS OA OB PI PL RA RE SL TL WO WU"
)
PROVIDER_REASONS = tuple(_REASONS.split())

_BANK = (
    optional(code("506", "01")),
    optional(text("507", 12, 3)),
    optional(code("569", "DA")),
    optional(text("508", 35)),
)
BPR = Table(
    "BPR",
    (
        code("305", "I", "H"),
        cents("782"),
        code("478", "C"),
        code("591", "ACH", "CHK", "NON"),
        optional(code("812", "CCP")),
        *_BANK,
        optional(text("509", 10, 10)),
        UNUSED,
        *_BANK,
        day("373"),
    ),
)
TRN = Table("TRN", (code("481", "1"), text("127", 50), text("509", 10, 10)))
PRODUCED = Table("DTM", (code("374", "405"), day("373")), by=1)
PAYER = Table("N1", (code("98", "PR"), text("93", 60)), by=1)
CONTACT = Table(
    "PER", (code("366", "BL"), text("93", 60), code("365", "TE"), text("364", 256)), by=1
)
PAYEE = Table("N1", (code("98", "PE"), text("93", 60), code("66", "XX"), npi("67")), by=1)
LX = Table("LX", (whole("554", 6),))
CLP = Table(
    "CLP",
    (
        text("1028", 38),
        code("1029", *CLAIM_STATUSES),
        cents("782"),
        cents("782"),
        optional(cents("782")),
        code("1032", *FILING_CODES),
        text("127", 50),
        text("1331", 2, 2),
        code("1325", "1", "7", "8"),
    ),
)
CAS_TIMES = 6
CAS = Table(
    "CAS",
    (code("1033", "CO", "OA", "PI", "PR"),),
    group=(text("1034", 5), cents("782"), optional(quantity("380"))),
    times=CAS_TIMES,
)
PATIENT_NAME = Table(
    "NM1",
    (
        code("98", "QC"),
        code("1065", "1"),
        text("1035", 60),
        optional(text("1036", 35)),
        UNUSED,
        UNUSED,
        UNUSED,
        code("66", "MI"),
        text("67", 80, 2),
    ),
    by=1,
)


def _service_code(*qualifiers: str) -> Element:
    modifier = optional(text("1339", 2, 2))
    return composite("C003", code("235", *qualifiers), text("234", 48), *(modifier,) * 4)


FIRST_DAY = Table("DTM", (code("374", "232"), day("373")), by=1)
LAST_DAY = Table("DTM", (code("374", "233"), day("373")), by=1)
SVC = Table(
    "SVC",
    (
        _service_code("HC", "NU"),
        cents("782"),
        cents("782"),
        optional(text("234", 4, 4)),
        quantity("380"),
    ),
)
SERVICE_DAY = Table("DTM", (code("374", "472"), day("373")), by=1)
LINE_CONTROL = Table("REF", (code("128", "6R"), text("127", 50)), by=1)
LQ = Table("LQ", (code("1270", "HE"), text("1271", 30)))
PLB_TIMES = 6
PLB = Table(
    "PLB",
    (npi("127"), day("373")),
    group=(
        composite("C042", code("426", *PROVIDER_REASONS), optional(text("127", 50))),
        cents("782"),
    ),
    times=PLB_TIMES,
)
