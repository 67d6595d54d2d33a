"""The analytics warehouse (S17): reconciled transactions of all systems, conformed dimensions."""

from mock_systems.analytics.system import Analytics

__all__ = ["Analytics"]
