"""S04, the mock inventory application of the hospitals: stock by location, item, lot."""

from mock_systems.inventory.system import Inventory

__all__ = ["Inventory"]
