"""A modernisation under way: flows move one at a time from point-to-point to the reference (C17).

Both run side by side behind one boundary, and a table says on which day each flow moves. It is the
only integration beside the faulty ones that is made of others.
"""

from integration_under_test.modernising.modernising import Modernising

__all__ = ["Modernising"]
