"""Two runs are alike if the same effects stand in the end, and none of them was late."""

from __future__ import annotations

from sim.experiment.crash_points import effects_of
from sim.history.reading import History
from sim.history.schema import Row

HOUR_US = 3_600_000_000
SUPPLIER = Row(0, "effect", "procurement.supplier", source="procurement", effect_key="S-1", count=1)
COST = Row(0, "effect", "erp.cost", source="erp", effect_key="U-1", count=1, amount_minor=5)


def owed(version: int, t_us: int) -> Row:
    row = Row(t_us, "owe", "procurement.supplier", flow="P01", source="erp", effect_key="S-1")
    return row._replace(count=1, agg_version=version, mode="latest", due_us=t_us + HOUR_US)


def supplier(version: int, t_us: int) -> Row:
    return SUPPLIER._replace(t_us=t_us, agg_version=version)


def history(*rows: Row) -> History:
    return History.from_rows((*rows, Row(9 * HOUR_US, "world", "heal")))


def test_an_effect_counts_as_often_as_it_stands() -> None:
    once, twice = effects_of(history(COST)), effects_of(history(COST, COST))
    assert sum((twice - once).values()) == 1


def test_another_amount_is_another_effect() -> None:
    assert effects_of(history(COST)) != effects_of(history(COST._replace(amount_minor=6)))


def test_of_newest_versions_only_the_last_counts() -> None:
    both = history(owed(3, 0), owed(4, 1), supplier(3, 2), supplier(4, 3))
    one = history(owed(3, 0), owed(4, 1), supplier(4, 3))
    old = history(owed(3, 0), owed(4, 1), supplier(3, 2))
    assert effects_of(both) == effects_of(one)
    assert effects_of(both) != effects_of(old)


def test_a_version_that_was_lost_until_a_later_one_came_is_told_by_its_lateness() -> None:
    later = (owed(4, 2 * HOUR_US), supplier(4, 2 * HOUR_US + 1))
    calm = effects_of(history(owed(3, 0), supplier(3, 1), *later))
    healed = effects_of(history(owed(3, 0), *later))
    assert set(healed - calm) == {("late", "procurement.supplier", "S-1")}
    assert set(calm - healed) == set()


def test_the_number_of_a_denial_is_nobodys_but_what_is_done_about_it_is() -> None:
    def denied(number: int, chain: str, amount_minor: int) -> History:
        evidence, denial = "billing.denial_evidence", f"DN-{number:08d}"
        return history(
            Row(0, "effect", "billing.denial", effect_key=denial, amount_minor=amount_minor),
            Row(0, "effect", evidence, effect_key=f"{denial}/1/{chain}"),
        )

    assert effects_of(denied(9, "US-1", 500)) == effects_of(denied(12, "US-1", 500))
    assert effects_of(denied(9, "US-1", 500)) != effects_of(denied(9, "US-2", 500))
    assert effects_of(denied(9, "US-1", 500)) != effects_of(denied(9, "US-1", 700))
