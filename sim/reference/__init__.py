"""The generated reference: pages of Markdown made from the same tables that a run uses."""

from sim.reference.interfaces import Declared
from sim.reference.pages import write_pages

__all__ = ["Declared", "write_pages"]
