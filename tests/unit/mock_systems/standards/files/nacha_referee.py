"""A second reader of NACHA files, from the published record tables; it knows no builder of ours.

Positions count from 1, ends included, as banks' guides print them.
"""

from __future__ import annotations

TABLES = {
    "1": {
        "priority": (2, 3),
        "immediate destination": (4, 13),
        "immediate origin": (14, 23),
        "creation date": (24, 29),
        "creation time": (30, 33),
        "file id modifier": (34, 34),
        "record size": (35, 37),
        "blocking factor": (38, 39),
        "format code": (40, 40),
        "destination name": (41, 63),
        "origin name": (64, 86),
        "reference code": (87, 94),
    },
    "5": {
        "service class": (2, 4),
        "company name": (5, 20),
        "discretionary data": (21, 40),
        "company id": (41, 50),
        "entry class": (51, 53),
        "entry description": (54, 63),
        "descriptive date": (64, 69),
        "effective date": (70, 75),
        "settlement date": (76, 78),
        "originator status": (79, 79),
        "odfi": (80, 87),
        "batch number": (88, 94),
    },
    "6": {
        "transaction code": (2, 3),
        "rdfi": (4, 11),
        "check digit": (12, 12),
        "account": (13, 29),
        "amount": (30, 39),
        "individual id": (40, 54),
        "individual name": (55, 76),
        "discretionary data": (77, 78),
        "addenda indicator": (79, 79),
        "trace number": (80, 94),
    },
    "7": {
        "addenda type": (2, 3),
        "payment information": (4, 83),
        "addenda sequence": (84, 87),
        "entry sequence": (88, 94),
    },
    "8": {
        "service class": (2, 4),
        "count": (5, 10),
        "hash": (11, 20),
        "debits": (21, 32),
        "credits": (33, 44),
        "company id": (45, 54),
        "authentication": (55, 73),
        "reserved": (74, 79),
        "odfi": (80, 87),
        "batch number": (88, 94),
    },
    "9": {
        "batches": (2, 7),
        "blocks": (8, 13),
        "count": (14, 21),
        "hash": (22, 31),
        "debits": (32, 43),
        "credits": (44, 55),
        "reserved": (56, 94),
    },
}
CREDIT_CODES = ("22", "32")
NEXT = {"": "1", "1": "5", "5": "6", "6": "678", "7": "678", "8": "59", "9": "9"}


def payments(text: str) -> list[dict[str, str]]:
    """The entries with their addenda; asserts every rule of the file's structure."""
    lines = text.splitlines()
    assert len(lines) % 10 == 0
    assert {len(line) for line in lines} == {94}
    used = [line for line in lines if line != "9" * 94]
    assert lines[: len(used)] == used
    records = [_record(line) for line in used]
    for before, record in zip([{"type": ""}, *records], records, strict=False):
        assert record["type"] in NEXT[before["type"]], (before, record)
    head, control = records[0], records[-1]
    assert control["type"] == "9"
    _check_head(head)
    assert int(control["blocks"]) == len(lines) // 10
    assert int(control["batches"]) == sum(one["type"] == "5" for one in records)
    _check_totals(control, records)
    found: list[dict[str, str]] = []
    for batch in _batches(records):
        found += _check_batch(batch, head)
    return found


def _record(line: str) -> dict[str, str]:
    table = TABLES[line[0]]
    assert sorted(n for first, last in table.values() for n in range(first, last + 1)) == list(
        range(2, 95)
    )
    return {"type": line[0]} | {name: line[a - 1 : b] for name, (a, b) in table.items()}


def _check_head(head: dict[str, str]) -> None:
    assert head["priority"] == "01"
    assert head["record size"] + head["blocking factor"] + head["format code"] == "094101"
    assert head["immediate destination"][0] == " "
    assert _aba(head["immediate destination"][1:])


def _batches(records: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    found: list[list[dict[str, str]]] = []
    for record in records[1:-1]:
        if record["type"] == "5":
            found.append([])
        found[-1].append(record)
    return found


def _check_batch(batch: list[dict[str, str]], head: dict[str, str]) -> list[dict[str, str]]:
    header, *entries, control = batch
    assert (header["entry class"], header["originator status"]) == ("CCD", "1")
    assert header["service class"] == control["service class"] == "220"
    for name in ("company id", "odfi", "batch number"):
        assert header[name] == control[name]
    assert header["odfi"] == head["immediate destination"][1:9]
    _check_totals(control, entries)
    traces = [one["trace number"] for one in entries if one["type"] == "6"]
    assert traces == sorted(set(traces))
    return [
        _check_entry(entry, addenda, header)
        for entry, addenda in zip(entries[::2], entries[1::2], strict=True)
    ]


def _check_entry(
    entry: dict[str, str], addenda: dict[str, str], header: dict[str, str]
) -> dict[str, str]:
    assert (entry["type"], addenda["type"]) == ("6", "7")
    assert entry["transaction code"] in CREDIT_CODES
    assert _aba(entry["rdfi"] + entry["check digit"])
    assert entry["trace number"][:8] == header["odfi"]
    assert (entry["addenda indicator"], addenda["addenda type"]) == ("1", "05")
    assert addenda["addenda sequence"] == "0001"
    assert addenda["entry sequence"] == entry["trace number"][8:]
    segment = addenda["payment information"].rstrip()
    assert segment.endswith("\\")
    name, code, reference, company = segment[:-1].split("*")
    assert (name, code, company) == ("TRN", "1", header["company id"])
    return entry | {"reference": reference}


def _check_totals(control: dict[str, str], records: list[dict[str, str]]) -> None:
    entries = [one for one in records if one["type"] == "6"]
    addenda = [one for one in records if one["type"] == "7"]
    assert int(control["count"]) == len(entries) + len(addenda)
    assert control["hash"] == f"{sum(int(one['rdfi']) for one in entries):010d}"[-10:]
    assert int(control["debits"]) == 0
    assert int(control["credits"]) == sum(int(one["amount"]) for one in entries)


def _aba(number: str) -> bool:
    d = [int(digit) for digit in number]
    total = 3 * (d[0] + d[3] + d[6]) + 7 * (d[1] + d[4] + d[7]) + d[2] + d[5] + d[8]
    return total % 10 == 0
