"""A judge of 850, 855, 856, 810, 997 bodies, written from the published segment tables alone.

It shares nothing with the code under test: own tokens, own tables (004010: order, loops, repeats,
mandatory elements, types, lengths, code lists, syntax notes), own counts. It knows more of the
standard than our builders use, so that it says what a partner's translator would say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

UNITS = "EA BX CA CT PK DZ"
PRODUCT_IDS = "IN VC VN MG MF UK UP ND LT SN BP"
LINE_STATUS = "AA AC AR BP DR IA IB IC ID IE IF IH IP IQ IR IS IW R1 R2 R3 R4 R5 R6 R7 R8 SP"
PARTY = "BT BY SE SF ST SU VN RE"
PAIR = f"O ID 2 2 {PRODUCT_IDS}|O AN 1 48"


def _pairs(count: int) -> str:
    return "|".join([PAIR] * count)


ELEMENTS = {
    "ST": "M ID 3 3|M AN 4 9",
    "SE": "M N0 1 10|M AN 4 9",
    "BEG": "M ID 2 2 00 01 04 05|M ID 2 2 SA NE RL CN EO RO BK|M AN 1 22|O AN 1 30|M DT 8 8",
    "BAK": "M ID 2 2 00 01 04|M ID 2 2 AC AD AE AH AK AP AT NA RD RF RJ RO RV|M AN 1 22|M DT 8 8"
    "|O AN 1 30|O AN 1 45|O AN 1 30|O AN 1 30|O DT 8 8",
    "BSN": "M ID 2 2 00 01 04|M AN 2 30|M DT 8 8|M TM 4 8|O ID 4 4 0001 0002 0003 0004",
    "BIG": "M DT 8 8|M AN 1 22|O DT 8 8|O AN 1 22|O AN 1 30|O AN 1 8|O ID 2 2 DI CR DR CN",
    "REF": "M ID 2 3 CT VN BM PO IV|O AN 1 30|O AN 1 80",
    "DTM": "M ID 3 3 002 010 011 017 036 067 068|O DT 8 8|O TM 4 8",
    "N1": f"M ID 2 3 {PARTY}|O AN 1 60|O ID 1 2 UL 91 92 1 9 XX|O AN 2 80",
    "N3": "M AN 1 55|O AN 1 55",
    "N4": "O AN 2 30|O ID 2 2|O ID 3 15",
    "PO1": f"O AN 1 20|O R 1 9|O ID 2 2 {UNITS}|O R 1 17|O ID 2 2|{_pairs(10)}",
    "IT1": f"O AN 1 20|O R 1 10|O ID 2 2 {UNITS}|O R 1 17|O ID 2 2|{_pairs(10)}",
    "PID": "M ID 1 1 F S X|O ID 2 3|O ID 2 2|O AN 1 12|O AN 1 80",
    "ACK": f"M ID 2 2 {LINE_STATUS}|O R 1 15|O ID 2 2 {UNITS}|O ID 3 3 010 017 067 068|O DT 8 8"
    f"|O AN 1 45|{_pairs(10)}",
    "CTT": "M N0 1 6|O R 1 10",
    "HL": "M AN 1 12|O AN 1 12|M ID 1 2 S O P I T|O ID 1 1 0 1",
    "TD1": "O AN 3 5|O N0 1 7",
    "TD5": "O ID 1 2|O ID 1 2 2|O AN 2 80|O ID 1 2|O AN 1 35",
    "PRF": "M AN 1 22|O AN 1 30|O AN 1 8|O DT 8 8",
    "MAN": "M ID 1 2 GM CP|M AN 1 48",
    "LIN": f"O AN 1 20|{_pairs(15)}",
    "SN1": f"O AN 1 20|M R 1 10|M ID 2 2 {UNITS}",
    "ITD": "O ID 2 2 01 05 08 14|O ID 1 2 1 2 3|O R 1 6|O DT 8 8|O N0 1 3|O DT 8 8|O N0 1 3",
    "TDS": "M N2 1 15|O N2 1 15",
    "SAC": "M ID 1 1 A C|O ID 4 4 D240 G821|O ID 2 2|O AN 1 10|O N2 1 15",
    "AK1": "M ID 2 2|M N0 1 9",
    "AK2": "M ID 3 3|M AN 4 9",
    "AK3": "M ID 2 3|M N0 1 10|O AN 1 4|O ID 1 3 1 2 3 4 5 6 7 8",
    "AK4": "M N0 1 2|O N0 1 4|M ID 1 3 1 2 3 4 5 6 7 8 9 10|O AN 1 99",
    "AK5": "M ID 1 1 A E M R W X" + "|O ID 1 3 1 2 3 4 5 6 7 8 9 10 11 12 13 15" * 5,
    "AK9": "M ID 1 1 A E M P R W X|M N0 1 6|M N0 1 6|M N0 1 6" + "|O ID 1 3 1 2 3 4 5 6" * 5,
}

SYNTAX = {
    "REF": "R0203",
    "DTM": "R0203",
    "N1": "R0203 P0304",
    "PO1": "C0302 C0504 P0607 P0809 P1011 P1213 P1415",
    "IT1": "P020304 P0607 P0809 P1011 P1213 P1415",
    "LIN": "R0203 P0203 P0405 P0607 P0809 P1011 P1213",
    "PID": "R0405",
    "ACK": "P0203 C0405 P0708 P0910 P1112",
    "TD1": "C0102",
    "TD5": "C0203 R02040506",
    "SAC": "R0203 P0304",
}
"""R at least one, P all or none, C the first demands the second: the syntax notes."""


class Use(NamedTuple):
    """One segment of a table: M or O, how often at most."""

    name: str
    usage: str = "O"
    most: int = 1


@dataclass(frozen=True)
class Loop:
    """Begins with its first segment."""

    parts: tuple[Use | Loop, ...]
    usage: str = "O"
    most: int = 100_000


_N1 = Loop((Use("N1", "M"), Use("N3", "O", 2), Use("N4"), Use("REF", "O", 12)), "O", 200)
_HEAD = (Use("REF", "O", 99), Use("ITD", "O", 5), Use("DTM", "O", 10))
_PID = Use("PID", "O", 1000)

BODIES: dict[str, tuple[Use | Loop, ...]] = {
    "850": (
        Use("BEG", "M"),
        *_HEAD,
        _N1,
        Loop((Use("PO1", "M"), _PID, Use("SAC", "O", 25), Use("DTM", "O", 10)), "M"),
        Loop((Use("CTT", "M"),), "O", 1),
    ),
    "855": (
        Use("BAK", "M"),
        *_HEAD,
        _N1,
        Loop((Use("PO1", "M"), _PID, Use("ACK", "O", 104)), "O"),
        Loop((Use("CTT", "M"),), "O", 1),
    ),
    "856": (
        Use("BSN", "M"),
        Use("DTM", "O", 10),
        Loop(
            (
                Use("HL", "M"),
                Use("LIN"),
                Use("SN1"),
                Use("PRF"),
                _PID,
                Use("TD1", "O", 20),
                Use("TD5", "O", 12),
                Use("REF", "O", 200),
                Use("MAN", "O", 10),
                Use("DTM", "O", 10),
                _N1,
            ),
            "M",
        ),
        Use("CTT"),
    ),
    "810": (
        Use("BIG", "M"),
        Use("REF", "O", 12),
        _N1,
        Use("ITD", "O", 5),
        Use("DTM", "O", 10),
        Loop((Use("IT1", "M"), _PID, Use("REF", "O", 99), Use("SAC", "O", 25)), "O", 200_000),
        Use("TDS", "M"),
        Loop((Use("SAC", "M"),), "O", 25),
        Use("CTT"),
    ),
    "997": (
        Use("AK1", "M"),
        Loop(
            (
                Use("AK2", "M"),
                Loop((Use("AK3", "M"), Use("AK4", "O", 99)), "O", 999_999),
                Use("AK5", "M"),
            ),
            "O",
            999_999,
        ),
        Use("AK9", "M"),
    ),
}
COUNTED = {"850": "PO1", "855": "PO1", "856": "HL", "810": "IT1"}
GROUPS = {"850": "PO", "855": "PR", "856": "SH", "810": "IN", "997": "FA"}
NESTING = {"S": "", "O": "S", "P": "O", "I": "P"}

Tokens = list[list[str]]


def body_errors(interchange_text: str) -> list[str]:
    """Everything wrong with the sets of one interchange; empty for a sound one."""
    separator, terminator = interchange_text[3], interchange_text[105]
    tokens = [part.split(separator) for part in interchange_text.split(terminator)[:-1]]
    group = next(token[1] for token in tokens if token[0] == "GS")
    starts = [n for n, token in enumerate(tokens) if token[0] == "ST"]
    ends = [n for n, token in enumerate(tokens) if token[0] == "SE"]
    found: list[str] = []
    for start, end in zip(starts, ends, strict=True):
        found += _set_errors(tokens[start : end + 1], group)
    return found


def _set_errors(tokens: Tokens, group: str) -> Iterator[str]:
    kind = tokens[0][1]
    if GROUPS.get(kind) != group:
        yield f"{kind} in the group {group}"
    for number, token in enumerate(tokens, 1):
        for error in _segment_errors(token):
            yield f"segment {number}: {error}"
    rest = _match(BODIES[kind], tokens[1:-1])
    if isinstance(rest, str):
        yield rest
    elif rest:
        yield f"{rest[0][0]} is out of place"
    yield from _count_errors(kind, tokens)
    yield from _level_errors(tokens)


def _match(parts: tuple[Use | Loop, ...], tokens: Tokens) -> Tokens | str:
    """What is left after the parts, or the name of what is missing."""
    for part in parts:
        times = 0
        while times < part.most and tokens and tokens[0][0] == _opening(part):
            rest = _match(part.parts, tokens) if isinstance(part, Loop) else tokens[1:]
            if isinstance(rest, str):
                return rest
            tokens, times = rest, times + 1
        if part.usage == "M" and not times:
            return f"{_opening(part)} is missing"
    return tokens


def _opening(part: Use | Loop) -> str:
    if isinstance(part, Use):
        return part.name
    first = part.parts[0]
    assert isinstance(first, Use)
    return first.name


def _segment_errors(token: list[str]) -> Iterator[str]:
    name, *values = token
    table = [column.split(" ") for column in ELEMENTS[name].split("|")]
    if len(values) > len(table) or (values and not values[-1]):
        yield f"{name} has too many elements or separators"
    for number, (column, value) in enumerate(zip(table, values, strict=False), 1):
        if error := _element_error(column, value):
            yield f"{name}{number:02d} {error}: {value!r}"
    for number in range(len(values), len(table)):
        if table[number][0] == "M":
            yield f"{name}{number + 1:02d} is missing"
    for note in SYNTAX.get(name, "").split():
        if _breaks(note, values):
            yield f"{name} breaks {note}"


def _element_error(column: list[str], value: str) -> str:
    usage, kind, least, most, *codes = column
    if not value:
        return "is missing" if usage == "M" else ""
    length = len(value) - (value.count("-") + value.count(".") if kind in {"R", "N0", "N2"} else 0)
    if not int(least) <= length <= int(most):
        return "has a wrong length"
    if codes and value not in codes:
        return "is no code of the list"
    return "" if re.fullmatch(TYPES[kind], value) else f"is no {kind}"


TYPES = {
    "AN": r"[ -~]*[!-~]",
    "ID": r"[A-Z0-9]+",
    "N0": r"-?(0|[1-9][0-9]*)",
    "N2": r"-?(0|[1-9][0-9]*)",
    "R": r"-?(0|[1-9][0-9]*)?(\.[0-9]*[1-9])?",
    "DT": r"(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])",
    "TM": r"([01][0-9]|2[0-3])[0-5][0-9]([0-5][0-9])?",
}


def _breaks(note: str, values: list[str]) -> bool:
    places = [int(note[n : n + 2]) for n in range(1, len(note), 2)]
    given = [place <= len(values) and values[place - 1] != "" for place in places]
    if note[0] == "R":
        return not any(given)
    if note[0] == "P":
        return any(given) and not all(given)
    return given[0] and not all(given)


def _count_errors(kind: str, tokens: Tokens) -> Iterator[str]:
    if tokens[-1][1] != str(len(tokens)):
        yield "SE01 is not the number of segments"
    if tokens[-1][2] != tokens[0][2]:
        yield "SE02 is not ST02"
    for token in tokens:
        if token[0] == "CTT" and int(token[1]) != sum(t[0] == COUNTED[kind] for t in tokens):
            yield f"CTT01 is not the number of {COUNTED[kind]}"


def _level_errors(tokens: Tokens) -> Iterator[str]:
    """HL01 counts from 1; HL02 names a level above that may hold this one."""
    letters: dict[str, str] = {"": ""}
    for number, token in enumerate((t for t in tokens if t[0] == "HL"), 1):
        if token[1] != str(number):
            yield f"HL01 is {token[1]}, expected {number}"
        if letters.get(token[2]) != NESTING[token[3]]:
            yield f"HL {number}: {token[3]} under {letters.get(token[2])!r}"
        letters[token[1]] = token[3]
