"""The system API of the contract platform (S03)."""

from __future__ import annotations

from integration_under_test.api_led.line import Body, Line, Look


class ContractsApi:
    """The platform takes whatever party comes last, so its version is looked at first."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def put_party(self, party: Body) -> None:
        version = party["sourceVersion"]
        body = {"erpSupplierNumber": party["erpSupplierNumber"]}
        look = Look("get_party", body, lambda has: has["sourceVersion"] >= version)
        await self._line.post("put_party", party, look)

    async def record_spend(self, spend: Body) -> None:
        body = {name: spend[name] for name in ("contractNumber", "paymentReference")}
        look = Look("find_spend", body, lambda has: bool(has["entries"]))
        await self._line.post("record_spend", spend, look)
