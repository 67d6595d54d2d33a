"""S08 as a system: its screens, its nightly job, a read-only extract; no events, no keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar

from mock_systems.legacy_erp import (
    extract_operations,
    night_operations,
    take_back_operations,
    vendor_operations,
    voucher_operations,
)
from mock_systems.legacy_erp.documents import (
    OpenOrder,
    PastMonth,
    Site,
    Tables,
    Vendor,
    Voucher,
)
from mock_systems.service import BookEntry, Operation, Refusal, System


class LegacyErp(System):
    """The ERP that acquired companies bring along; its facility code is the group's."""

    id: ClassVar[str] = "S08"
    name: ClassVar[str] = "legacy_erp"
    title: ClassVar[str] = "Legacy ERP (S08)"
    operations: ClassVar[Mapping[str, Operation]] = {
        operation.name: operation
        for operation in (
            *voucher_operations.OPERATIONS,
            *vendor_operations.OPERATIONS,
            *night_operations.OPERATIONS,
            *take_back_operations.OPERATIONS,
            *extract_operations.OPERATIONS,
        )
    }

    def __init__(self, *ports: Any) -> None:
        super().__init__(*ports)
        self.tables = Tables()

    def load(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Kinds: sites{code, unit}, accounts{site, number, name}, vendors, vouchers, orders,
        history with the fields of their documents. Raises ValueError on a bad row."""
        loader = self._loaders().get(kind)
        if loader is None:
            raise ValueError(f"{self.name} loads {', '.join(self._loaders())}; got {kind!r}")
        for row in rows:
            try:
                loader(row)
            except (KeyError, TypeError) as error:
                raise ValueError(f"{kind} {dict(row)}: {error!r}") from error

    def books(self) -> Iterator[BookEntry]:
        """The trial balance of every site, by its own accounts."""
        for (site, account), minor in sorted(self.tables.balances.items()):
            yield BookEntry(
                kind="legacy_erp.gl_balance",
                key=f"{site}/{account}",
                amount_minor=minor,
                facility=self.tables.sites[site].unit,
                account=account,
            )

    def render(self, refusal: Refusal) -> dict[str, Any]:
        """A message id with its text, as the green screen shows them."""
        return {"MSGID": refusal.code, "TEXT": refusal.message}

    def _loaders(self) -> dict[str, Callable[[Mapping[str, Any]], None]]:
        return {
            "sites": self._load_site,
            "accounts": self._load_account,
            "vendors": self._load_vendor,
            "vouchers": self._load_voucher,
            "orders": self._load_order,
            "history": self._load_month,
        }

    def _load_site(self, row: Mapping[str, Any]) -> None:
        site = Site(**row)
        self.tables.sites[site.code] = site

    def _load_account(self, row: Mapping[str, Any]) -> None:
        site = self.tables.sites[row["site"]]
        self.tables.accounts[site.code, row["number"]] = row["name"]

    def _load_vendor(self, row: Mapping[str, Any]) -> None:
        vendor = Vendor(**row)
        self.tables.vendors[self.tables.sites[vendor.site].code, vendor.number] = vendor

    def _load_voucher(self, row: Mapping[str, Any]) -> None:
        """A liability of before the start: posted, in no batch yet."""
        voucher = Voucher(**row, status="")
        vendor = self.tables.vendors[voucher.site, voucher.vendor]
        self.tables.vouchers[vendor.site, voucher.number] = voucher
        self.tables.post(voucher)

    def _load_order(self, row: Mapping[str, Any]) -> None:
        order = OpenOrder(**row)
        vendor = self.tables.vendors[order.site, order.vendor]
        self.tables.orders[vendor.site, order.number] = order

    def _load_month(self, row: Mapping[str, Any]) -> None:
        """Posted and paid long ago; the balances hold it."""
        site = self.tables.sites[row["site"]]
        lines = tuple((account, minor) for account, minor in row["lines"])
        self.tables.history.append(PastMonth(site.code, row["period"], lines))
        for account, minor in lines:
            key = (site.code, account)
            self.tables.balances[key] = self.tables.balances.get(key, 0) + minor
