"""S03, the mock contract lifecycle platform: contract versions, parties, spend under contract."""

from mock_systems.contracts.system import Contracts

__all__ = ["Contracts"]
