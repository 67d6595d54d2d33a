"""Hand-written histories for the tests of checkers and measures.

Times are in seconds; everything not named takes the defaults of one usage that owes one cost.
"""

from __future__ import annotations

from typing import Any

from sim.history.reading import History
from sim.history.schema import Row

S = 1_000_000
HOUR = 3600.0
DAY = 24 * HOUR


class Story:
    """Collects rows; each method returns the number of the row that it wrote."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def write(self, t_s: float, op: str, f: str, **columns: Any) -> int:
        self.rows.append(Row(round(t_s * S), op, f, **columns))
        return len(self.rows) - 1

    def owe(self, key: str, t_s: float = 0.0, due_s: float = HOUR, **columns: Any) -> int:
        defaults: dict[str, Any] = {"f": "erp.cost", "flow": "P09", "source": "inventory"}
        defaults |= {"business_key": key, "count": 1, "mode": "once", "due_us": round(due_s * S)}
        row = {**defaults, **columns}
        row.setdefault("target", row["f"].partition(".")[0])
        return self.write(t_s, "owe", row.pop("f"), effect_key=key, **row)

    def owe_version(self, key: str, version: int, t_s: float = 0.0, **columns: Any) -> int:
        row = {"f": "procurement.supplier", "flow": "P01", "source": "erp", "mode": "latest"}
        return self.owe(key, t_s, **{"agg_version": version, **row, **columns})

    def effect(self, key: str, t_s: float = 60.0, **columns: Any) -> int:
        row = {"f": "erp.cost", "process": "integration", "count": 1, **columns}
        row.setdefault("source", row["f"].partition(".")[0])
        return self.write(t_s, "effect", row.pop("f"), effect_key=key, **row)

    def version(self, key: str, version: int, t_s: float = 60.0, **columns: Any) -> int:
        return self.effect(
            key, t_s, **{"agg_version": version, "f": "procurement.supplier", **columns}
        )

    def call(self, key: str, t_s: float = 10.0, outcome: str = "ok", **columns: Any) -> int:
        """`outcome` "open" leaves it unanswered. Returns the number of the invoke."""
        row = {"f": "post_cost", "process": "integration", "hop": "integration>erp"}
        row |= {"source": "integration", "target": "erp", "business_key": key, **columns}
        f = row.pop("f")
        asked = self.write(t_s, "invoke", f, **row)
        if outcome != "open":
            self.write(t_s + 1, outcome, f, invoke_i=asked, **row)
        return asked

    def delivery(self, id_: str, t_s: float = 5.0, outcome: str = "ok", **columns: Any) -> int:
        row = {"f": "inventory.usage.recorded", "hop": "inventory>integration"}
        row |= {"source": "inventory", "target": "integration", "process": "inventory"}
        row |= {"event_source": "/inventory", "event_id": id_}
        return self.call(columns.pop("key", id_), t_s, outcome, **{**row, **columns})

    def item(self, key: str, type_: str, t_s: float = 100.0, **columns: Any) -> int:
        row = {"process": "finance", "flow": "P09", "effect_key": f"item-{key}"}
        row |= {"detail": "cannot be done", **columns}
        return self.write(t_s, "item_opened", type_, business_key=key, **row)

    def book(self, f: str, op: str = "book_closing", t_s: float = 0.0, **columns: Any) -> int:
        return self.write(t_s, op, f, source=f.partition(".")[0], **columns)

    def period_closed(self, period: str, t_s: float, version: int = 3) -> None:
        """The ERP closed a period; S02, S04, S05 were told at once."""
        for system in ("procurement", "inventory", "billing"):
            f = f"{system}.period_status"
            columns = {"f": f, "agg_version": version}
            owed = {"flow": "P13", "source": "erp", "mode": "latest", "detail": "CLOSED"}
            self.owe(period, t_s, t_s + 2 * HOUR, **columns, **owed)
            self.effect(period, t_s, **columns)

    def end(self, t_s: float = DAY) -> History:
        self.write(t_s, "world", "clock_end", process="finance")
        return self.history()

    def history(self) -> History:
        return History.from_rows(self.rows)
