"""How a supplier's documents name an item and its unit."""

from __future__ import annotations

from mock_systems.standards.x12.products import Product
from sim.world.enterprise import Item

X12_UNIT = {"EA": "EA", "BX": "BX", "CS": "CA"}


def product(item: Item) -> Product:
    """Under the group's number and the GTIN."""
    return Product(buyer_item=item.erp_number, gtin=item.gtin)
