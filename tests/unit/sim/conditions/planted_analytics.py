"""One planted violation for each condition of the warehouse: a cut whose day was loaded wrong."""

from __future__ import annotations

from mock_systems.analytics.facts import Fact, Partition
from sim.conditions.books import Books

DAY = "2026-04-20"


def k145(books: Books) -> str:
    tables = books.erp.tables
    journal = tables.ledger.journals[0]
    tables.posting_cuts.make(DAY, 1)
    gln = tables.locations[journal.business_unit].gln
    facts = [
        Fact(f"JE-00000001/{n}", account, "", "2026-04", 0, minor + (n == 1))
        for n, (account, _, minor) in enumerate(journal.lines, start=1)
    ]
    _load(books, "erp", "journal", gln, facts)
    account, _, minor = journal.lines[0]
    found = minor + 1
    return f"{gln}/{account}: expected {minor} cents, found {found} (off by +1)"


def k146(books: Books) -> str:
    tables = books.billing.tables
    tables.charge_cuts.make(DAY, 1)
    gln = tables.charges[1].encounter.facility.gln
    return f"{gln}: expected 1 charges, found 0"


def k147(books: Books) -> str:
    tables = books.inventory.tables
    tables.usage_cuts.make(DAY, 1)
    usage = next(iter(tables.usages.all()))
    gln, item = usage.shelf.location.facility.gln, usage.shelf.item.erp_item_number
    fact = Fact(usage.usage_id, "", item, "2026-04", usage.qty + 2, 0)
    _load(books, "inventory", "usage", gln, [fact])
    return f"{gln}/{item}: expected {usage.qty} EA, found {usage.qty + 2}"


def k148(books: Books) -> str:
    fact = Fact("CH-00000001", "", "", "2026-04", 1, 100)
    for batch in ("first", "second"):
        _load(books, "billing", "charge", "0614141000036", [fact], batch)
    return "charge CH-00000001: expected 1 rows, found 2"


def _load(
    books: Books, feed: str, table: str, gln: str, facts: list[Fact], batch: str = "b"
) -> None:
    facts_held = books.analytics.documents.facts
    facts_held.add(f"{table}-{batch}", Partition(feed, table, gln, DAY), facts)


PLANTED = {"K145": k145, "K146": k146, "K147": k147, "K148": k148}
