"""P06: recalled lots set aside, the sender of the notice answered, the safety office told (C15)."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.boundary import Document, Event, Rejected
from integration_under_test.reference.gateway.rejections import never_held
from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.mediation.canonical.recalls import (
    RecallFinding,
    RecallNotice,
)
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.inventory import recalls
from integration_under_test.reference.mediation.protocols.batch_file import Damaged
from integration_under_test.reference.mediation.reading import open_document
from integration_under_test.reference.mediation.recalls import notices, responses
from integration_under_test.reference.orchestration.lot_recall import (
    on_lot_recalled,
    on_notice_file,
)
from tests.unit.integration_under_test.reference.fakes import ITEM, crosswalk

FILE = f"""HDR|RECALLNOTICE|RECALLS|1|20260414|1|1
RCL|Z-1|1|{ITEM}|B1|cracks
RCL|Z-1|1|{ITEM}|B2|cracks
TRL|1|2|2
"""
NOTICE = RecallNotice("RECALLS", "Z-1", ITEM, "B1", "cracks")
HERE = Context(crosswalk(), number=7, written_at="2026-04-14T10:00:00+00:00")


def usage(number: int, facility: str = "H01", qty: int = 2) -> dict[str, Any]:
    return {
        "usage_id": f"US-{number}",
        "facility": facility,
        "encounter_id": f"ENC-{number}",
        "qty": qty,
        "serial": "",
        "performed_at": "20260413101400",
    }


def found(*usages: dict[str, Any], reference: str = "Z-1") -> dict[str, Any]:
    return {
        "reference": reference,
        "erp_item_number": ITEM,
        "lot": "B1",
        "quarantined": [
            {"facility": "H01", "location": "H01-OR", "qty": 3},
            {"facility": "H01", "location": "H01-CS", "qty": 1},
            {"facility": "H02", "location": "H02-OR", "qty": 2},
        ],
        "usages": list(usages),
    }


def received(text: str) -> Any:
    document = Document("X.txt", "RECALLS", "text/plain;layout=recall-notice", text.encode())
    return open_document(document)


def steps(data: dict[str, Any]) -> list[str]:
    event = Event("e1", "/inventory", "inventory.lot.recalled", "2026-04-14", "RL-1", data)
    return [step.kind for step in on_lot_recalled(event, crosswalk())]


def test_each_lot_of_a_notice_is_recalled_on_its_own() -> None:
    planned = on_notice_file(received(FILE), crosswalk())
    assert [(step.kind, step.key) for step in planned] == [
        ("recall_lot", f"Z-1/{ITEM}/B1"),
        ("recall_lot", f"Z-1/{ITEM}/B2"),
    ]
    assert planned[0].document == NOTICE
    assert from_json(to_json(NOTICE)) == NOTICE


@pytest.mark.parametrize(
    "spoilt",
    [FILE.replace("TRL|1|2|2", "TRL|1|3|3"), FILE.replace("|B2|", "||"), FILE[: FILE.index("TRL")]],
)
def test_nothing_of_a_damaged_notice_is_used(spoilt: str) -> None:
    with pytest.raises(Damaged):
        notices.read(received(spoilt))


def test_a_recall_names_the_item_as_inventory_does_and_is_found_by_its_lot() -> None:
    body = recalls.write(NOTICE, HERE)
    assert body == {
        "item_id": crosswalk().item(ITEM).inventory_id,
        "lot": "B1",
        "reason": "cracks",
        "reference": "Z-1",
    }
    row = {"erp_item_number": ITEM, "lot": "B2"}
    assert recalls.find(NOTICE, HERE) == {"reference": "Z-1"}
    assert not recalls.is_recalled(NOTICE, {"recalls": [row]})
    assert recalls.is_recalled(NOTICE, {"recalls": [row, {**row, "lot": "B1"}]})


def test_what_was_found_is_answered_and_told_to_the_safety_office_if_anybody_is_affected() -> None:
    assert steps(found(usage(1))) == ["list_affected", "answer_recall"]
    assert steps(found()) == ["answer_recall"]
    assert steps(found(usage(1, qty=0))) == ["answer_recall"]
    assert steps(found(usage(1), reference="")) == []


def test_a_response_counts_by_facility_and_names_no_patient() -> None:
    finding = recalls.read(found(usage(1), usage(2, "H02", 5)))
    assert from_json(to_json(finding)) == finding
    content = responses.write(finding, HERE).decode()
    assert content.splitlines()[1:] == [
        f"RSP|Z-1|{ITEM}|B1|H01|4|2",
        f"RSP|Z-1|{ITEM}|B1|H02|2|5",
        "TRL|7|2|13",
    ]
    assert "ENC" not in content


def test_the_safety_office_gets_each_usage_with_its_encounter() -> None:
    affected = recalls.read_patients(found(usage(1), usage(2, "H02", 5), usage(3, qty=0)))
    assert from_json(to_json(affected)) == affected
    _, first, second, trailer = responses.write_patients(affected, HERE).decode().splitlines()
    assert first == f"PAT|Z-1|{ITEM}|B1|US-1|H01|ENC-1|2|20260413101400"
    assert second.split("|")[4:7] == ["US-2", "H02", "ENC-2"]
    assert trailer == "TRL|7|2|7"


def test_a_lot_that_the_group_never_had_is_answered_with_nothing() -> None:
    instead = never_held(NOTICE, Rejected(422, "UNKNOWN_LOT", "no such lot"))
    assert instead is not None
    assert instead.step.kind == "answer_recall"
    assert instead.step.document == RecallFinding("Z-1", ITEM, "B1")
    content = responses.write(instead.step.document, HERE).decode()
    assert content.splitlines()[1:] == [f"RSP|Z-1|{ITEM}|B1||0|0", "TRL|7|1|0"]
    assert never_held(NOTICE, Rejected(409, "LOT_RECALLED", "recalled already")) is None
