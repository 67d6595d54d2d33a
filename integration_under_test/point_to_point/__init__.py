"""Point-to-point interfaces, as many hospitals have them: one handler for each event.

A handler calls its targets in a row and raises when one of them fails, so that the sender
delivers again and everything is called again. There is no store, no queue and no lookup.
"""

from integration_under_test.point_to_point.interfaces import PointToPoint

__all__ = ["PointToPoint"]
