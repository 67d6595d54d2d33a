"""S19, the central warehouse: stock by bin and lot, picks in waves, shipments to the hospitals."""

from mock_systems.warehouse.system import Warehouse

__all__ = ["Warehouse"]
