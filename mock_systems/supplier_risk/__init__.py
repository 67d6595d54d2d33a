"""S20, the mock supplier risk service: screenings of suppliers, holds on those that are risky."""

from mock_systems.supplier_risk.system import SupplierRisk

__all__ = ["SupplierRisk"]
