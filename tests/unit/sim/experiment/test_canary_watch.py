"""The canary watch: who may know of patients, and what becomes of a leak."""

from __future__ import annotations

import asyncio
from base64 import b64encode

import pytest

from integration_under_test.boundary import Document
from mock_systems.billing.claim_files import pseudonym_of
from sim.checkers.privacy import LOOKED_AT, PATIENTS, STORED
from sim.experiment.canary_watch import CanaryWatch, WatchedPartner
from sim.history.schema import Row
from sim.host import MemoryStorage
from sim.world.canaries import Canaries

ENC = "ENC-H01-I0000004"
MEMBER = pseudonym_of(ENC).member_id


def watched() -> tuple[CanaryWatch, list[Row]]:
    rows: list[Row] = []

    def write(row: Row) -> int:
        rows.append(row)
        return len(rows) - 1

    return CanaryWatch(Canaries([ENC]), write, lambda: 7), rows


@pytest.mark.parametrize(
    ("door", "what", "word", "leaks"),
    [
        ("erp", "post_cost", ENC, True),
        ("erp", "post_receivable", ENC, False),
        ("erp", "post_receivable", MEMBER, True),
        ("inventory", "confirm_usage", ENC, False),
        ("inventory", "confirm_usage", MEMBER, True),
        ("billing", "create_charge", MEMBER, False),
        ("CLEARHOUSE", "application/edi-x12", MEMBER, False),
        ("EHR", "application/hl7-v2+mllp", ENC, False),
        ("30000001", "application/edi-x12", ENC, True),
        ("analytics", "load_batch", ENC, True),
        ("erp", "post_cost", "US-00000004", False),
    ],
)
def test_each_door_lets_in_what_belongs_there(door: str, what: str, word: str, leaks: bool) -> None:
    watch, rows = watched()
    watch.at(door, what, "k", f'{{"memo": "{word}"}}'.encode())
    assert bool(rows) == leaks
    assert watch.looked_at == 1


def test_an_exception_may_name_the_encounter_but_not_the_person() -> None:
    watch, rows = watched()
    write = watch.reading(rows.append)  # type: ignore[arg-type]  # a list's own way to write
    write(Row(1, "item_opened", "unmapped", business_key=ENC, detail=f"{ENC} cannot be coded"))
    assert len(rows) == 1
    write(Row(2, "item_opened", "unreadable", detail=f"expected SVC, got NM1*QC*MI*{MEMBER}"))
    assert [(row.f, row.target) for row in rows[2:]] == [("canary_seen", "notes")]


def test_a_partners_letter_is_read_and_goes_on() -> None:
    watch, rows = watched()
    sent: list[Document] = []

    class Mailbox:
        async def send(self, document: Document) -> None:
            sent.append(document)

    letter = Document("850.1", "GROUP", "application/edi-x12", f"PO1*{ENC}~".encode())
    asyncio.run(WatchedPartner("30000001", Mailbox(), watch).send(letter))
    assert sent == [letter]
    assert (rows[0].target, rows[0].business_key) == ("30000001", "850.1")


def test_what_rests_in_the_storage_is_counted_in_plain_and_in_base64() -> None:
    watch, rows = watched()
    storage = MemoryStorage()
    letter = b64encode(f"NM1*QC*1*PSEUDO*X****MI*{MEMBER}~ and more of it".encode()).decode()

    async def fill() -> None:
        async with storage.transaction() as tx:
            tx.put("inbox", "a", {"encounter": ENC})
            tx.put("inbox", "b", {"usage": "US-1"})
            tx.put("letters", "c", {"content": letter})

    asyncio.run(fill())
    assert watch.stored(storage) == {"inbox": 1, "letters": 1}
    meta: dict[str, str] = {}
    watch.sum_up(storage, meta)
    assert meta == {PATIENTS: "1", LOOKED_AT: "0", STORED: "2"}
    assert not rows
