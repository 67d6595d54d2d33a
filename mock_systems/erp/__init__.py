"""S01, the mock ERP: double-entry ledger, purchase orders, three-way match, payments, periods."""

from mock_systems.erp.system import Erp

__all__ = ["Erp"]
