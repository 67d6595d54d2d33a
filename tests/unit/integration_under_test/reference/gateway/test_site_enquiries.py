"""Documents of acquired sites wait for what they need, and are taken over once."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.boundary import OutcomeUnknown, Rejected
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.exceptions import NotYet, UnknownCode
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.mediation.canonical.acquired_sites import (
    SiteAccount,
    SiteBill,
    SiteItem,
    SiteReturn,
    SiteVendor,
)
from integration_under_test.reference.mediation.canonical.site_stock import SiteStock
from integration_under_test.reference.settings import Settings
from integration_under_test.reference.store.store import Applied, Store
from tests.unit.integration_under_test.reference.fakes import ITEM, FakeHost, command, refusal

VENDOR = SiteVendor("CLINIC1", "V1001", "Harper-Lope", "32-1174218", "NET30")
BILL = SiteBill("CLINIC1", "V000007", "V1001", "5100", 12000, "2026-04-14")
OPEN = command("321174218", "open_supplier", VENDOR)
TAKE_OVER = command("CLINIC1/V000007", "take_over_bill", BILL)
FACTS = {"unit": "BU100", "accounts": {"5100": "5110"}}
ALIAS = {"items": [{"SupplierNumber": "300"}], "hasMore": False}
THERE = {"items": [{"Reference": "V000007"}], "hasMore": False}


class Gateway:
    """The gateway on fake systems, with the store behind it."""

    def __init__(self, host: FakeHost) -> None:
        self.host = host
        self.store = Store(host.storage)
        lanes = Lanes(host.systems, Settings())
        masters = MastersCache(lanes, 60.0)
        host.clock.run(masters.refresh())
        self.gateway = EffectOnce(lanes, masters, self.store)
        self.erp = host.systems["erp"]

    def deliver(self, sent: Command, attempt: int = 0) -> Applied:
        kind = COMMANDS[sent.kind]
        assert isinstance(kind, CommandKind)
        return self.host.clock.run(self.gateway.deliver(sent, kind, attempt))

    def keep(self, key: str, facts: Any) -> None:
        self.host.clock.run(self.store.remember(key, facts))

    def sent(self, operation: str) -> list[Any]:
        return [body for name, body, _ in self.erp.calls if name == operation]


@pytest.fixture
def gateway(host: FakeHost) -> Gateway:
    return Gateway(host)


def suppliers(*tax_ids: str, more: bool = False) -> dict[str, Any]:
    rows = [
        {"SupplierNumber": f"30{place}", "TaxIdentifier": tax_id, "Status": "ACTIVE"}
        for place, tax_id in enumerate(tax_ids)
    ]
    return {"items": rows, "hasMore": more}


def test_a_firm_on_a_later_page_is_not_opened_again(gateway: Gateway) -> None:
    pages = suppliers("1", more=True), suppliers("1", "321174218")
    gateway.erp.plan("list_suppliers", *pages)
    assert gateway.deliver(OPEN) == Applied()
    assert gateway.sent("create_supplier") == []
    assert [body["Offset"] for body in gateway.sent("list_suppliers")] == [0, 0]


def test_a_firm_in_doubt_is_looked_for_before_it_is_opened_again(gateway: Gateway) -> None:
    gateway.erp.plan("list_suppliers", suppliers("1"), suppliers("1", "321174218"))
    gateway.erp.plan("create_supplier", OutcomeUnknown())
    with pytest.raises(OutcomeUnknown):
        gateway.deliver(OPEN)
    gateway.deliver(OPEN, attempt=1)
    assert len(gateway.sent("create_supplier")) == 1


def test_a_firm_that_was_opened_is_remembered_for_its_aliases(gateway: Gateway) -> None:
    gateway.erp.plan("list_suppliers", suppliers())
    gateway.erp.plan("create_supplier", {"SupplierNumber": "300"})
    assert gateway.deliver(OPEN).remembered == ("supplier-of-firm/321174218", "300")


def test_an_alias_waits_for_its_supplier(gateway: Gateway) -> None:
    gateway.erp.plan("list_suppliers", suppliers("1"))
    with pytest.raises(NotYet, match="321174218"):
        gateway.deliver(command("CLINIC1/V1001", "register_alias", VENDOR))


def test_an_alias_that_stands_is_not_registered_again_but_another_one_is_for_a_person(
    gateway: Gateway,
) -> None:
    gateway.keep("supplier-of-firm/321174218", "300")
    sent = command("CLINIC1/V1001", "register_alias", VENDOR)
    gateway.erp.plan("find_supplier_aliases", ALIAS, {"items": [{"SupplierNumber": "301"}]})
    gateway.deliver(sent)
    assert gateway.sent("register_supplier_alias") == []
    gateway.erp.plan("register_supplier_alias", refusal("ALIAS_EXISTS", 409))
    with pytest.raises(Rejected, match="ALIAS_EXISTS"):
        gateway.deliver(sent)


@pytest.mark.parametrize(("own", "factor", "registered"), [("IV-1", 10, 0), ("IV-2", 10, 1)])
def test_an_item_is_registered_unless_it_means_the_same_already(
    gateway: Gateway, own: str, factor: int, registered: int
) -> None:
    inventory = gateway.host.systems["inventory"]
    inventory.plan("find_site_items", {"items": [{"item_id": own, "factor": factor}]})
    item = SiteItem("CLINIC1", "100001", ITEM, 10)
    gateway.deliver(command("CLINIC1/100001", "register_site_item", item))
    assert inventory.called("register_site_item") == registered


def test_an_account_that_means_another_one_already_is_for_a_person(gateway: Gateway) -> None:
    account = SiteAccount("CLINIC1", "5000", "5110")
    gateway.erp.plan("map_account", refusal("MAP_EXISTS", 409))
    gateway.erp.plan("find_account_maps", {"items": [{"Account": "5120"}]})
    with pytest.raises(Rejected, match="MAP_EXISTS"):
        gateway.deliver(command("CLINIC1/5000", "map_account", account))


def test_a_bill_waits_for_its_site_and_for_its_vendor(gateway: Gateway) -> None:
    with pytest.raises(NotYet, match="site/CLINIC1"):
        gateway.deliver(TAKE_OVER)
    gateway.keep("site/CLINIC1", FACTS)
    with pytest.raises(NotYet, match="CLINIC1/V1001"):
        gateway.deliver(TAKE_OVER)
    gateway.erp.plan("find_supplier_aliases", ALIAS)
    gateway.deliver(TAKE_OVER)
    assert gateway.sent("take_over_voucher") == [
        {
            "Site": "CLINIC1",
            "Reference": "V000007",
            "SupplierNumber": "300",
            "BusinessUnit": "BU100",
            "AccountingDate": "2026-04-14",
            "Amount": "120.00",
            "Account": "5110",
        }
    ]


def test_a_bill_that_another_file_brought_is_not_posted_again(gateway: Gateway) -> None:
    gateway.erp.plan("find_site_vouchers", THERE)
    gateway.deliver(TAKE_OVER)
    assert gateway.sent("take_over_voucher") == []


def test_a_bill_that_its_site_took_back_meanwhile_is_no_longer_owed(gateway: Gateway) -> None:
    gateway.keep("site/CLINIC1", FACTS)
    gateway.erp.plan("find_supplier_aliases", ALIAS)
    gateway.erp.plan("take_over_voucher", refusal("RETURNED_TO_SITE", 409))
    gateway.deliver(TAKE_OVER)
    assert len(gateway.sent("take_over_voucher")) == 1


def test_a_return_in_doubt_is_looked_for_and_needs_nothing_of_its_site(gateway: Gateway) -> None:
    back = SiteReturn("CLINIC1", "V000007", "BILL", 12000, "2026-04-16")
    give_back = command("CLINIC1/V000007", "return_to_site", back)
    gateway.erp.plan("return_to_site", OutcomeUnknown("erp", "return_to_site"))
    with pytest.raises(OutcomeUnknown):
        gateway.deliver(give_back)
    gateway.erp.plan("find_site_returns", THERE)
    gateway.deliver(give_back, attempt=1)
    assert len(gateway.sent("return_to_site")) == 1


def test_a_bill_to_an_account_that_nobody_mapped_is_told_with_its_site(gateway: Gateway) -> None:
    gateway.keep("site/CLINIC1", {"unit": "BU100", "accounts": {}})
    with pytest.raises(UnknownCode, match=r"CLINIC1.*5100"):
        gateway.deliver(TAKE_OVER)


def test_a_stock_report_that_a_newer_one_overtook_is_not_sent(gateway: Gateway) -> None:
    gateway.keep("site-store/CL1", {"site": "CLINIC1", "unit": "BU100", "factors": {}})
    row = "report_site_stock/CL1/100001"
    gateway.host.clock.run(gateway.store.finish("row", row, Applied(version=4)))
    stock = SiteStock("CL1", "100001", 15, 3)
    gateway.deliver(command("CL1/100001", "report_site_stock", stock))
    assert gateway.host.systems["inventory"].called("report_site_stock") == 0
