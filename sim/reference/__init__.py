"""The generated reference: pages of Markdown made from the same tables that a run uses."""

from sim.reference.interfaces import Declared
from sim.reference.pages import write_pages
from sim.reference.runbooks import Exceptions

__all__ = ["Declared", "Exceptions", "write_pages"]
