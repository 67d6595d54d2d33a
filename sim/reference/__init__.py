"""The generated reference: pages of Markdown made from the same tables that a run uses."""

from sim.reference.interfaces import Declared
from sim.reference.pages import write_pages
from sim.reference.predictions import Predicted
from sim.reference.runbooks import Exceptions

__all__ = ["Declared", "Exceptions", "Predicted", "write_pages"]
