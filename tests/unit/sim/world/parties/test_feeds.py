"""The back offices (S18): files without gaps, journals that balance, assets at their cost (P16)."""

from __future__ import annotations

from collections import Counter
from datetime import date

from integration_under_test.boundary import Document
from mock_systems.standards.files import asset_file, journal_file
from mock_systems.standards.files.asset_file import Depreciation, InService
from sim.world.parties.feeds.feeds import MAILBOXES, Feeds
from sim.world.parties.feeds.labour import is_payroll_day
from sim.world.parties.feeds.projects import Finished
from sim.world.parties.feeds.register import Register
from sim.world.parties.feeds.service_orders import Purchase
from tests.unit.sim.world.parties.office import Office

PUMP = Purchase("BU100", "CC-1010", "PUMP", 1_000_00, 60)


def journals(office: Office, mailbox: str) -> list[journal_file.JournalFile]:
    return [journal_file.read(d.content.decode()) for d in office.documents(mailbox)]


def test_payroll_is_run_on_every_second_tuesday() -> None:
    days = [date(2026, 4, day) for day in range(1, 31)]
    assert [day.day for day in days if is_payroll_day(day)] == [14, 28]


def test_batches_are_numbered_without_gaps_and_every_journal_balances() -> None:
    office = Office(Feeds)
    office.run(3.0)
    for mailbox in ("WORKFORCE", "FACILITIES", "BIOMED", "PROJECTS", "PAYROLL"):
        files = journals(office, mailbox)
        assert [file.batch.number for file in files] == list(range(1, len(files) + 1)), mailbox
        balance: Counter[str] = Counter()
        for file in files:
            for line in file.lines:
                balance[line.journal_number] += line.debit_minor - line.credit_minor
        assert files
        assert set(balance.values()) == {0}


def test_the_book_has_debits_and_journals_of_every_good_file() -> None:
    office = Office(Feeds)
    office.run()
    (file,) = journals(office, "PAYROLL")
    effect = next(e for e in office.town.of("feeds.journal_batch") if e.key == "PAYROLL/1")
    assert effect.amount_minor == sum(line.debit_minor for line in file.lines)
    assert effect.quantity == len({line.journal_number for line in file.lines})
    assert effect.period == "2026-04"


def test_payroll_takes_back_what_workforce_accrued_in_the_period() -> None:
    """The second payroll of the run: the fourteen days before it were accrued, but for three."""
    office = Office(Feeds, first_day=date(2026, 4, 10))
    office.run(19.0)
    accrued = sum(
        line.debit_minor
        for file in journals(office, "WORKFORCE")
        for line in file.lines
        if line.accounting_date <= date(2026, 4, 25)
    )
    taken = sum(
        line.credit_minor
        for file in journals(office, "PAYROLL")
        for line in file.lines
        if line.category == "LABOUR"
    )
    assert accrued == taken > 0


def test_a_spoilt_file_owes_nothing_until_it_came_back_and_was_corrected() -> None:
    office = Office(Feeds, feed_faulty_share=1.0)
    office.run(5.0, until=2.0)
    assert not office.town.of("feeds.journal_batch")
    keys = [effect.key for effect in office.town.of("feeds.faulty_file")]
    assert "PAYROLL/1" in keys
    assert office.answer("PAYROLL", 1) == ""
    assert [e.key for e in office.town.of("feeds.rejection")] == ["PAYROLL/1"]
    office.on(5.0)
    assert [e.key for e in office.town.of("feeds.journal_batch")] == ["PAYROLL/1"]
    spoilt, corrected = office.documents("PAYROLL")
    assert corrected.id == spoilt.id.replace(".txt", ".C.txt")
    assert corrected.content != spoilt.content


def test_a_good_file_that_comes_back_is_noted_and_not_sent_again() -> None:
    office = Office(Feeds)
    office.run()
    before = len(office.posted)
    assert office.answer("PAYROLL", 1) == ""
    office.on(5.0)
    assert len(office.posted) == before
    assert [e.key for e in office.town.of("feeds.rejection")] == ["PAYROLL/1"]


def test_an_answer_that_comes_again_is_no_second_rejection() -> None:
    office = Office(Feeds, feed_faulty_share=1.0)
    office.run()
    assert office.answer("PAYROLL", 1) == office.answer("PAYROLL", 1) == ""
    assert [e.key for e in office.town.of("feeds.rejection")] == ["PAYROLL/1"]
    assert "the name of another answer" in office.answer("PAYROLL", 2)


def test_a_file_that_is_sent_again_is_the_same_under_another_name() -> None:
    office = Office(Feeds, feed_resent_share=1.0)
    office.run()
    first, again = office.documents("PAYROLL")
    assert (first.content, again.id) == (again.content, first.id.replace(".txt", ".R.txt"))
    assert [e.key for e in office.town.of("feeds.journal_batch")].count("PAYROLL/1") == 1


def test_what_is_no_answer_about_its_own_batches_is_refused() -> None:
    office = Office(Feeds)
    office.run()
    assert "no batch PAYROLL/9" in office.answer("PAYROLL", 9)
    for content in (b"", b"\xff", b"HDR|BATCHANSWER|GROUP|1|20260414|1|1\n"):
        document = Document("x", "GROUP", "text/plain", content)
        assert office.party.accept("PAYROLL", document).startswith("expected a batch answer")
    assert not office.town.of("feeds.rejection")


def test_the_register_writes_an_asset_off_to_the_cent() -> None:
    register = Register()
    odd = PUMP._replace(cost_minor=1_000_01, life_months=3)
    built = Finished("CIP-1", PUMP)
    bought, made = register.put_in_service([odd], [built], date(2026, 4, 20))
    assert (bought.asset, bought.project, made.project) == ("FA-000001", "", "CIP-1")
    months = [
        register.depreciate(f"2026-{month:02d}", date(2026, month, 28)) for month in (4, 5, 6, 7)
    ]
    amounts = [sum(record.amount_minor for record in month) for month in months]
    share_minor = PUMP.cost_minor // 60
    assert sum(amounts[:3]) - odd.cost_minor in range(3 * share_minor, 3 * share_minor + 3)
    assert [month[0].assets for month in months] == [2, 2, 2, 1]
    assert register.depreciate("2026-04", date(2026, 4, 30)) == []


def test_at_the_month_end_the_assets_file_has_what_was_bought_before_what_is_written_off() -> None:
    office = Office(Feeds, first_day=date(2026, 4, 29), equipment_per_bed_year=200.0)
    office.run()
    last = asset_file.read(office.documents("ASSETS")[-1].content.decode())
    kinds = [type(record) for record in last.records]
    assert kinds.index(Depreciation) > kinds.index(InService)
    assert kinds == sorted(kinds, key=(InService, Depreciation).index)
    written = office.town.of("feeds.depreciation")
    assert {effect.period for effect in written} == {"2026-04"}


def test_all_mailboxes_of_the_table_exist() -> None:
    assert tuple(Office(Feeds).party.mailboxes()) == MAILBOXES
