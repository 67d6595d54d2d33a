"""What patients come with: frequent reasons for a stay, each with how coders would write it.

Codes are real (ICD-10-CM, ICD-10-PCS, CPT numbers, MS-DRG) and written without the point. Weights
are an assumption; they only make the frequent frequent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Case(NamedTuple):
    """The first diagnosis is the principal one; `drg` is '' for anybody but an inpatient."""

    weight: float
    diagnoses: tuple[str, ...]
    procedures: tuple[str, ...] = ()
    drg: str = ""


_INPATIENT = (
    Case(6.0, ("A419", "J9601"), (), "871"),
    Case(3.0, ("A419", "N390"), (), "872"),
    Case(4.0, ("I110", "I5023"), (), "291"),
    Case(3.0, ("J189", "J449"), (), "194"),
    Case(2.0, ("J441",), (), "192"),
    Case(2.0, ("I639",), (), "066"),
    Case(2.0, ("L03115",), (), "603"),
    Case(2.0, ("I214",), ("027034Z",), "322"),
    Case(3.0, ("M1611",), ("0SR9019",), "470"),
    Case(4.0, ("M1711",), ("0SRC0J9",), "470"),
    Case(2.0, ("S72001A",), ("0QS604Z",), "482"),
    Case(2.0, ("K8000",), ("0FT44ZZ",), "419"),
    Case(7.0, ("O80", "Z370"), ("10E0XZZ",), "807"),
    Case(3.0, ("O34211", "Z370"), ("10D00Z1",), "788"),
)
_EMERGENCY = (
    Case(4.0, ("R079",), ("99284", "93005")),
    Case(4.0, ("R109",), ("99284", "74177")),
    Case(3.0, ("N390",), ("99283",)),
    Case(3.0, ("J069",), ("99282",)),
    Case(2.0, ("S61411A",), ("99283", "12001")),
    Case(2.0, ("S93401A",), ("99283", "73610")),
    Case(1.0, ("J45901",), ("99285",)),
)
_OUTPATIENT = (
    Case(4.0, ("Z1211",), ("45378",)),
    Case(2.0, ("K635",), ("45385",)),
    Case(3.0, ("H2511",), ("66984",)),
    Case(2.0, ("M1711",), ("20610",)),
    Case(2.0, ("Z5111", "C50911"), ("96413",)),
    Case(2.0, ("I10",), ("99213",)),
)
CASES: Mapping[str, Sequence[Case]] = {"I": _INPATIENT, "E": _EMERGENCY, "O": _OUTPATIENT}
"""By the encounter's class."""
