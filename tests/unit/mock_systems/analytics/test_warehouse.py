"""S17: batches are taken whole or not at all, totals come from the Parquet files themselves."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pydantic_core import from_json, to_json

from mock_systems.analytics import Analytics
from mock_systems.analytics.facts import Fact, Facts, Partition
from mock_systems.service import CallContext, CloudEvent, Effect

GLN, OTHER = "0614141000036", "0614141000043"
ROWS = [
    {"transaction_id": "JE-1/1", "account": "5110", "period": "2026-04", "amount": "12.50"},
    {"transaction_id": "JE-1/2", "account": "1310", "period": "2026-04", "amount": "-12.50"},
    {"transaction_id": "JE-2/1", "account": "5110", "period": "2026-03", "amount": "1.00"},
    {"transaction_id": "JE-2/2", "account": "1310", "period": "2026-03", "amount": "-1.00"},
]


class Desk:
    """Clock, recorder, publisher; `ask` calls an operation."""

    def __init__(self) -> None:
        self.effects: list[Effect] = []
        self.events: list[CloudEvent] = []
        self.system = Analytics(self, self, self)
        for dimension, keys in {
            "facility": (GLN, OTHER),
            "account": ("5110", "1310"),
            "item": ("100000001",),
            "period": ("2026-03", "2026-04"),
        }.items():
            rows = [{"dimension": dimension, "key": key, "name": key} for key in keys]
            self.system.load("members", rows)

    def now(self) -> datetime:
        return datetime(2026, 4, 2, 8, tzinfo=UTC)

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        self.effects.append(effect)

    def publish(self, event: CloudEvent) -> None:
        self.events.append(event)

    def ask(self, operation: str, **body: Any) -> tuple[int, dict[str, Any]]:
        answer = self.system.dispatch(operation, to_json(body), CallContext("integration"))
        return answer.status, from_json(answer.payload)

    def load(self, **changes: Any) -> tuple[int, dict[str, Any]]:
        return self.ask("load_batch", **{**batch(), **changes})


def batch(rows: list[dict[str, Any]] = ROWS) -> dict[str, Any]:
    return {
        "batch_id": "b1",
        "feed": "erp",
        "table": "journal",
        "facility": GLN,
        "business_day": "2026-04-01",
        "control_count": len(rows),
        "control_total": "13.50",
        "rows": rows,
    }


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_batch_becomes_one_effect_with_rows_and_debits(desk: Desk) -> None:
    status, answer = desk.load()
    assert (status, answer["rows"], answer["total"]) == (201, 4, "13.50")
    (effect,) = desk.effects
    assert effect.kind == "analytics.day_loaded"
    assert effect.key == f"erp/journal/{GLN}/2026-04-01"
    assert (effect.amount_minor, effect.quantity) == (1350, 4)
    assert [event.type for event in desk.events] == ["analytics.batch.loaded"]


def test_the_same_batch_is_refused_but_another_id_counts_again(desk: Desk) -> None:
    desk.load()
    status, answer = desk.load()
    assert (status, answer["code"]) == (409, "23505")
    assert desk.load(batch_id="b2")[0] == 201
    _, found = desk.ask("find_batches", **_partition())
    assert [row["batch_id"] for row in found["rows"]] == ["b1", "b2"]
    assert len(desk.effects) == 2


@pytest.mark.parametrize(
    ("changes", "code", "parameter"),
    [
        ({"control_count": 3}, "22000", ""),
        ({"control_total": "13.49"}, "22000", ""),
        ({"facility": "9999999999999"}, "23503", "facility=9999999999999"),
        ({"rows": [{**ROWS[0], "account": "7777"}, *ROWS[1:]]}, "23503", "account=7777"),
        ({"rows": [{**ROWS[0], "item": "no"}, *ROWS[1:]]}, "23503", "item=no"),
        ({"rows": [{**ROWS[0], "period": "1999-01"}, *ROWS[1:]]}, "23503", "period=1999-01"),
        ({"rows": [*ROWS[:3], {**ROWS[3], "transaction_id": "JE-1/1"}]}, "23505", ""),
        ({"table": "gossip"}, "INVALID_REQUEST", "table"),
        ({"business_day": "2026-02-30"}, "INVALID_REQUEST", "business_day"),
        ({"rows": [{**ROWS[0], "amount": "12.5"}]}, "INVALID_REQUEST", "rows.0.amount"),
        ({"rows": []}, "INVALID_REQUEST", "rows"),
    ],
)
def test_a_bad_batch_changes_nothing(
    desk: Desk, changes: dict[str, Any], code: str, parameter: str
) -> None:
    status, answer = desk.load(**changes)
    assert (status, answer["code"], answer["parameter"]) == (422, code, parameter)
    assert desk.effects == []
    assert list(desk.system.books()) == []


def test_a_member_can_be_added_and_renamed(desk: Desk) -> None:
    new = {"key": "7777", "name": "Donations"}
    _, first = desk.ask("merge_dimension", dimension="account", members=[new])
    _, second = desk.ask("merge_dimension", dimension="account", members=[{**new, "name": "Gifts"}])
    assert (first["added"], second["added"], second["renamed"]) == (1, 0, 1)
    _, page = desk.ask("list_dimension", dimension="account", limit=2)
    assert page["next_offset"] == 2
    _, page = desk.ask("list_dimension", dimension="account", limit=2, offset=2)
    assert page == {"rows": [{"key": "7777", "name": "Gifts"}], "next_offset": None}
    assert desk.load(rows=[{**ROWS[0], "account": "7777"}, *ROWS[1:]])[0] == 201


def test_totals_are_asked_by_any_dimension(desk: Desk) -> None:
    desk.load()
    desk.load(batch_id="b2", facility=OTHER, business_day="2026-04-02")
    _, found = desk.ask("query_totals", table="journal", by=["account", "period"])
    lines = {tuple(row["keys"]): (row["transactions"], row["amount"]) for row in found["rows"]}
    assert lines == {
        ("1310", "2026-03"): (2, "-2.00"),
        ("1310", "2026-04"): (2, "-25.00"),
        ("5110", "2026-03"): (2, "2.00"),
        ("5110", "2026-04"): (2, "25.00"),
    }
    days = {"first_day": "2026-04-02", "last_day": "2026-04-02"}
    _, found = desk.ask("query_totals", table="journal", by=["facility"], **days)
    assert [(row["keys"], row["debits"]) for row in found["rows"]] == [([OTHER], "13.50")]
    assert desk.ask("query_totals", table="usage", by=["item"]) == (200, {"rows": []})


def test_a_table_is_exported_as_a_parquet_file_that_pandas_reads(desk: Desk) -> None:
    desk.load()
    _, answer = desk.ask("export_table", table="journal")
    frame = pd.read_parquet(BytesIO(b64decode(answer["content_base64"])))
    assert answer["rows"] == len(frame) == 4
    assert frame["amount_cents"].tolist() == [1250, -1250, 100, -100]
    assert set(frame["facility"]) == {GLN}


def test_batches_can_lie_in_a_folder_of_partitions(tmp_path: Path) -> None:
    facts = Facts(tmp_path)
    partition = Partition("billing", "charge", GLN, "2026-04-01")
    facts.add("b1", partition, [Fact("CH-1", "", "", "2026-04", 2, 500)])
    (path,) = tmp_path.rglob("*.parquet")
    assert path.parent == tmp_path.joinpath(*partition)
    sql = "SELECT business_day, sum(amount_cents)::BIGINT FROM facts GROUP BY 1"
    assert facts.query(sql, facts.batches.values()) == [("2026-04-01", 500)]


def test_books_show_what_was_loaded(desk: Desk) -> None:
    desk.load()
    (entry,) = desk.system.books()
    assert (entry.kind, entry.key) == ("analytics.loaded", f"journal/{GLN}")
    assert (entry.amount_minor, entry.quantity) == (1350, 4)


def test_only_members_are_loaded(desk: Desk) -> None:
    with pytest.raises(ValueError, match="members"):
        desk.system.load("facts", [])


def _partition() -> dict[str, Any]:
    names = ("feed", "table", "facility", "business_day")
    return {name: batch()[name] for name in names}
