"""S02, the mock procurement suite: requisitions, purchase orders and the supplier portal."""

from mock_systems.procurement.system import Procurement

__all__ = ["Procurement"]
